"""Steps in proportion to the size of each weight array, for very large batches."""

from hornstudio.engine.lazy import jnp
from hornstudio.engine.modules.optimizers import setting
from hornstudio.engine.modules.optimizers.descent import descend, each_array


def trust_ratio(w, step):
    """|w| / |step|, by which a step becomes as large as the array it changes; 1 where one is 0."""
    size, other = jnp.sqrt(jnp.sum(w * w)), jnp.sqrt(jnp.sum(step * step))
    return jnp.where((size > 0) & (other > 0), size / jnp.where(other > 0, other, 1.0), 1.0)


def lamb(*, beta_1, beta_2, epsilon, **shared):
    """Adam's step, made as large as the array that it changes.

    m += (1 - beta_1) * (g - m); v += (1 - beta_2) * (g^2 - v);
    u = m / (1 - beta_1^t) / (sqrt(v / (1 - beta_2^t)) + epsilon); w -= rate * |w| / |u| * u.
    Shapes: as the weights. Source: You et al., 2019, arXiv:1904.00962, alg. 2; weight decay is
    beside it, not inside the ratio.
    """

    def start(w):
        return {"m": jnp.zeros_like(w), "v": jnp.zeros_like(w)}

    def step(g, w, s, rate, t):
        m = s["m"] + (g - s["m"]) * (1 - beta_1)
        v = s["v"] + (g * g - s["v"]) * (1 - beta_2)
        u = m / (1 - beta_1**t) / (jnp.sqrt(v / (1 - beta_2**t)) + epsilon)
        return -rate * trust_ratio(w, u) * u, {"m": m, "v": v}

    return descend(each_array(start, step), **shared)


MODULES = (
    setting.optimizer(
        "lamb",
        "LAMB",
        lamb,
        "Adam whose steps fit the size of each layer's weights. For very large batches.",
        setting.learning_rate(0.001),
        setting.share("beta_1", 0.9, "the mean gradient"),
        setting.share("beta_2", 0.999, "the mean squared gradient"),
        setting.epsilon(1e-7),
        setting.weight_decay(None),
        keras="Lamb",
        words=("layerwise", "large batch", "대규모 배치", "torch_optimizer.Lamb", "optax.lamb"),
    ),
)
