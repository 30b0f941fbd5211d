"""How an activation is declared: all share a category, a shape rule and what becomes of masks."""

from collections.abc import Callable
from typing import Any

from hornstudio.engine.module import KEEP, Infer, Module
from hornstudio.engine.modules.axis import same_shape, sample_axis
from hornstudio.engine.params import Param, Values
from hornstudio.engine.shapes import Spec

DOCS = "https://keras.io/api/layers/activations/"


def activation(
    title: str,
    help: str,
    apply: Callable[..., Any],
    *params: Param,
    words: tuple[str, ...],
    operations: int = 1,
    infer: Infer = same_shape,
    source: str = "",
) -> Module:
    """An activation named as its function is, and as Keras' function is.

    operations: floating point operations for each number. source: where not Keras' list of them.
    """
    return Module(
        kind=apply.__name__,
        title=title,
        category="activation",
        help=help,
        source=source or f"{DOCS}#{apply.__name__.replace('_', '')}-function",
        params=params,
        infer=infer,
        flops=operations_for_each(operations) if operations > 1 else None,
        apply=apply,
        alone=True,
        mask=KEEP,
        keras=f"activations.{apply.__name__}",
        words=words,
    )


def infer_along_axis(p: Values, x: Spec) -> Spec:
    """[...] -> [...]. Raises: ShapeError for integers, and for an axis that is not there."""
    sample_axis(p.axis, x)
    return same_shape(p, x)


def operations_for_each(count: int) -> Callable[[Values, Spec], int]:
    """Cost of so many operations for each number."""

    def flops(p: Values, x: Spec) -> int:
        return count * (x.size or 0)

    return flops
