"""Schedule-free steps: an average of all weights so far takes the place of a falling rate.

The weights w that are trained lie between the average x and z, which takes the steps:
w = beta * x + (1 - beta) * z. The average is what is validated, and kept in the end.
"""

from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.modules.optimizers import setting
from hornstudio.engine.modules.optimizers.descent import descend, each_array, slots_of
from hornstudio.engine.params import Float, Int


def schedule_free_adamw(*, beta_1, beta_2, epsilon, warmup_steps, **shared):
    """Steps of Adam without momentum, and a mean of all weights that they reached.

    v += (1 - beta_2) * (g^2 - v); z -= rate * g / (sqrt(v / (1 - beta_2^t)) + epsilon);
    x += (z - x) / t; w = beta_1 * x + (1 - beta_1) * z.
    The rate rises evenly over warmup_steps. Shapes: as the weights.
    Source: Defazio et al., 2024, arXiv:2405.15682, alg. 1, with equal shares of all steps.
    """

    def start(w):
        return {"z": jnp.array(w), "v": jnp.zeros_like(w)}

    def step(g, w, s, rate, t):
        if warmup_steps:
            rate = rate * jnp.minimum(t / warmup_steps, 1.0)
        v = s["v"] + (g * g - s["v"]) * (1 - beta_2)
        z = s["z"] - rate * g / (jnp.sqrt(v / (1 - beta_2**t)) + epsilon)
        x = average_of(w, s["z"], beta_1)
        x = (1 - 1 / t) * x + z / t
        return (1 - beta_1) * z + beta_1 * x - w, {"z": z, "v": v}

    return descend(each_array(start, step), **shared)


def schedule_free_sgd(*, b1, warmup_steps, weight_lr_power, weight_decay, **shared):
    """Steps straight downhill, and a mean of all weights that they reached.

    z -= rate * (g + weight_decay * w); x += c * (z - x); w = b1 * x + (1 - b1) * z,
    with c the share of this step's max(rates so far) ** weight_lr_power in the sum of all.
    The rate rises evenly over warmup_steps, from 0. Shapes: as the weights.
    Source: Defazio et al., 2024, arXiv:2405.15682, eq. 4 to 7 and section 4.
    """
    decay = 0.0 if weight_decay is None else weight_decay

    def start(w):
        none = jnp.zeros((), w.dtype)
        return {"z": jnp.array(w), "largest": none, "total": jnp.zeros_like(none)}

    def step(g, w, s, rate, t):
        counted = rate
        if warmup_steps is not None:
            rate, counted = (rate * jnp.minimum(n / warmup_steps, 1.0) for n in (t - 1, t))
        z = s["z"] - rate * (g + decay * w)
        largest = jnp.maximum(s["largest"], counted)
        weight = largest**weight_lr_power
        total = s["total"] + weight
        c = jnp.where(total > 0, weight / total, 0.0)
        x = (1 - c) * average_of(w, s["z"], b1) + c * z
        new = {"z": z, "largest": largest, "total": total}
        return (1 - b1) * z + b1 * x - w, new

    return descend(each_array(start, step), weight_decay=None, **shared)


def average_of(w, z, beta):
    """The average x that lies beyond w, as seen from z."""
    return (w - (1 - beta) * z) / beta


def averages_of(weights, state, beta):
    """The averages of all arrays."""
    slots = slots_of(state)
    return jax.tree.map(lambda w, s: average_of(w, s["z"], beta), weights, slots)


def judged_adamw(weights, state, *, beta_1):
    """What is validated: the averages."""
    return averages_of(weights, state, beta_1)


def finished_adamw(weights, state, *, beta_1):
    """The weights to keep when training ends: the averages, or what use_ema averages."""
    return state["average"] if "average" in state else averages_of(weights, state, beta_1)


def judged_sgd(weights, state, *, b1):
    """What is validated: the averages."""
    return averages_of(weights, state, b1)


def finished_sgd(weights, state, *, b1):
    """The weights to keep when training ends: the averages, or what use_ema averages."""
    return state["average"] if "average" in state else averages_of(weights, state, b1)


def _beta(name: str) -> Float:
    return Float(
        name=name,
        default=0.9,
        above=0.0,
        below=1.0,
        help="How near to the average gradients are taken; 1 is at the average.",
    )


MODULES = (
    setting.optimizer(
        "schedule_free_adamw",
        "Schedule-free AdamW",
        schedule_free_adamw,
        "Adam that needs no schedule: it averages the weights instead, and the average is what is "
        "validated and kept.",
        setting.learning_rate(0.0025),
        _beta("beta_1"),
        setting.share("beta_2", 0.999, "the mean squared gradient"),
        setting.epsilon(1e-8),
        Int(
            name="warmup_steps",
            default=0,
            low=0,
            unit="updates",
            help="How long the learning rate rises at the start; 0 for not at all.",
        ),
        setting.weight_decay(None),
        keras="ScheduleFreeAdamW",
        words=(
            "averaging",
            "no schedule",
            "스케줄 없는",
            "schedulefree.AdamWScheduleFree",
            "optax.contrib.schedule_free_adamw",
        ),
        result=finished_adamw,
        judged=judged_adamw,
    ),
    setting.optimizer(
        "schedule_free_sgd",
        "Schedule-free SGD",
        schedule_free_sgd,
        "Gradient descent that needs no schedule: it averages the weights instead, and the "
        "average is what is validated and kept.",
        setting.learning_rate(1.0),
        _beta("b1"),
        Int(
            name="warmup_steps",
            default=None,
            optional=True,
            low=1,
            unit="updates",
            help="How long the learning rate rises at the start; none for not at all.",
        ),
        Float(
            name="weight_lr_power",
            default=2.0,
            low=0.0,
            advanced=True,
            help="How much more steps with a larger learning rate count in the average; 0 for "
            "all alike.",
        ),
        setting.weight_decay(None),
        source="https://optax.readthedocs.io/en/latest/api/contrib.html#schedule-free",
        words=(
            "averaging",
            "no schedule",
            "스케줄 없는",
            "schedulefree.SGDScheduleFree",
            "optax.contrib.schedule_free_sgd",
        ),
        result=finished_sgd,
        judged=judged_sgd,
    ),
)
