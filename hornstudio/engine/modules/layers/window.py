"""What convolution and pooling ask of a picture: its rank, and that the window fits."""

from math import isqrt

from hornstudio.engine.errors import ShapeError, Text
from hornstudio.engine.modules.axis import need_float
from hornstudio.engine.problem import Insert, Remedy, SetParam
from hornstudio.engine.shapes import Dim, Spec, shape_text, window_length


def need_picture(x: Spec) -> None:
    """Refuse what is not height, width and channels. Raises: ShapeError."""
    if x.rank != 3:
        raise ShapeError(
            "gets {spec}; needs a picture: height, width and channels",
            port="input",
            remedies=_as_picture(x),
            spec=str(x),
        )
    need_float(x)


def _as_picture(x: Spec) -> list[Remedy]:
    """A reshape, where the numbers suggest which: a matrix, or a row of a square's length."""
    height, width = x.shape if x.rank == 2 else (0, 0)
    if x.rank == 1 and isinstance(x.shape[0], int):
        side = isqrt(x.shape[0])
        if side > 1 and side * side == x.shape[0]:
            height, width = side, side
    if not (isinstance(height, int) and isinstance(width, int) and height):
        return []
    shape = (height, width, 1)
    label = Text("Insert Reshape to {shape}", shape=shape_text(shape))
    return [Remedy(label, Insert("reshape", {"target_shape": list(shape)}), shape_text(shape))]


def slide(
    x: Spec,
    size: tuple[int, int],
    strides: tuple[int, int],
    padding: str,
    dilation: tuple[int, int],
    param: str,
) -> tuple[Dim, Dim]:
    """Height and width after sliding a window. Raises: ShapeError when it does not fit.

    param: name of the setting that holds the window's size.
    """
    height, width = (
        window_length(x.shape[i], size[i], strides[i], padding, dilation[i]) for i in (0, 1)
    )
    if any(isinstance(n, int) and n < 1 for n in (height, width)):
        reach = tuple(d * (n - 1) + 1 for n, d in zip(size, dilation, strict=True))
        raise ShapeError(
            "the window covers {reach}, but the picture is only {picture}",
            port="input",
            remedies=_smaller_window(x, size, dilation, param),
            reach=shape_text(reach),
            picture=shape_text(x.shape[:2]),
        )
    return height, width


def _smaller_window(
    x: Spec, size: tuple[int, int], dilation: tuple[int, int], param: str
) -> list[Remedy]:
    fits = [
        min(n, (length - 1) // step + 1) if isinstance(length, int) else n
        for n, step, length in zip(size, dilation, x.shape, strict=False)
    ]
    text = shape_text(tuple(fits))
    return [
        Remedy(Text("Set padding to same"), SetParam("padding", "same")),
        Remedy(Text("Set {param} to {size}", param=param, size=text), SetParam(param, fits)),
    ]
