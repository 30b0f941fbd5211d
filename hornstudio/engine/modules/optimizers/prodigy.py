"""Prodigy: Adam that finds its learning rate by itself."""

from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.modules.optimizers import setting
from hornstudio.engine.modules.optimizers.descent import descend, each_array
from hornstudio.engine.params import Flag, Float


def prodigy(
    *, b1, b2, beta3, eps, estim_lr0, estim_lr_coef, weight_decay, safeguard_warmup, **shared
):
    """Adam whose steps are as large as the way to the goal, which it estimates as it goes.

    r = d * rate * sqrt(1 - b2^t) / (1 - b1^t); m = b1 * m + (1 - b1) * d * g;
    v = b2 * v + (1 - b2) * (d * g)^2; a = b3 * a + d / d_0 * r * sum(g * (w_0 - w));
    s = b3 * s + d / d_0 * r * g, or d * g in place of r * g with safeguard_warmup;
    d = max(d, estim_lr_coef * a / sum(|s|)); w -= r * (m / (sqrt(v) + d * eps) + weight_decay * w).
    d starts at estim_lr0 and is the same for all arrays; b3 is beta3, or sqrt(b2).
    Shapes: as the weights; a, d []. Source: Mishchenko and Defazio, 2023, arXiv:2306.06101, alg. 4.
    """
    b3 = b2**0.5 if beta3 is None else beta3
    decay = 0.0 if weight_decay is None else weight_decay

    def start(weights):
        first = {"w": jax.tree.map(jnp.array, weights), "s": jax.tree.map(jnp.zeros_like, weights)}
        moments = jax.tree.map(lambda w: {"m": jnp.zeros_like(w), "v": jnp.zeros_like(w)}, weights)
        return {**first, "moments": moments, "d": jnp.float32(estim_lr0), "a": jnp.zeros(())}

    def step(gradients, weights, slots, rate, t):
        d = slots["d"]
        r = d * rate * jnp.sqrt(1 - b2**t) / (1 - b1**t)
        size = d if safeguard_warmup else r
        s = jax.tree.map(lambda s, g: b3 * s + d / estim_lr0 * size * g, slots["s"], gradients)
        way = jax.tree.map(lambda w, first: first - w, weights, slots["w"])
        a = b3 * slots["a"] + d / estim_lr0 * r * sum_of(lambda g, x: g * x, gradients, way)
        length = sum_of(jnp.abs, s)
        new_d = jnp.where(length > 0, jnp.maximum(d, estim_lr_coef * a / length), d)

        def step_one(g, w, s, r, t):
            m = b1 * s["m"] + (1 - b1) * d * g
            v = b2 * s["v"] + (1 - b2) * jnp.square(d * g)
            change = m / (jnp.sqrt(v) + new_d * eps) + decay * w
            return -r * change, {"m": m, "v": v}

        _, step_all = each_array(None, step_one)
        steps, moments = step_all(gradients, weights, slots["moments"], r, t)
        return steps, {"w": slots["w"], "s": s, "moments": moments, "d": new_d, "a": a}

    return descend((start, step), weight_decay=None, **shared)


def sum_of(function, *trees):
    """Sum of a function over all numbers of all arrays."""
    sums = jax.tree.map(lambda *arrays: jnp.sum(function(*arrays)), *trees)
    return sum(jax.tree.leaves(sums))


MODULES = (
    setting.optimizer(
        "prodigy",
        "Prodigy",
        prodigy,
        "Finds its learning rate by itself; leave that at 1, or give it a schedule that starts at "
        "1.",
        setting.learning_rate(1.0),
        setting.share("b1", 0.9, "the mean gradient"),
        setting.share("b2", 0.999, "the mean squared gradient"),
        Float(
            name="beta3",
            default=None,
            optional=True,
            low=0.0,
            below=1.0,
            advanced=True,
            help="How slowly the estimate of the rate follows: share of the old value; none for "
            "the root of b2.",
        ),
        setting.epsilon(1e-8, "eps"),
        Float(
            name="estim_lr0",
            default=1e-6,
            above=0.0,
            advanced=True,
            help="Rate at the start; it only grows, so it must be too small.",
        ),
        Float(
            name="estim_lr_coef",
            default=1.0,
            above=0.0,
            help="Factor on the rate that it finds; smaller is more careful.",
        ),
        setting.weight_decay(None),
        Flag(
            name="safeguard_warmup",
            default=False,
            advanced=True,
            help="Whether to leave a schedule's warm-up out of the estimate.",
        ),
        source="https://optax.readthedocs.io/en/latest/api/contrib.html#optax.contrib.prodigy",
        words=(
            "learning rate free",
            "parameter-free",
            "D-Adaptation",
            "학습률 자동",
            "prodigyopt.Prodigy",
            "optax.contrib.prodigy",
        ),
    ),
)
