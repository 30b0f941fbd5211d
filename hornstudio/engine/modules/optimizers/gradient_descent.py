"""Steps straight down the gradient."""

from hornstudio.engine.lazy import jnp
from hornstudio.engine.modules.optimizers import setting
from hornstudio.engine.modules.optimizers.descent import descend, each_array


def sgd(*, momentum, nesterov, **shared):
    """Stochastic gradient descent: a step downhill, with momentum if wanted.

    m = momentum * m - rate * g; w += m, or momentum * m - rate * g with nesterov.
    Shapes: as the weights. Source: https://keras.io/api/optimizers/sgd/
    """

    def start(w):
        return {"m": jnp.zeros_like(w)} if momentum else {}

    def step(g, w, s, rate, t):
        if not momentum:
            return -rate * g, s
        m = momentum * s["m"] - rate * g  # it holds the rate too, which matters when that changes
        return (momentum * m - rate * g if nesterov else m), {"m": m}

    return descend(each_array(start, step), **shared)


MODULES = (
    setting.optimizer(
        "sgd",
        "SGD",
        sgd,
        "Steps straight downhill. Simple, and well understood.",
        setting.learning_rate(0.01),
        setting.momentum(0.0),
        setting.nesterov(),
        setting.weight_decay(None),
        keras="SGD",
        words=(
            "gradient descent",
            "momentum",
            "nesterov",
            "경사 하강법",
            "torch.optim.SGD",
            "optax.sgd",
        ),
    ),
)
