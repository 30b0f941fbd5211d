"""Regularizers: penalties on weights that are added to the loss."""

from dataclasses import replace
from functools import partial

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jnp, lax
from hornstudio.engine.module import held_module
from hornstudio.engine.params import Choice, Float, Values
from hornstudio.engine.shapes import Spec

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


def l1_l2(weight, *, l1, l2):
    """Both penalties: drives many weights to 0 and keeps the others small.

    penalty = l1 * sum(|w|) + l2 * sum(w^2). Shapes: weight [...] -> [].
    Source: https://keras.io/api/layers/regularizers/#l1l2-class
    """
    return l1 * jnp.sum(jnp.abs(weight)) + l2 * jnp.sum(jnp.square(weight))


def orthogonal_regularizer(weight, *, factor, mode):
    """Penalty on rows, or columns, that point the same way.

    penalty = factor * mean over all pairs of |cos of their angle|. Shapes: weight [R, C] -> [].
    Source: https://keras.io/api/layers/regularizers/#orthogonalregularizer-class
    """
    rows = weight if mode == "rows" else weight.T
    squares = jnp.sum(jnp.square(rows), axis=1, keepdims=True)
    rows = rows * lax.rsqrt(jnp.maximum(squares, 1e-14))
    cosines = jnp.abs(rows @ rows.T) * (1.0 - jnp.eye(len(rows)))
    return factor * jnp.sum(cosines) / (len(rows) * (len(rows) - 1))


def need_pairs(p: Values, array: Spec) -> Spec:
    """A matrix of 2 rows, or columns, at least. Raises: ShapeError."""
    if array.rank != 2:
        raise ShapeError("takes matrices only, not an array of {spec}", spec=str(array))
    if array.shape[("rows", "columns").index(p.mode)] == 1:
        raise ShapeError(
            "compares {mode}; an array of {spec} has only one", mode=p.mode, spec=str(array)
        )
    return array


def _strength(name: str, default: float = 0.01) -> Float:
    return Float(
        name=name, default=default, low=0.0, title="Strength", help="How much the penalty counts."
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
    _regularizer(
        "L1 and L2",
        "Penalty on the sizes and on the squares of the weights. Drives many of them to 0 and "
        "keeps the others small.",
        l1_l2,
        replace(_strength("l1", 0.0), title="Strength of L1"),
        replace(_strength("l2", 0.0), title="Strength of L2"),
        keras="regularizers.L1L2",
        words=("elastic net", "엘라스틱 넷", "weight_decay"),
    ),
    _regularizer(
        "Orthogonal",
        "Penalty on rows or columns that point the same way, so that each finds something of its "
        "own. For matrices only.",
        orthogonal_regularizer,
        _strength("factor"),
        Choice(
            name="mode",
            default="rows",
            options=("rows", "columns"),
            help="Whether the rows or the columns are pushed apart; the columns of a kernel belong "
            "to its outputs.",
        ),
        infer=need_pairs,
        keras="regularizers.OrthogonalRegularizer",
        words=("right angle", "직교 규제", "parametrizations.orthogonal"),
    ),
)
