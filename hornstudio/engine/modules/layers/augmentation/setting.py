"""Params, shape rules and declarations that many augmentations share."""

from collections.abc import Callable
from typing import Any

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.module import Module
from hornstudio.engine.modules.layers.window import need_picture
from hornstudio.engine.params import Choice, Float, Floats, Param, Values
from hornstudio.engine.shapes import Spec

DOCS = "https://keras.io/api/layers/preprocessing_layers/image_augmentation/"

VALUE_RANGE = Floats(
    name="value_range",
    default=(0.0, 255.0),
    length=2,
    ordered=True,
    help="Least and largest number that a picture may hold: 0, 1 for the data modules here.",
)
FILL_MODE = Choice(
    name="fill_mode",
    default="reflect",
    options=("reflect", "wrap", "constant", "nearest"),
    help="What lies outside the picture: its mirror image, the picture again, one number, or the "
    "number at the edge.",
)
INTERPOLATION = Choice(
    name="interpolation",
    default="bilinear",
    options=("bilinear", "nearest"),
    advanced=True,
    help="Whether a place between others is mixed of its four neighbours or takes the nearest.",
)
FILL_VALUE = Float(
    name="fill_value",
    default=0.0,
    advanced=True,
    help="Number outside the picture where fill_mode is constant.",
)


def spread(
    name: str, default: tuple[float, float] | None, low: float, help: str, **more: Any
) -> Floats:
    """A param of two bounds between which a random number is drawn; at most 1.

    low: -1 where one number f stands for -f to f, 0 where it stands for 0 to f.
    """
    rule = "one number f stands for 0 to f" if low == 0.0 else "one number f stands for -f to f"
    return Floats(
        name=name,
        default=default,
        length=2,
        low=low,
        high=1.0,
        ordered=True,
        around=True,
        help=f"{help}; {rule}.",
        **more,
    )


def infer_picture(p: Values, x: Spec) -> Spec:
    """[H, W, C] -> [H, W, C]. Raises: ShapeError."""
    need_picture(x)
    return x.with_shape(x.shape)


def infer_colours(p: Values, x: Spec) -> Spec:
    """[H, W, 3] -> [H, W, 3]. Raises: ShapeError."""
    need_channels(x, (3,))
    return x.with_shape(x.shape)


def infer_grey_or_colours(p: Values, x: Spec) -> Spec:
    """[H, W, 1 or 3] -> the same. Raises: ShapeError."""
    need_channels(x, (1, 3))
    return x.with_shape(x.shape)


def need_channels(x: Spec, counts: tuple[int, ...]) -> None:
    """Refuse pictures of another number of channels. Raises: ShapeError."""
    need_picture(x)
    if isinstance(x.shape[-1], str):
        raise ShapeError(
            "how many channels {spec} has is unknown; needs {counts}",
            port="input",
            spec=str(x),
            counts=" or ".join(map(str, counts)),
        )
    if x.shape[-1] not in counts:
        raise ShapeError(
            "the picture has {channels} channels; needs {counts}: red, green and blue",
            port="input",
            channels=x.shape[-1],
            counts=" or ".join(map(str, counts)),
        )


def picture_flops(each: int) -> Callable[[Values, Spec], int]:
    """So many operations for each number of the picture."""
    return lambda p, x: each * (x.size or 0)


def augmentation(
    apply: Callable[..., Any],
    title: str,
    help: str,
    *params: Param,
    words: tuple[str, ...],
    main: tuple[str, ...] = ("factor",),
    infer: Callable[[Values, Spec], Spec] = infer_picture,
    each: int = 0,
) -> Module:
    """A module that changes pictures at random, called like its function.

    each: operations for each number of the picture.
    """
    return Module(
        kind=apply.__name__,
        title=title,
        category="preprocessing",
        help=help,
        source=f"{DOCS}{apply.__name__}/",
        params=params,
        infer=infer,
        flops=picture_flops(each),
        apply=apply,
        keras=f"layers.{title.title().replace(' ', '')}",
        words=("augmentation", "데이터 증강", *words),
        main=main,
    )
