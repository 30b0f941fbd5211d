"""What layers of neighbouring places ask of an input: its rank, and that a window fits.

A sequence has 1 dimension beside its channels, a picture 2, a volume 3.
"""

from collections.abc import Sequence
from math import isqrt, prod

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.modules.axis import need_float
from hornstudio.engine.problem import Insert, Remedy, set_to
from hornstudio.engine.shapes import Dim, Shape, Spec, shape_text, window_length
from hornstudio.engine.text import Text

PLACES = {1: Text("sequence"), 2: Text("picture"), 3: Text("volume")}
"""What has so many dimensions beside its channels."""
_NEEDS = {
    1: "gets {spec}; needs a sequence: steps and features",
    2: "gets {spec}; needs a picture: height, width and channels",
    3: "gets {spec}; needs a volume: depth, height, width and channels",
}


def need_places(x: Spec, dimensions: int) -> None:
    """Refuse what has not so many dimensions and channels. Raises: ShapeError."""
    if x.rank != dimensions + 1:
        raise ShapeError(
            _NEEDS[dimensions],
            port="input",
            remedies=_reshaped(x, dimensions),
            spec=str(x),
        )


def need_numbers_at_places(x: Spec, dimensions: int) -> None:
    """The same, for maths that needs fractions. Raises: ShapeError."""
    need_places(x, dimensions)
    need_float(x)


def need_picture(x: Spec) -> None:
    """Refuse what is not height, width and channels, or no fractions. Raises: ShapeError."""
    need_numbers_at_places(x, 2)


def _reshaped(x: Spec, dimensions: int) -> list[Remedy]:
    """A reshape, where the numbers suggest which."""
    shape = tuple(n for n in x.shape if isinstance(n, int))
    wanted = _suggestion(shape, dimensions) if len(shape) == x.rank else ()
    if not wanted:
        return []
    label = Text("Insert Reshape to {shape}", shape=shape_text(wanted))
    return [Remedy(label, Insert("reshape", {"target_shape": list(wanted)}), shape_text(wanted))]


def _suggestion(shape: tuple[int, ...], dimensions: int) -> tuple[int, ...]:
    """One channel where only that is missing, a square of a row, a step of each row of a picture.

    Empty where none of these suggests itself.
    """
    if len(shape) == dimensions:
        return (*shape, 1)
    if len(shape) == 1 and dimensions == 2:
        side = isqrt(shape[0])
        return (side, side, 1) if side > 1 and side * side == shape[0] else ()
    if len(shape) > 2 and dimensions == 1:
        return (shape[0], prod(shape[1:]))
    return ()


def slide(
    x: Spec,
    size: Sequence[int],
    strides: Sequence[int],
    padding: str,
    dilation: Sequence[int],
    param: str,
) -> Shape:
    """Lengths of all dimensions after sliding a window. Raises: ShapeError when it does not fit.

    param: name of the setting that holds the window's size.
    """
    windows = list(zip(x.shape, size, strides, dilation, strict=False))
    lengths = tuple(window_length(n, k, s, padding, d) for n, k, s, d in windows)
    if any(isinstance(n, int) and n < 1 for n in lengths):
        raise ShapeError(
            "the window covers {reach}, but the {places} is only {size}",
            port="input",
            remedies=_smaller_window(x, size, dilation, param),
            places=PLACES[len(size)],
            reach=shape_text(tuple(d * (k - 1) + 1 for _, k, _, d in windows)),
            size=shape_text(x.shape[:-1]),
        )
    return lengths


def _smaller_window(
    x: Spec, size: Sequence[int], dilation: Sequence[int], param: str
) -> list[Remedy]:
    fits = [
        min(n, (length - 1) // step + 1) if isinstance(length, int) else n
        for n, step, length in zip(size, dilation, x.shape, strict=False)
    ]
    text = shape_text(tuple(fits))
    return [
        set_to("padding", "same"),
        set_to(param, fits, shown=text),
    ]


def count_of(places: Sequence[Dim]) -> int:
    """How many places there are, 0 while a length is unknown."""
    known = [n for n in places if isinstance(n, int)]
    return prod(known) if len(known) == len(places) else 0
