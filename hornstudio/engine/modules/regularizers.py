"""Regularizers: penalties on weights that are added to the loss."""

from functools import partial

from hornstudio.engine.lazy import jnp
from hornstudio.engine.module import held_module
from hornstudio.engine.params import Float

_DOCS = "https://keras.io/api/layers/regularizers/"


def l1(weight, *, l1):
    """Penalty on the sizes of the weights; drives many of them to 0.

    penalty = l1 * sum(|w|). Shapes: weight [...] -> [].
    Source: https://keras.io/api/layers/regularizers/#l1-class
    """
    return l1 * jnp.sum(jnp.abs(weight))


def l2(weight, *, l2):
    """Penalty on the squares of the weights; keeps all of them small.

    penalty = l2 * sum(w^2), without a half. Shapes: weight [...] -> [].
    Source: https://keras.io/api/layers/regularizers/#l2-class
    """
    return l2 * jnp.sum(jnp.square(weight))


def _strength(name: str) -> Float:
    return Float(
        name=name, default=0.01, low=0.0, title="Strength", help="How much the penalty counts."
    )


_regularizer = partial(held_module, "regularizer", source=_DOCS)

MODULES = (
    _regularizer(
        "L1",
        "Penalty on the sizes of the weights. Drives many of them to 0.",
        l1,
        _strength("l1"),
        keras="regularizers.L1",
        words=("lasso", "sparse", "라쏘"),
    ),
    _regularizer(
        "L2",
        "Penalty on the squares of the weights. Keeps all of them small.",
        l2,
        _strength("l2"),
        keras="regularizers.L2",
        words=("ridge", "weight decay", "릿지", "가중치 감쇠"),
    ),
)
