"""Kin of Adam with another measure of how large gradients are, or another mean of them."""

from hornstudio.engine.lazy import jnp
from hornstudio.engine.modules.optimizers import setting
from hornstudio.engine.modules.optimizers.descent import descend, each_array
from hornstudio.engine.params import Float

_DOCS = "https://optax.readthedocs.io/en/latest/api/optimizers.html#optax."


def adabelief(*, b1, b2, eps, eps_root, nesterov, **shared):
    """Divide the mean gradient by how far gradients are from it, not by how large they are.

    m = b1 * m + (1 - b1) * g; v = b2 * v + (1 - b2) * (g - m)^2 + eps_root;
    w -= rate * corrected_mean / (sqrt(v / (1 - b2^t)) + eps). Shapes: as the weights.
    Source: Zhuang et al., 2020, arXiv:2010.07468, alg. 2.
    """

    def start(w):
        return {"m": jnp.zeros_like(w), "v": jnp.zeros_like(w)}

    def step(g, w, s, rate, t):
        m = b1 * s["m"] + (1 - b1) * g
        v = b2 * s["v"] + (1 - b2) * jnp.square(g - m) + eps_root
        mean = corrected_mean(m, g, b1, t, nesterov)
        return -rate * mean / (jnp.sqrt(v / (1 - b2**t)) + eps), {"m": m, "v": v}

    return descend(each_array(start, step), **shared)


def radam(*, b1, b2, eps, eps_root, threshold, nesterov, **shared):
    """Adam that steps by the mean gradient alone until its mean square can be trusted.

    m = b1 * m + (1 - b1) * g; v = b2 * v + (1 - b2) * g^2; c = 2 / (1 - b2) - 1;
    p = c - 2 * t * b2^t / (1 - b2^t); r^2 = (p - 4) * (p - 2) * c / ((c - 4) * (c - 2) * p);
    w -= rate * r * mean / (sqrt(v / (1 - b2^t) + eps_root) + eps) from p = threshold on, before
    it rate * mean, with mean = m / (1 - b1^t). Shapes: as the weights.
    Source: Liu et al., 2019, arXiv:1908.03265, alg. 2.
    """
    last = 2 / (1 - b2) - 1

    def start(w):
        return {"m": jnp.zeros_like(w), "v": jnp.zeros_like(w)}

    def step(g, w, s, rate, t):
        m = b1 * s["m"] + (1 - b1) * g
        v = b2 * s["v"] + (1 - b2) * g * g
        p = last - 2 * t * b2**t / (1 - b2**t)
        r = jnp.sqrt((p - 4) * (p - 2) * last / ((last - 4) * (last - 2) * p))
        mean = corrected_mean(m, g, b1, t, nesterov)
        scaled = r * mean / (jnp.sqrt(v / (1 - b2**t) + eps_root) + eps)
        return -rate * jnp.where(p >= threshold, scaled, mean), {"m": m, "v": v}

    return descend(each_array(start, step), **shared)


def corrected_mean(m, g, b1, t, nesterov):
    """The running mean of gradients without the pull of its start; one step ahead with nesterov."""
    if not nesterov:
        return m / (1 - b1**t)
    return b1 * m / (1 - b1 ** (t + 1)) + (1 - b1) * g / (1 - b1**t)


def yogi(*, b1, b2, eps, **shared):
    """Adam whose mean square grows at once, but shrinks only slowly.

    m = b1 * m + (1 - b1) * g; v -= (1 - b2) * sign(v - g^2) * g^2, both from 0.000001;
    w -= rate * m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + eps). Shapes: as the weights.
    Source: Zaheer et al., 2018, https://papers.nips.cc/paper/8186, alg. 2.
    """

    def start(w):
        return {"m": jnp.full_like(w, 1e-6), "v": jnp.full_like(w, 1e-6)}

    def step(g, w, s, rate, t):
        m = b1 * s["m"] + (1 - b1) * g
        v = s["v"] - (1 - b2) * jnp.sign(s["v"] - g * g) * g * g
        change = m / (1 - b1**t) / (jnp.sqrt(v / (1 - b2**t)) + eps)
        return -rate * change, {"m": m, "v": v}

    return descend(each_array(start, step), **shared)


