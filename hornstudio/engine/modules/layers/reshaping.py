"""Layers that only change the shape."""

from hornstudio.engine.module import Module
from hornstudio.engine.params import Values
from hornstudio.engine.shapes import Spec, product


def flatten(x):
    """Lay all numbers of a sample in a row.

    Shapes: x [B, ...] -> [B, product of the rest].
    Source: https://keras.io/api/layers/reshaping_layers/flatten/
    """
    return x.reshape(x.shape[0], -1)


def infer_flatten(p: Values, x: Spec) -> Spec:
    """[...] -> [product]."""
    return Spec((product(x.shape),), x.dtype)


MODULES = (
    Module(
        kind="flatten",
        title="Flatten",
        category="reshape",
        help="Lays all numbers of a picture or sequence in one row.",
        source="https://keras.io/api/layers/reshaping_layers/flatten/",
        infer=infer_flatten,
        apply=flatten,
        words=("ravel", "평탄화", "펼치기", "nn.Flatten"),
    ),
)
