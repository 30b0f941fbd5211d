"""Steps in proportion to the size of each weight array, for very large batches."""

from hornstudio.engine.lazy import jnp
from hornstudio.engine.modules.optimizers import setting
from hornstudio.engine.modules.optimizers.descent import descend, each_array
from hornstudio.engine.params import Float

_DOCS = "https://optax.readthedocs.io/en/latest/api/optimizers.html#optax."


def trust_ratio(w, step, coefficient=1.0, eps=0.0):
    """coefficient * |w| / (|step| + eps): makes a step as large as its array; 1 where one is 0."""
    size, other = jnp.sqrt(jnp.sum(w * w)), jnp.sqrt(jnp.sum(step * step))
    both = (size > 0) & (other > 0)
    return jnp.where(both, coefficient * size / (jnp.where(both, other, 1.0) + eps), 1.0)


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


def lars(*, trust_coefficient, eps, momentum, nesterov, weight_decay, **shared):
    """Gradient descent whose steps are a fixed share of the array that they change.

    u = g + weight_decay * w; c = trust_coefficient * |w| / (|u| + eps), 1 where a norm is 0;
    m = momentum * m - rate * c * u; w += m, or momentum * m - rate * c * u with nesterov.
    Shapes: as the weights. Source: You, Gitman and Ginsburg, 2017, arXiv:1708.03888, alg. 1.
    """
    decay = 0.0 if weight_decay is None else weight_decay

    def start(w):
        return {"m": jnp.zeros_like(w)}

    def step(g, w, s, rate, t):
        u = g + decay * w
        change = -rate * trust_ratio(w, u, trust_coefficient, eps) * u
        m = momentum * s["m"] + change
        return (momentum * m + change if nesterov else m), {"m": m}

    return descend(each_array(start, step), weight_decay=None, **shared)


def novograd(*, b1, b2, eps, eps_root, weight_decay, **shared):
    """Each array's gradient divided by its own norm, then momentum.

    v = b2 * v + (1 - b2) * |g|^2, from the first |g|^2 on;
    m = b1 * m + g / (sqrt(v + eps_root) + eps) + weight_decay * w; w -= rate * m.
    Shapes: as the weights; v []. Source: Ginsburg et al., 2019, arXiv:1905.11286, alg. 1.
    """
    decay = 0.0 if weight_decay is None else weight_decay

    def start(w):
        return {"m": jnp.zeros_like(w), "v": jnp.zeros((), w.dtype)}

    def step(g, w, s, rate, t):
        square = jnp.sum(g * g)
        v = jnp.where(t == 1, square, b2 * s["v"] + (1 - b2) * square)
        m = b1 * s["m"] + g / (jnp.sqrt(v + eps_root) + eps) + decay * w
        return -rate * m, {"m": m, "v": v}

    return descend(each_array(start, step), weight_decay=None, **shared)


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
    setting.optimizer(
        "lars",
        "LARS",
        lars,
        "Gradient descent whose steps fit the size of each layer's weights. For very large "
        "batches.",
        setting.learning_rate(0.1),
        setting.weight_decay(None),
        Float(
            name="trust_coefficient",
            default=0.001,
            above=0.0,
            help="Size of a step as a share of its array, before the learning rate.",
        ),
        setting.epsilon(0.0, "eps"),
        setting.momentum(0.9),
        setting.nesterov(),
        source=f"{_DOCS}lars",
        words=("layerwise", "large batch", "대규모 배치", "torchlars.LARS", "optax.lars"),
    ),
    setting.optimizer(
        "novograd",
        "NovoGrad",
        novograd,
        "Needs a single number for each array beside momentum, and bears large learning rates.",
        setting.learning_rate(0.01),
        setting.share("b1", 0.9, "momentum"),
        setting.share("b2", 0.25, "the squared norm of the gradient"),
        setting.epsilon(1e-6, "eps"),
        setting.epsilon(0.0, "eps_root", setting.BELOW_ROOT),
        setting.weight_decay(None),
        source=f"{_DOCS}novograd",
        words=("layerwise", "speech", "층별 정규화", "torch_optimizer.NovoGrad", "optax.novograd"),
    ),
)
