"""Params that all convolutions share, for 1, 2 or 3 dimensions."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.modules.layers.setting import lengths
from hornstudio.engine.params import Int, Ints, Values
from hornstudio.engine.problem import set_to

FILTERS = Int(
    name="filters",
    default=32,
    low=1,
    help="How many patterns to look for; each gives one channel of the output.",
)
_SIZE = {
    1: "How many steps a pattern covers.",
    2: "Height and width of the patterns.",
    3: "Depth, height and width of the patterns.",
}
_STRIDES = {
    1: "How many steps the window moves at a time.",
    2: "How far the window moves at each step, down and across.",
    3: "How far the window moves at each step, in depth, down and across.",
}


def kernel_size(dimensions: int) -> Ints:
    """How large the window is."""
    return lengths(dimensions, "kernel_size", 3, _SIZE[dimensions])


def strides(dimensions: int) -> Ints:
    """How far the window moves."""
    return lengths(dimensions, "strides", 1, _STRIDES[dimensions])


def dilation_rate(dimensions: int) -> Ints:
    """How far the places of the window are apart."""
    return lengths(
        dimensions,
        "dilation_rate",
        1,
        "Distance between the places of a pattern; above 1 it sees a larger area with the same "
        "number of weights.",
    )


def need_one_of_strides_and_dilation(p: Values) -> None:
    """Keras refuses both at once. Raises: ShapeError."""
    if max(p.strides) > 1 and max(p.dilation_rate) > 1:
        raise ShapeError(
            "strides and dilation_rate are both above 1; only one of them can be",
            remedies=[set_to(name, [1] * len(p.strides)) for name in ("strides", "dilation_rate")],
        )
