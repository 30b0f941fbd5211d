"""Layers that bring pictures to one scale: of their numbers, and of their size."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import KEEP, Module
from hornstudio.engine.modules.layers.core import no_flops
from hornstudio.engine.modules.layers.window import need_picture
from hornstudio.engine.params import Choice, Flag, Float, Floats, Int, Values
from hornstudio.engine.problem import Remedy, SetParam
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Text


def rescaling(x, *, scale, offset):
    """Multiply by a number and add one.

    y = scale * x + offset, one of each for all, or one for each of the last axis.
    Shapes: x [..., F] -> [..., F].
    Source: https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/
    """
    scale, offset = (p[0] if len(p) == 1 else jnp.asarray(p) for p in (scale, offset))
    return x * scale + offset


def infer_rescaling(p: Values, x: Spec) -> Spec:
    """[..., F] -> [..., F]. Raises: ShapeError when the last axis has another length."""
    for name in ("scale", "offset"):
        count, length = len(p[name]), x.shape[-1] if x.rank else 0
        if count != 1 and isinstance(length, int) and length != count:
            raise ShapeError(
                "{param} has {count} numbers, but the input is {spec}; need one, or one for each "
                "place of the last axis",
                port="input",
                param=name,
                count=count,
                spec=str(x),
            )
    return x.with_shape(x.shape)


def rescaling_flops(p: Values, x: Spec) -> int:
    """Multiply and add for each number."""
    return 2 * (x.size or 0)


def resizing(
    x,
    *,
    height,
    width,
    interpolation,
    crop_to_aspect_ratio,
    pad_to_aspect_ratio,
    fill_value,
    antialias,
):
    """Make pictures larger or smaller.

    Each place of the output lies somewhere between places of the input, which are mixed as
    `interpolation` says. Before that, the picture may be cropped or padded to the new proportions.
    Shapes: x [B, H, W, C] -> [B, height, width, C].
    Source: https://keras.io/api/layers/preprocessing_layers/image_preprocessing/resizing/
    """
    if crop_to_aspect_ratio:
        x = crop_to_proportions(x, height, width)
    elif pad_to_aspect_ratio:
        x = pad_to_proportions(x, height, width, fill_value)
    size = (x.shape[0], height, width, x.shape[3])
    return jax.image.resize(x, size, interpolation, antialias=antialias)


def crop_to_proportions(x, height, width):
    """The largest middle of the pictures with the proportions height : width."""
    rows = max(min(x.shape[1], int(x.shape[2] * height / width)), 1)
    columns = max(min(x.shape[2], int(x.shape[1] * width / height)), 1)
    top, left = (x.shape[1] - rows) // 2, (x.shape[2] - columns) // 2
    return x[:, top : top + rows, left : left + columns]


def pad_to_proportions(x, height, width, fill_value):
    """The pictures with as much around them as gives the proportions height : width.

    Either above and below or at the sides, as many rows or columns on both.
    """
    rows = (max(x.shape[1], int(x.shape[2] * height / width)) - x.shape[1]) // 2
    columns = (max(x.shape[2], int(x.shape[1] * width / height)) - x.shape[2]) // 2
    sides = (0, 0) if rows else (columns, columns)
    edges = ((0, 0), (rows, rows), sides, (0, 0))
    return jnp.pad(x, edges, constant_values=fill_value)


def center_crop(x, *, height, width):
    """Cut the middle out of pictures; smaller ones are cropped to the proportions and resized.

    y[h, w] = x[(H - height) // 2 + h, (W - width) // 2 + w].
    Shapes: x [B, H, W, C] -> [B, height, width, C].
    Source: https://keras.io/api/layers/preprocessing_layers/image_preprocessing/center_crop/
    """
    top, left = (x.shape[1] - height) // 2, (x.shape[2] - width) // 2
    if top >= 0 and left >= 0:
        return x[:, top : top + height, left : left + width]
    x = crop_to_proportions(x, height, width)
    size = (x.shape[0], height, width, x.shape[3])
    return jax.image.resize(x, size, "bilinear", antialias=False)


def infer_size(p: Values, x: Spec) -> Spec:
    """[H, W, C] -> [height, width, C]. Raises: ShapeError."""
    need_picture(x)
    return x.with_shape((p.height, p.width, x.shape[2]))


def infer_resizing(p: Values, x: Spec) -> Spec:
    """[H, W, C] -> [height, width, C]. Raises: ShapeError when it is to crop and to pad."""
    if p.crop_to_aspect_ratio and p.pad_to_aspect_ratio:
        raise ShapeError(
            "crop_to_aspect_ratio and pad_to_aspect_ratio are both on; need one at most",
            remedies=[
                Remedy(Text("Turn {param} off", param=name), SetParam(name, False))
                for name in ("crop_to_aspect_ratio", "pad_to_aspect_ratio")
            ],
        )
    return infer_size(p, x)


def resizing_flops(p: Values, x: Spec) -> int:
    """Four multiplications and additions for each number of the output."""
    return 8 * (infer_size(p, x).size or 0)


HEIGHT = Int(name="height", default=32, low=1, unit="px", help="Height of the output.")
WIDTH = Int(name="width", default=32, low=1, unit="px", help="Width of the output.")
DOCS = "https://keras.io/api/layers/preprocessing_layers/image_preprocessing/"

MODULES = (
    Module(
        kind="rescaling",
        title="Rescaling",
        category="preprocessing",
        help="Multiplies by a number and adds one, so that numbers lie where training likes them.",
        source=f"{DOCS}rescaling/",
        params=(
            Floats(
                name="scale",
                default=(1.0 / 255.0,),
                help="What is multiplied by: one number, or one for each place of the last axis.",
            ),
            Floats(
                name="offset",
                default=(0.0,),
                help="What is added then: one number, or one for each place of the last axis.",
            ),
        ),
        infer=infer_rescaling,
        flops=rescaling_flops,
        apply=rescaling,
        mask=KEEP,
        keras="layers.Rescaling",
        words=("scale", "normalize pixels", "값 범위 조정", "재조정", "transforms.ToTensor"),
        main=("scale", "offset"),
    ),
    Module(
        kind="resizing",
        title="Resizing",
        category="preprocessing",
        help="Makes pictures larger or smaller.",
        source=f"{DOCS}resizing/",
        params=(
            HEIGHT,
            WIDTH,
            Choice(
                name="interpolation",
                default="bilinear",
                options=("bilinear", "nearest", "bicubic", "lanczos3", "lanczos5"),
                help="How places between others are made: of four neighbours, the nearest one, or "
                "more of them.",
            ),
            Flag(
                name="crop_to_aspect_ratio",
                default=False,
                help="Whether the picture is cropped first, so that nothing is distorted.",
            ),
            Flag(
                name="pad_to_aspect_ratio",
                default=False,
                help="Whether the picture is padded first, so that nothing is distorted.",
            ),
            Float(
                name="fill_value",
                default=0.0,
                advanced=True,
                help="Number around the picture where it is padded.",
            ),
            Flag(
                name="antialias",
                default=False,
                advanced=True,
                help="Whether smaller pictures are smoothed, so that fine patterns do not flicker.",
            ),
        ),
        infer=infer_resizing,
        flops=resizing_flops,
        apply=resizing,
        keras="layers.Resizing",
        left_out={"fill_mode": "only one is known: a constant number around the picture"},
        words=("resize", "크기 조정", "transforms.Resize", "jax.image.resize"),
        main=("height", "width"),
    ),
    Module(
        kind="center_crop",
        title="Center crop",
        category="preprocessing",
        help="Cuts the middle out of pictures.",
        source=f"{DOCS}center_crop/",
        params=(HEIGHT, WIDTH),
        infer=infer_size,
        flops=no_flops,
        apply=center_crop,
        keras="layers.CenterCrop",
        words=("crop", "가운데 자르기", "중앙", "transforms.CenterCrop"),
        main=("height", "width"),
    ),
)
