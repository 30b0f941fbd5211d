"""Pooling by windows that move."""

from collections.abc import Callable
from itertools import chain
from math import prod
from typing import Any

from hornstudio.engine.lazy import jax, jnp, lax
from hornstudio.engine.module import Module
from hornstudio.engine.modules.layers.setting import PADDING, UNITS, lengths
from hornstudio.engine.modules.layers.window import need_numbers_at_places, slide
from hornstudio.engine.params import Ints, Param, Values
from hornstudio.engine.shapes import Spec

_SHORT = 4  # the longest window whose numbers are best compared one by one
_SHORT_ON_CPU = 7  # the same on a CPU, also of windows that overlap


def max_pooling(x, *, pool_size, strides, padding):
    """The largest number of each window.

    y[p, c] = max over i of x[p * stride + i, c]; strides: pool_size when None; a place p, and a
    place i of the window, has 1, 2 or 3 coordinates. Of equal largest numbers the first takes the
    gradient.
    Shapes: x [B, ..., C] -> [B, ..., C]. Source: https://keras.io/api/layers/pooling_layers/
    """
    strides = strides or pool_size
    if strides == pool_size and padding == "valid" and max(pool_size) <= _SHORT:
        x = tiles(x, pool_size)
        for axis in reversed(range(2, x.ndim - 1, 2)):
            x = largest(x, axis)
        return x
    if max(pool_size) <= _SHORT_ON_CPU and jax.default_backend() == "cpu":
        margins = lax.padtype_to_pads(x.shape[1:-1], pool_size, strides, padding.upper())
        for axis in reversed(range(1, x.ndim - 1)):
            x = largest_of_each(x, axis, pool_size[axis - 1], strides[axis - 1], margins[axis - 1])
        return x
    window, step = (1, *pool_size, 1), (1, *strides, 1)
    return lax.reduce_window(x, -jnp.inf, lax.max, window, step, padding.upper())


def average_pooling(x, *, pool_size, strides, padding):
    """The mean of each window, over the places that are inside the input.

    y[p, c] = mean over i of x[p * stride + i, c]; strides: pool_size when None; a place p, and a
    place i of the window, has 1, 2 or 3 coordinates.
    Shapes: x [B, ..., C] -> [B, ..., C]. Source: https://keras.io/api/layers/pooling_layers/
    """
    strides = strides or pool_size
    if strides == pool_size and padding == "valid":
        x = tiles(x, pool_size)
        return jnp.mean(x, axis=tuple(range(2, x.ndim - 1, 2)))
    window, step = (1, *pool_size, 1), (1, *strides, 1)
    total = lax.reduce_window(x, 0.0, lax.add, window, step, padding.upper())
    inside = jnp.ones((1, *x.shape[1:-1], 1), x.dtype)
    return total / lax.reduce_window(inside, 0.0, lax.add, window, step, padding.upper())


