"""Pooling: makes a picture smaller by summing up neighbouring places."""

from hornstudio.engine.lazy import jnp, lax
from hornstudio.engine.module import Module
from hornstudio.engine.modules.layers.setting import PADDING, pair
from hornstudio.engine.modules.layers.window import need_picture, slide
from hornstudio.engine.params import Flag, Ints, Param, Values
from hornstudio.engine.shapes import Spec


def tiles(x, size):
    """Cut a picture into tiles, dropping what is left over at the right and below.

    Shapes: x [B, H, W, C] -> [B, H // h, h, W // w, w, C].
    """
    height, width = x.shape[1] // size[0], x.shape[2] // size[1]
    x = x[:, : height * size[0], : width * size[1]]
    return x.reshape(x.shape[0], height, size[0], width, size[1], x.shape[3])


def max_pooling2d(x, *, pool_size, strides, padding):
    """The largest number of each window.

    y[h, w, c] = max over i, j of x[h * stride + i, w * stride + j, c]; strides: pool_size when
    None. Where windows do not overlap, equal largest numbers share the gradient.
    Shapes: x [B, H, W, C] -> [B, H', W', C].
    Source: https://keras.io/api/layers/pooling_layers/max_pooling2d/
    """
    strides = strides or pool_size
    if strides == pool_size and padding == "valid":
        return jnp.max(tiles(x, pool_size), axis=(2, 4))
    window, step = (1, *pool_size, 1), (1, *strides, 1)
    return lax.reduce_window(x, -jnp.inf, lax.max, window, step, padding.upper())


def average_pooling2d(x, *, pool_size, strides, padding):
    """The mean of each window, over the places that are inside the picture.

    y[h, w, c] = mean over i, j of x[h * stride + i, w * stride + j, c]; strides: pool_size when
    None. Shapes: x [B, H, W, C] -> [B, H', W', C].
    Source: https://keras.io/api/layers/pooling_layers/average_pooling2d/
    """
    strides = strides or pool_size
    if strides == pool_size and padding == "valid":
        return jnp.mean(tiles(x, pool_size), axis=(2, 4))
    window, step = (1, *pool_size, 1), (1, *strides, 1)
    total = lax.reduce_window(x, 0.0, lax.add, window, step, padding.upper())
    inside = jnp.ones((1, *x.shape[1:3], 1), x.dtype)
    return total / lax.reduce_window(inside, 0.0, lax.add, window, step, padding.upper())


def infer_pooling(p: Values, x: Spec) -> Spec:
    """[H, W, C] -> [H', W', C]. Raises: ShapeError."""
    need_picture(x)
    strides = p.strides or p.pool_size
    return x.with_shape(
        (*slide(x, p.pool_size, strides, p.padding, (1, 1), "pool_size"), x.shape[2])
    )


def pooling_flops(p: Values, x: Spec) -> int:
    """One operation for each place of each window."""
    return (infer_pooling(p, x).size or 0) * p.pool_size[0] * p.pool_size[1]


def global_average_pooling2d(x, *, keepdims):
    """The mean of each channel over the whole picture.

    y[c] = mean over h, w of x[h, w, c].
    Shapes: x [B, H, W, C] -> [B, C], or [B, 1, 1, C] with keepdims.
    Source: https://keras.io/api/layers/pooling_layers/global_average_pooling2d/
    """
    return jnp.mean(x, axis=(1, 2), keepdims=keepdims)


def infer_global_pooling(p: Values, x: Spec) -> Spec:
    """[H, W, C] -> [C]. Raises: ShapeError."""
    need_picture(x)
    return x.with_shape((1, 1, x.shape[2]) if p.keepdims else (x.shape[2],))


def global_pooling_flops(p: Values, x: Spec) -> int:
    """One operation for each number of the input."""
    return x.size or 0


POOLING: tuple[Param, ...] = (
    pair("pool_size", 2, "Height and width of the window."),
    Ints(
        name="strides",
        default=None,
        optional=True,
        length=2,
        unit="px",
        help="How far the window moves at each step; none for its own size, without overlap.",
    ),
    PADDING,
)

MODULES = (
    Module(
        kind="max_pooling2d",
        title="Max pooling 2D",
        category="pooling",
        help="Keeps the largest number of each small window; makes a picture smaller.",
        source="https://keras.io/api/layers/pooling_layers/max_pooling2d/",
        params=POOLING,
        infer=infer_pooling,
        flops=pooling_flops,
        apply=max_pooling2d,
        keras="layers.MaxPooling2D",
        words=("maxpool", "downsample", "최대 풀링", "맥스 풀링", "nn.MaxPool2d", "nnx.max_pool"),
        main=("pool_size",),
    ),
    Module(
        kind="average_pooling2d",
        title="Average pooling 2D",
        category="pooling",
        help="Takes the mean of each small window; makes a picture smaller.",
        source="https://keras.io/api/layers/pooling_layers/average_pooling2d/",
        params=POOLING,
        infer=infer_pooling,
        flops=pooling_flops,
        apply=average_pooling2d,
        keras="layers.AveragePooling2D",
        words=("avgpool", "mean pooling", "평균 풀링", "nn.AvgPool2d", "nnx.avg_pool"),
        main=("pool_size",),
    ),
    Module(
        kind="global_average_pooling2d",
        title="Global average pooling 2D",
        category="pooling",
        help="Takes the mean of each channel over the whole picture: one number a channel.",
        source="https://keras.io/api/layers/pooling_layers/global_average_pooling2d/",
        params=(
            Flag(
                name="keepdims",
                default=False,
                help="Whether height and width stay, with a length of 1.",
            ),
        ),
        infer=infer_global_pooling,
        flops=global_pooling_flops,
        apply=global_average_pooling2d,
        keras="layers.GlobalAveragePooling2D",
        words=("gap", "global pooling", "전역 평균 풀링", "nn.AdaptiveAvgPool2d(1)", "jnp.mean"),
    ),
)
