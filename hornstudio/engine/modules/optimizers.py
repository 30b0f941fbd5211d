"""Optimizers: how a step changes the weights. Each builds an `optax.GradientTransformation`."""

from hornstudio.engine.lazy import optax
from hornstudio.engine.module import Module, Port
from hornstudio.engine.params import Float, Nested, Values
from hornstudio.engine.shapes import Spec


def learning_rate(default: float) -> Nested:
    """A number, or a schedule."""
    return Nested(
        name="learning_rate",
        category="schedule",
        default=default,
        number=Float(name="learning_rate", default=default, above=0.0, help=""),
        help="Size of each step: a number, or a schedule that changes it while training.",
    )


def sgd(*, learning_rate):
    """Stochastic gradient descent. weights -= learning_rate * gradient."""
    return optax.sgd(learning_rate)


def infer_optimizer(p: Values, losses: tuple[Spec, ...]) -> dict[str, Spec]:
    """An optimizer has no output port."""
    return {}


MODULES = (
    Module(
        kind="sgd",
        title="SGD",
        category="optimizer",
        help="Steps straight downhill. Simple, and well understood.",
        source="https://keras.io/api/optimizers/sgd/",
        params=(learning_rate(0.01),),
        inputs=(Port("loss", many=True),),
        outputs=(),
        infer=infer_optimizer,
        apply=sgd,
        words=("gradient descent", "momentum", "nesterov", "경사 하강법", "torch.optim.SGD"),
        main=("learning_rate",),
    ),
)
