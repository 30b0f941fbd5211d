"""Adafactor: mean squared gradients of whole rows and columns, which take little memory."""

from hornstudio.engine.lazy import jnp
from hornstudio.engine.modules.optimizers import setting
from hornstudio.engine.modules.optimizers.descent import descend, each_array
from hornstudio.engine.params import Float


def adafactor(*, beta_2_decay, epsilon_1, epsilon_2, clip_threshold, **shared):
    """Divide by the root of row means times column means, in proportion to the array's size.

    b = 1 - t^beta_2_decay; r, c = running means of g^2 + epsilon_1 along rows and columns, with
    share b of the old; v = r * c / mean(r), or the running mean of each number where an array
    has one dimension; u = g / sqrt(v);
    w -= max(epsilon_2, rms(w)) * min(rate, 1 / sqrt(t)) * u / max(1, rms(u) / clip_threshold).
    Shapes: as the weights; r [..., A] and c [..., B] for w [..., A, B].
    Source: Shazeer and Stern, 2018, arXiv:1804.04235, alg. 4 to 6.
    """

    def start(w):
        if w.ndim < 2:
            return {"v": jnp.zeros_like(w)}
        return {"r": jnp.zeros(w.shape[:-1], w.dtype), "c": jnp.zeros_like(w[..., 0, :])}

    def step(g, w, s, rate, t):
        keep = 1 - t**beta_2_decay
        square = g * g + epsilon_1
        if w.ndim < 2:
            new = {"v": keep * s["v"] + (1 - keep) * square}
            v = new["v"]
        else:
            r = keep * s["r"] + (1 - keep) * jnp.mean(square, axis=-1)
            c = keep * s["c"] + (1 - keep) * jnp.mean(square, axis=-2)
            new = {"r": r, "c": c}
            v = (r / jnp.mean(r, axis=-1, keepdims=True))[..., None] * c[..., None, :]
        u = g / jnp.sqrt(v)
        u = u / jnp.maximum(1.0, root_mean_square(u) / clip_threshold)
        size = jnp.maximum(epsilon_2, root_mean_square(w)) * jnp.minimum(rate, 1 / jnp.sqrt(t))
        return -size * u, new

    return descend(each_array(start, step), **shared)


def root_mean_square(x):
    """Size of an array's typical number."""
    return jnp.sqrt(jnp.mean(jnp.square(x)))


MODULES = (
    setting.optimizer(
        "adafactor",
        "Adafactor",
        adafactor,
        "Remembers only a number for each row and column of a matrix. For large language models.",
        setting.learning_rate(0.001),
        Float(
            name="beta_2_decay",
            default=-0.8,
            high=0.0,
            advanced=True,
            help="How fast the mean squared gradients come to follow more slowly: a power of the "
            "step.",
        ),
        setting.epsilon(1e-30, "epsilon_1", "Small number added to squared gradients."),
        setting.epsilon(
            1e-3, "epsilon_2", "Least size of an array, so that one that is near 0 can grow."
        ),
        Float(
            name="clip_threshold",
            default=1.0,
            above=0.0,
            advanced=True,
            help="Largest root mean square of a step, before the learning rate.",
        ),
        setting.weight_decay(None),
        keras="Adafactor",
        left_out={"relative_step": "it changes nothing: the rate is at most 1 / sqrt(t) anyway"},
        words=(
            "memory",
            "factored",
            "T5",
            "메모리 절약",
            "아다팩터",
            "torch.optim.Adafactor",
            "optax.adafactor",
        ),
    ),
)
