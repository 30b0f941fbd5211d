"""Steps of the same size for every weight: only the sign of a gradient counts."""

from hornstudio.engine.lazy import jnp
from hornstudio.engine.modules.optimizers import setting
from hornstudio.engine.modules.optimizers.descent import descend, each_array
from hornstudio.engine.params import Float


def lion(*, beta_1, beta_2, **shared):
    """The sign of a mean between momentum and gradient.

    w -= rate * sign(beta_1 * m + (1 - beta_1) * g); m = beta_2 * m + (1 - beta_2) * g.
    Shapes: as the weights. Source: Chen et al., 2023, arXiv:2302.06675, alg. 2.
    """

    def start(w):
        return {"m": jnp.zeros_like(w)}

    def step(g, w, s, rate, t):
        way = jnp.sign(s["m"] * beta_1 + g * (1 - beta_1))
        return -rate * way, {"m": s["m"] * beta_2 + g * (1 - beta_2)}

    return descend(each_array(start, step), **shared)


def sign_sgd(**shared):
    """One step of the same size for every weight, against the sign of its gradient.

    w -= rate * sign(g). Shapes: as the weights.
    Source: Bernstein et al., 2018, arXiv:1802.04434, alg. 1.
    """

    def start(w):
        return {}

    def step(g, w, s, rate, t):
        return -rate * jnp.sign(g), s

    return descend(each_array(start, step), **shared)


MODULES = (
    setting.optimizer(
        "lion",
        "Lion",
        lion,
        "Looks only at the sign of momentum, so it needs less memory than Adam. Give it a third "
        "to a tenth of Adam's learning rate.",
        setting.learning_rate(0.001),
        Float(
            name="beta_1",
            default=0.9,
            above=0.0,
            high=1.0,
            help="How much momentum counts in the sign, as against the gradient.",
        ),
        setting.share("beta_2", 0.99, "the mean gradient"),
        setting.weight_decay(None),
        keras="Lion",
        words=("evolved sign momentum", "sign", "라이온", "lion_pytorch.Lion", "optax.lion"),
    ),
    setting.optimizer(
        "sign_sgd",
        "Sign SGD",
        sign_sgd,
        "Moves every weight by the same amount, whatever the size of its gradient.",
        setting.learning_rate(0.001),
        setting.weight_decay(None),
        source="https://optax.readthedocs.io/en/latest/api/optimizers.html#optax.sign_sgd",
        words=("signum", "sign descent", "부호 경사 하강법", "optax.sign_sgd"),
    ),
)