def tiles(x, size):
    """The input cut into windows that do not overlap, without what is left over at the far ends.

    On a CPU they take a fraction of the time of windows that may overlap.
    Shapes: x [B, ..., C] -> [B, L1 // size[0], size[0], L2 // size[1], size[1], ..., C].
    """
    counts = [n // k for n, k in zip(x.shape[1:-1], size, strict=True)]
    x = x[:, *(slice(n * k) for n, k in zip(counts, size, strict=True))]
    return x.reshape(x.shape[0], *chain(*zip(counts, size, strict=True)), x.shape[-1])


def largest(x, axis):
    """The largest number along an axis, or the first that is none (NaN).

    Shapes: x [..., N, ...] -> [..., ...].
    """
    return first_largest(
        [lax.index_in_dim(x, i, axis, keepdims=False) for i in range(x.shape[axis])]
    )


def largest_of_each(x, axis, size, stride, margins):
    """The largest number of each window along one axis.

    With its gradient it takes a tenth to a sixth of the time of XLA's own operation on a CPU. The
    axis is cut into strides, so that what windows begin with, and what comes next in them, is a
    plain piece each. Shapes: x [..., N, ...] -> [..., windows, ...]. margins: before and behind.
    """
    before, behind = margins
    count = (x.shape[axis] + before + behind - size) // stride + 1
    length = (count - 1 + -(-size // stride)) * stride
    padding = [(0, 0)] * x.ndim
    padding[axis] = (before, max(0, length - before - x.shape[axis]))
    x = lax.slice_in_dim(jnp.pad(x, padding, constant_values=-jnp.inf), 0, length, axis=axis)
    x = x.reshape(*x.shape[:axis], length // stride, stride, *x.shape[axis + 1 :])
    places = [lax.index_in_dim(x, i, axis + 1, keepdims=False) for i in range(stride)]
    return first_largest(
        [
            lax.slice_in_dim(places[i % stride], i // stride, i // stride + count, axis=axis)
            for i in range(size)
        ]
    )


def first_largest(arrays):
    """Of some arrays the largest number at each place, or the first that is none (NaN).

    Chosen one by one, because the gradient of a maximum looks for who is equal to it. Where the
    compiler computes x a second time for that, and rounds it otherwise, there is nobody.
    """
    best, *others = arrays
    for other in others:
        best = jnp.where((best >= other) | jnp.isnan(best), best, other)
    return best


def infer_pooling(p: Values, x: Spec) -> Spec:
    """[..., C] -> [..., C]. Raises: ShapeError."""
    dimensions = len(p.pool_size)
    need_numbers_at_places(x, dimensions)
    strides, dilation = p.strides or p.pool_size, (1,) * dimensions
    places = slide(x, p.pool_size, strides, p.padding, dilation, "pool_size")
    return x.with_shape((*places, x.shape[-1]))


def pooling_flops(p: Values, x: Spec) -> int:
    """One operation for each place of each window."""
    return (infer_pooling(p, x).size or 0) * prod(p.pool_size)


_SIZE = {
    1: "How many steps the window covers.",
    2: "Height and width of the window.",
    3: "Depth, height and width of the window.",
}


def _params(dimensions: int) -> tuple[Param, ...]:
    return (
        lengths(dimensions, "pool_size", 2, _SIZE[dimensions]),
        Ints(
            name="strides",
            default=None,
            optional=True,
            length=dimensions,
            unit=UNITS.get(dimensions, ""),
            help="How far the window moves at each step; none for its own size, without overlap.",
        ),
        PADDING,
    )


def _pooling(
    apply: Callable[..., Any],
    name: str,
    dimensions: int,
    help: str,
    words: tuple[str, ...],
) -> Module:
    kind = f"{name.lower()}_pooling{dimensions}d"
    short = {"Max": "max", "Average": "avg"}[name]
    return Module(
        kind=kind,
        title=f"{name} pooling {dimensions}D",
        category="pooling",
        help=help,
        source=f"https://keras.io/api/layers/pooling_layers/{kind}/",
        params=_params(dimensions),
        infer=infer_pooling,
        flops=pooling_flops,
        apply=apply,
        alone=True,
        keras=f"layers.{name}Pooling{dimensions}D",
        words=(*words, f"nn.{short.capitalize()}Pool{dimensions}d", f"nnx.{short}_pool"),
        main=("pool_size",),
    )


MODULES = (
    _pooling(
        max_pooling,
        "Max",
        1,
        "Keeps the largest number of each short window; makes a sequence shorter.",
        ("maxpool1d", "shorten", "1차원 최대 풀링"),
    ),
    _pooling(
        max_pooling,
        "Max",
        2,
        "Keeps the largest number of each small window; makes a picture smaller.",
        ("maxpool", "downsample", "최대 풀링", "맥스 풀링"),
    ),
    _pooling(
        max_pooling,
        "Max",
        3,
        "Keeps the largest number of each small window; makes a volume smaller.",
        ("maxpool3d", "volume", "3차원 최대 풀링"),
    ),
    _pooling(
        average_pooling,
        "Average",
        1,
        "Takes the mean of each short window; makes a sequence shorter.",
        ("avgpool1d", "moving average", "1차원 평균 풀링"),
    ),
    _pooling(
        average_pooling,
        "Average",
        2,
        "Takes the mean of each small window; makes a picture smaller.",
        ("avgpool", "mean pooling", "평균 풀링"),
    ),
    _pooling(
        average_pooling,
        "Average",
        3,
        "Takes the mean of each small window; makes a volume smaller.",
        ("avgpool3d", "volume", "3차원 평균 풀링"),
    ),
)
