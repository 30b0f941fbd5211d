"""Steps divided by how large the gradients of each weight have been."""

from hornstudio.engine.lazy import jnp
from hornstudio.engine.modules.optimizers import setting
from hornstudio.engine.modules.optimizers.descent import descend, each_array
from hornstudio.engine.params import Flag, Float


def rmsprop(*, rho, momentum, epsilon, centered, **shared):
    """Divide each gradient by its root mean square of late.

    v = rho * v + (1 - rho) * g^2; s = rate * g / sqrt(v + epsilon);
    m = momentum * m + s; w -= m. centered: v less the square of the running mean of g.
    Shapes: as the weights.
    Source: https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf
    """

    def start(w):
        names = ["v", *(["m"] if momentum else []), *(["mean"] if centered else [])]
        return {name: jnp.zeros_like(w) for name in names}

    def step(g, w, s, rate, t):
        new = {"v": rho * s["v"] + (1 - rho) * g * g}
        spread = new["v"]
        if centered:
            new["mean"] = rho * s["mean"] + (1 - rho) * g
            spread = spread - jnp.square(new["mean"])
        change = rate * g / jnp.sqrt(spread + epsilon)
        if momentum:
            change = new["m"] = momentum * s["m"] + change
        return -change, new

    return descend(each_array(start, step), **shared)


def adagrad(*, initial_accumulator_value, epsilon, **shared):
    """Divide each gradient by the root of the sum of all its squares so far.

    v += g^2, from initial_accumulator_value; w -= rate * g / sqrt(v + epsilon).
    Shapes: as the weights.
    Source: Duchi, Hazan and Singer, 2011, https://jmlr.org/papers/v12/duchi11a.html
    """

    def start(w):
        return {"v": jnp.full_like(w, initial_accumulator_value)}

    def step(g, w, s, rate, t):
        v = s["v"] + g * g
        return -rate * g / jnp.sqrt(v + epsilon), {"v": v}

    return descend(each_array(start, step), **shared)


def adadelta(*, rho, epsilon, **shared):
    """Steps as large as the last ones, in proportion to how the gradient compares with its kind.

    v = rho * v + (1 - rho) * g^2; d = g * sqrt(u + epsilon) / sqrt(v + epsilon);
    u = rho * u + (1 - rho) * d^2; w -= rate * d. Shapes: as the weights.
    Source: Zeiler, 2012, arXiv:1212.5701, alg. 1.
    """

    def start(w):
        return {"v": jnp.zeros_like(w), "u": jnp.zeros_like(w)}

    def step(g, w, s, rate, t):
        v = rho * s["v"] + (1 - rho) * g * g
        d = g * jnp.sqrt(s["u"] + epsilon) / jnp.sqrt(v + epsilon)
        u = rho * s["u"] + (1 - rho) * d * d
        return -rate * d, {"v": v, "u": u}

    return descend(each_array(start, step), **shared)


def ftrl(
    *,
    learning_rate_power,
    initial_accumulator_value,
    l1_regularization_strength,
    l2_regularization_strength,
    l2_shrinkage_regularization_strength,
    beta,
    **shared,
):
    """Follow the regularized leader: the weights that are best for all gradients so far.

    n' = n + g^2; p = -learning_rate_power; z += g + 2 * l2_shrinkage * w - (n'^p - n^p) / rate * w;
    w = (clip(z, -l1, l1) - z) / ((n'^p + beta) / rate + 2 * l2), which is 0 for many.
    Shapes: as the weights.
    Source: McMahan et al., 2013, https://research.google.com/pubs/archive/41159.pdf
    """
    l1, power = l1_regularization_strength, -learning_rate_power

    def start(w):
        return {"n": jnp.full_like(w, initial_accumulator_value), "z": jnp.zeros_like(w)}

    def step(g, w, s, rate, t):
        n = s["n"] + g * g
        pull = g + 2 * l2_shrinkage_regularization_strength * w
        z = s["z"] + (pull - (n**power - s["n"] ** power) / rate * w)
        divisor = (n**power + beta) / rate + 2 * l2_regularization_strength
        return (jnp.clip(z, -l1, l1) - z) / divisor - w, {"n": n, "z": z}

    return descend(each_array(start, step), **shared)


def _not_negative(name: str, default: float, help: str, advanced: bool = False) -> Float:
    return Float(name=name, default=default, low=0.0, advanced=advanced, help=help)


ACCUMULATOR = _not_negative(
    "initial_accumulator_value",
    0.1,
    "Where the sum of squared gradients starts; larger makes the first steps smaller.",
    advanced=True,
)
EPSILON = setting.epsilon(1e-7)

MODULES = (
    setting.optimizer(
        "rmsprop",
        "RMSprop",
        rmsprop,
        "Divides each gradient by how large it has been of late. Steady for recurrent networks.",
        setting.learning_rate(0.001),
        setting.share("rho", 0.9, "the mean squared gradient"),
        setting.momentum(0.0),
        EPSILON,
        Flag(
            name="centered",
            default=False,
            advanced=True,
            help="Whether to divide by the spread around the mean gradient; steadier, but slower.",
        ),
        setting.weight_decay(None),
        keras="RMSprop",
        words=(
            "root mean square",
            "adaptive",
            "제곱평균제곱근",
            "torch.optim.RMSprop",
            "optax.rmsprop",
        ),
    ),
    setting.optimizer(
        "adagrad",
        "Adagrad",
        adagrad,
        "Ever smaller steps, the more a weight has already been changed. For rare features.",
        setting.learning_rate(0.001),
        ACCUMULATOR,
        EPSILON,
        setting.weight_decay(None),
        keras="Adagrad",
        words=("adaptive gradient", "sparse", "아다그라드", "torch.optim.Adagrad", "optax.adagrad"),
    ),
    setting.optimizer(
        "adadelta",
        "Adadelta",
        adadelta,
        "Finds the size of its steps from its last steps. Usual with a learning rate of 1.",
        setting.learning_rate(0.001),
        setting.share("rho", 0.95, "the mean squared gradient"),
        EPSILON,
        setting.weight_decay(None),
        keras="Adadelta",
        words=("adaptive", "delta", "아다델타", "torch.optim.Adadelta", "optax.adadelta"),
    ),
    setting.optimizer(
        "ftrl",
        "FTRL",
        ftrl,
        "Keeps many weights at exactly 0. Made for shallow models with very many features.",
        setting.learning_rate(0.001),
        Float(
            name="learning_rate_power",
            default=-0.5,
            high=0.0,
            advanced=True,
            help="How fast steps become smaller while training; 0 for not at all.",
        ),
        ACCUMULATOR,
        _not_negative(
            "l1_regularization_strength", 0.0, "How strongly small weights are set to exactly 0."
        ),
        _not_negative("l2_regularization_strength", 0.0, "How strongly weights are kept near 0."),
        _not_negative(
            "l2_shrinkage_regularization_strength",
            0.0,
            "How much all weights shrink, as by a penalty on their squares in the loss.",
            advanced=True,
        ),
        _not_negative("beta", 0.0, "Makes all steps smaller, the first ones most.", advanced=True),
        setting.weight_decay(None),
        keras="Ftrl",
        words=(
            "follow the regularized leader",
            "sparse",
            "click-through",
            "정규화 리더",
            "희소",
            "tf.keras.optimizers.Ftrl",
        ),
    ),
)
