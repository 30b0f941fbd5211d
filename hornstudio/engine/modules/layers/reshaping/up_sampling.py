"""Layers that make a sequence, a picture or a volume larger without weights."""

from collections.abc import Callable
from typing import Any

from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import Module
from hornstudio.engine.modules.axis import need_float
from hornstudio.engine.modules.layers.setting import lengths, no_flops
from hornstudio.engine.modules.layers.window import PLACES, need_places
from hornstudio.engine.params import Choice, Param, Values
from hornstudio.engine.shapes import Dim, Spec


def up_sampling(x, *, size):
    """Repeat every place along each dimension.

    y[p, c] = x[floor(p / size), c]; a place p has 1, 2 or 3 coordinates.
    Shapes: x [B, ..., C] -> [B, ..., C], each length times its `size`.
    Source: https://keras.io/api/layers/reshaping_layers/
    """
    for axis, times in enumerate(size, start=1):
        x = jnp.repeat(x, times, axis=axis)
    return x


def up_sampling2d(x, *, size, interpolation):
    """Make a picture larger, with what lies between its places found by interpolation.

    nearest: y[h, w, c] = x[floor(h / size), floor(w / size), c]; the others weigh neighbours by
    their distance from ((h + 0.5) / size - 0.5, (w + 0.5) / size - 0.5).
    Shapes: x [B, H, W, C] -> [B, H * size, W * size, C].
    Source: https://keras.io/api/layers/reshaping_layers/up_sampling2d/
    """
    if interpolation == "nearest":
        return up_sampling(x, size=size)
    height, width = x.shape[1] * size[0], x.shape[2] * size[1]
    shape = (x.shape[0], height, width, x.shape[3])
    return jax.image.resize(x, shape, method=interpolation, antialias=False)


def infer_up_sampling(p: Values, x: Spec) -> Spec:
    """[..., C] -> [..., C], each length times its size. Raises: ShapeError."""
    need_places(x, len(p.size))
    if p.get("interpolation", "nearest") != "nearest":
        need_float(x)
    return Spec((*map(_times, x.shape, p.size), x.shape[-1]), x.dtype)


def _times(length: Dim, times: int) -> Dim:
    if isinstance(length, int):
        return length * times
    return f"{times}·{length}" if times > 1 else length


_SIZE = {
    1: "How often each step is repeated.",
    2: "How many times as high and as wide the picture becomes.",
    3: "How many times as deep, high and wide the volume becomes.",
}
INTERPOLATION = Choice(
    name="interpolation",
    default="nearest",
    options=("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"),
    help="How new places are filled: nearest repeats what is there, the others blend, the later "
    "ones from more neighbours.",
)


def _up_sampling(
    apply: Callable[..., Any], dimensions: int, words: tuple[str, ...], *params: Param
) -> Module:
    kind = f"up_sampling{dimensions}d"
    return Module(
        kind=kind,
        title=f"Up sampling {dimensions}D",
        category="reshape",
        help=f"Makes a {PLACES[dimensions]} larger without weights, by repeating or blending."
        if params
        else f"Makes a {PLACES[dimensions]} larger without weights, by repeating each place.",
        source=f"https://keras.io/api/layers/reshaping_layers/{kind}/",
        params=(lengths(dimensions, "size", 2, _SIZE[dimensions]), *params),
        infer=infer_up_sampling,
        flops=no_flops if not params else None,
        apply=apply,
        keras=f"layers.UpSampling{dimensions}D",
        words=words,
        main=("size",),
    )


MODULES = (
    _up_sampling(
        up_sampling, 1, ("stretch", "1차원 업샘플링", "늘리기", "nn.Upsample", "jnp.repeat")
    ),
    _up_sampling(
        up_sampling2d,
        2,
        ("enlarge", "upscale", "업샘플링", "확대", "nn.Upsample", "jax.image.resize"),
        INTERPOLATION,
    ),
    _up_sampling(up_sampling, 3, ("enlarge volume", "3차원 업샘플링", "nn.Upsample", "jnp.repeat")),
)
