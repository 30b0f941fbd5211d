"""Muon: steps that turn a matrix by the same amount in all directions."""

from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.modules.optimizers import setting
from hornstudio.engine.modules.optimizers.descent import descend, each_array
from hornstudio.engine.params import Flag, Float, Int, WordList


def muon(
    *,
    adam_beta_1,
    adam_beta_2,
    adam_weight_decay,
    epsilon,
    weight_decay,
    exclude_layers,
    exclude_embeddings,
    muon_a,
    muon_b,
    muon_c,
    adam_lr_ratio,
    momentum,
    ns_steps,
    nesterov,
    rms_rate,
    **shared,
):
    """Momentum of each matrix, made orthogonal; all other arrays are left to AdamW.

    m = momentum * m + g; u = orthogonal(m), or of g + momentum * m with nesterov;
    w -= rate * (sqrt(max(A, B)) * rms_rate * u + weight_decay * w).
    Shapes: as the weights; A, B: those of a matrix.
    Source: Jordan et al., 2024, https://kellerjordan.github.io/posts/muon/; rms_rate: Liu et al.,
    2025, arXiv:2502.16982, section 2.2.
    """
    decay = 0.0 if weight_decay is None else weight_decay
    adam_decay = 0.0 if adam_weight_decay is None else adam_weight_decay

    def start(path, w):
        slots = {"m": jnp.zeros_like(w)}
        is_turned = w.ndim == 2 and not is_excluded(path, exclude_layers, exclude_embeddings)
        return slots if is_turned else slots | {"v": jnp.zeros_like(w)}

    def step(g, w, s, rate, t):
        if "v" in s:
            change, s = adam_change(g, s, t, adam_beta_1, adam_beta_2, epsilon)
            return -rate * (adam_lr_ratio * change + adam_decay * w), s
        m = momentum * s["m"] + g
        change = orthogonal(g + momentum * m if nesterov else m, ns_steps, muon_a, muon_b, muon_c)
        if rms_rate is not None:
            change = change * max(w.shape) ** 0.5 * rms_rate
        return -rate * (change + decay * w), {"m": m}

    def start_all(weights):
        return jax.tree_util.tree_map_with_path(start, weights)

    return descend((start_all, each_array(start, step)[1]), weight_decay=None, **shared)


def adam_change(g, s, t, beta_1, beta_2, epsilon):
    """Adam's change of one array, before the learning rate, and its new slots."""
    m = s["m"] + (g - s["m"]) * (1 - beta_1)
    v = s["v"] + (g * g - s["v"]) * (1 - beta_2)
    size = jnp.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return size * m / (jnp.sqrt(v) + epsilon), {"m": m, "v": v}


def is_excluded(path, words, embeddings):
    """Whether a weight's name, such as dense_1/kernel, has one of some words in it."""
    name = "/".join(str(getattr(key, "key", key)) for key in path)
    if embeddings and "embedding" in name.lower():
        return True
    return any(word in name for word in words or ())


def orthogonal(x, steps, a, b, c):
    """A matrix with the same singular vectors, and singular values near 1.

    x / |x|, then x = a * x + (b * y + c * y @ y) @ x with y = x @ x.T, for some steps of Newton
    and Schulz; of the lower of the two shapes. Shapes: x [A, B] -> [A, B].
    """
    is_tall = x.shape[0] > x.shape[1]
    x = x.T if is_tall else x
    x = x / (jnp.sqrt(jnp.sum(x * x)) + 1e-7)
    for _ in range(steps):
        y = x @ x.T
        x = a * x + (b * y + c * y @ y) @ x
    return x.T if is_tall else x


def _factor(name: str, default: float) -> Float:
    return Float(
        name=name,
        default=default,
        advanced=True,
        help="Factor of the iteration that makes a step orthogonal. Best left as it is.",
    )


MODULES = (
    setting.optimizer(
        "muon",
        "Muon",
        muon,
        "Turns whole weight matrices instead of single numbers; quick for large networks. "
        "Exclude the last layer by its name.",
        setting.learning_rate(0.001),
        WordList(
            name="exclude_layers",
            default=None,
            optional=True,
            help="Words such as scores; weights with one of them in their name, like those that "
            "are no matrix, are trained by AdamW.",
        ),
        Flag(
            name="exclude_embeddings",
            default=True,
            help="Whether weights of embeddings are trained by AdamW.",
        ),
        setting.momentum(0.95),
        setting.nesterov(default=True),
        setting.weight_decay(0.004, whose="turned"),
        Float(
            name="rms_rate",
            default=0.2,
            optional=True,
            above=0.0,
            advanced=True,
            help="Size of steps relative to those of Adam, so that its learning rates fit; none "
            "leaves them orthogonal.",
        ),
        Int(
            name="ns_steps",
            default=5,
            low=1,
            advanced=True,
            help="How often the iteration runs that makes a step orthogonal.",
        ),
        _factor("muon_a", 3.4445),
        _factor("muon_b", -4.775),
        _factor("muon_c", 2.0315),
        setting.share("adam_beta_1", 0.9, "AdamW's mean gradient"),
        setting.share("adam_beta_2", 0.999, "AdamW's mean squared gradient"),
        setting.weight_decay(0.004, "adam_weight_decay", "AdamW's"),
        Float(
            name="adam_lr_ratio",
            default=1.0,
            above=0.0,
            advanced=True,
            help="AdamW's learning rate, as a share of the learning rate.",
        ),
        setting.epsilon(1e-7),
        keras="Muon",
        words=(
            "orthogonal",
            "Newton-Schulz",
            "직교",
            "뮤온",
            "torch.optim.Muon",
            "optax.contrib.muon",
        ),
    ),
)