def ademamix(*, b1, b2, b3, alpha, eps, eps_root, **shared):
    """Adam with a second mean gradient, which remembers for thousands of steps.

    m = b1 * m + (1 - b1) * g; n = b3 * n + (1 - b3) * g; v = b2 * v + (1 - b2) * g^2;
    w -= rate * (m / (1 - b1^t) + alpha * n) / (sqrt(v / (1 - b2^t) + eps_root) + eps).
    Shapes: as the weights. Source: Pagliardini, Ablin and Grangier, 2024, arXiv:2409.03137, alg. 1.
    """

    def start(w):
        return {name: jnp.zeros_like(w) for name in ("m", "n", "v")}

    def step(g, w, s, rate, t):
        m = b1 * s["m"] + (1 - b1) * g
        n = b3 * s["n"] + (1 - b3) * g
        v = b2 * s["v"] + (1 - b2) * g * g
        mean = m / (1 - b1**t) + alpha * n
        change = mean / (jnp.sqrt(v / (1 - b2**t) + eps_root) + eps)
        return -rate * change, {"m": m, "n": n, "v": v}

    return descend(each_array(start, step), **shared)


B1 = setting.share("b1", 0.9, "the mean gradient")
B2 = setting.share("b2", 0.999, "the mean squared gradient")

MODULES = (
    setting.optimizer(
        "adabelief",
        "AdaBelief",
        adabelief,
        "Steps far where gradients are as expected, and little where they surprise.",
        setting.learning_rate(0.001),
        B1,
        setting.share("b2", 0.999, "the mean squared surprise"),
        setting.epsilon(1e-16, "eps"),
        setting.epsilon(1e-16, "eps_root", "Small number added to the mean squared surprise."),
        setting.nesterov(),
        setting.weight_decay(None),
        source=f"{_DOCS}adabelief",
        words=("belief", "adaptive", "믿음", "adabelief_pytorch.AdaBelief", "optax.adabelief"),
    ),
    setting.optimizer(
        "radam",
        "RAdam",
        radam,
        "Adam that begins carefully by itself, so that it needs no warm-up.",
        setting.learning_rate(0.001),
        B1,
        B2,
        setting.epsilon(1e-8, "eps"),
        setting.epsilon(0.0, "eps_root", setting.BELOW_ROOT),
        Float(
            name="threshold",
            default=5.0,
            low=4.0,
            advanced=True,
            title="Threshold value",
            help="How many gradients a mean square must stand for before it is divided by.",
        ),
        setting.nesterov(),
        setting.weight_decay(None),
        source=f"{_DOCS}radam",
        words=("rectified adam", "warmup", "수정된 아담", "torch.optim.RAdam", "optax.radam"),
    ),
    setting.optimizer(
        "yogi",
        "Yogi",
        yogi,
        "Adam whose steps do not suddenly grow when gradients become small.",
        setting.learning_rate(0.01),
        B1,
        B2,
        setting.epsilon(1e-3, "eps"),
        setting.weight_decay(None),
        source=f"{_DOCS}yogi",
        words=("adaptive", "요기", "torch_optimizer.Yogi", "optax.yogi"),
    ),
    setting.optimizer(
        "ademamix",
        "AdEMAMix",
        ademamix,
        "Adam that also remembers gradients of thousands of steps ago. For long runs.",
        setting.learning_rate(0.001),
        B1,
        B2,
        setting.share("b3", 0.9999, "the second, longer mean gradient"),
        Float(
            name="alpha",
            default=5.0,
            low=0.0,
            help="How much the longer mean counts, as against the shorter one.",
        ),
        setting.epsilon(1e-8, "eps"),
        setting.epsilon(0.0, "eps_root", setting.BELOW_ROOT),
        setting.weight_decay(None),
        source="https://optax.readthedocs.io/en/latest/api/contrib.html#optax.contrib.ademamix",
        words=("two momenta", "long memory", "두 모멘텀", "pytorch AdEMAMix", "contrib.ademamix"),
    ),
)
