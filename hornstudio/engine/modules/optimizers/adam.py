"""Adam and its kin: a mean gradient, divided by how large gradients are."""

from hornstudio.engine.lazy import jnp
from hornstudio.engine.modules.optimizers import setting
from hornstudio.engine.modules.optimizers.descent import descend, each_array
from hornstudio.engine.params import Flag


def adam(*, beta_1, beta_2, epsilon, amsgrad, **shared):
    """Adaptive moments: steps of about the same size for every weight. AdamW decays them too.

    m += (1 - beta_1) * (g - m); v += (1 - beta_2) * (g^2 - v);
    w -= rate * m / (sqrt(v) + epsilon) * sqrt(1 - beta_2^t) / (1 - beta_1^t).
    amsgrad takes the largest v so far. Epsilon is added before the correction, unlike in optax.
    Shapes: as the weights. Source: Kingma and Ba, 2014, arXiv:1412.6980, end of section 2; weight
    decay: Loshchilov and Hutter, 2017, arXiv:1711.05101, alg. 2.
    """

    def start(w):
        slots = {"m": jnp.zeros_like(w), "v": jnp.zeros_like(w)}
        return slots | ({"largest": jnp.zeros_like(w)} if amsgrad else {})

    def step(g, w, s, rate, t):
        m = s["m"] + (g - s["m"]) * (1 - beta_1)
        v = s["v"] + (g * g - s["v"]) * (1 - beta_2)
        new = {"m": m, "v": v}
        if amsgrad:
            v = new["largest"] = jnp.maximum(s["largest"], v)
        size = rate * jnp.sqrt(1 - beta_2**t) / (1 - beta_1**t)
        return -size * m / (jnp.sqrt(v) + epsilon), new

    return descend(each_array(start, step), **shared)


def adamax(*, beta_1, beta_2, epsilon, **shared):
    """Adam with the largest gradient of late in place of the mean square.

    m += (1 - beta_1) * (g - m); u = max(beta_2 * u, |g|);
    w -= rate * m / ((1 - beta_1^t) * (u + epsilon)). Shapes: as the weights.
    Source: Kingma and Ba, 2014, arXiv:1412.6980, alg. 2.
    """

    def start(w):
        return {"m": jnp.zeros_like(w), "u": jnp.zeros_like(w)}

    def step(g, w, s, rate, t):
        m = s["m"] + (g - s["m"]) * (1 - beta_1)
        u = jnp.maximum(beta_2 * s["u"], jnp.abs(g))
        return -rate * m / ((1 - beta_1**t) * (u + epsilon)), {"m": m, "u": u}

    return descend(each_array(start, step), **shared)


def nadam(*, beta_1, beta_2, epsilon, **shared):
    """Adam whose momentum looks one step ahead, and grows over the first steps.

    b_t = beta_1 * (1 - 0.96^t / 2); m += (1 - beta_1) * (g - m); v as in Adam;
    n = b_(t+1) * m / (1 - b_1 ... b_(t+1)) + (1 - b_t) * g / (1 - b_1 ... b_t);
    w -= rate * n / (sqrt(v / (1 - beta_2^t)) + epsilon). Shapes: as the weights.
    Source: Dozat, 2015, http://cs229.stanford.edu/proj2015/054_report.pdf
    """

    def start(w):
        return {"m": jnp.zeros_like(w), "v": jnp.zeros_like(w), "product": jnp.ones((), w.dtype)}

    def step(g, w, s, rate, t):
        now, ahead = (beta_1 * (1 - 0.5 * 0.96**n) for n in (t, t + 1))
        product = s["product"] * now
        m = s["m"] + (g - s["m"]) * (1 - beta_1)
        v = s["v"] + (g * g - s["v"]) * (1 - beta_2)
        mean = ahead * m / (1 - product * ahead) + (1 - now) * g / (1 - product)
        change = mean / (jnp.sqrt(v / (1 - beta_2**t)) + epsilon)
        return -rate * change, {"m": m, "v": v, "product": product}

    return descend(each_array(start, step), **shared)


BETA_1 = setting.share("beta_1", 0.9, "the mean gradient")
BETA_2 = setting.share("beta_2", 0.999, "the mean squared gradient")
EPSILON = setting.epsilon(1e-7)
AMSGRAD = Flag(
    name="amsgrad",
    default=False,
    advanced=True,
    help="Whether to divide by the largest mean squared gradient so far.",
)

MODULES = (
    setting.optimizer(
        "adam",
        "Adam",
        adam,
        "Steps of about the same size for every weight. A good first choice.",
        setting.learning_rate(0.001),
        BETA_1,
        BETA_2,
        EPSILON,
        AMSGRAD,
        setting.weight_decay(None),
        keras="Adam",
        words=("adaptive", "amsgrad", "아담", "torch.optim.Adam", "optax.adam"),
    ),
    setting.optimizer(
        "adamw",
        "AdamW",
        adam,
        "Adam that also shrinks all weights a little at each step. Usual for transformers.",
        setting.learning_rate(0.001),
        setting.weight_decay(0.004),
        BETA_1,
        BETA_2,
        EPSILON,
        AMSGRAD,
        keras="AdamW",
        words=("weight decay", "가중치 감쇠", "아담", "torch.optim.AdamW", "optax.adamw"),
    ),
    setting.optimizer(
        "adamax",
        "Adamax",
        adamax,
        "Adam that divides by the largest gradient of late. Steady where gradients are rare.",
        setting.learning_rate(0.001),
        BETA_1,
        setting.share("beta_2", 0.999, "the largest gradient"),
        EPSILON,
        setting.weight_decay(None),
        keras="Adamax",
        words=("infinity norm", "adaptive", "아다맥스", "torch.optim.Adamax", "optax.adamax"),
    ),
    setting.optimizer(
        "nadam",
        "Nadam",
        nadam,
        "Adam whose momentum looks one step ahead. Often a little quicker.",
        setting.learning_rate(0.001),
        BETA_1,
        BETA_2,
        EPSILON,
        setting.weight_decay(None),
        keras="Nadam",
        words=("nesterov", "adaptive", "나담", "torch.optim.NAdam", "optax.nadam"),
    ),
)
