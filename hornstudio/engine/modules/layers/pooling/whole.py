"""Global pooling: one number for each channel, over all places."""

from collections.abc import Callable
from functools import partial
from typing import Any

from hornstudio.engine.lazy import jnp
from hornstudio.engine.module import Module
from hornstudio.engine.modules.layers.window import PLACES, need_numbers_at_places
from hornstudio.engine.params import Flag, Values
from hornstudio.engine.shapes import Spec


def global_max_pooling(x, *, keepdims):
    """The largest number of each channel.

    y[c] = max over all places p of x[p, c]; equal largest numbers share the gradient.
    Shapes: x [B, ..., C] -> [B, C], or [B, 1..., C] with keepdims.
    Source: https://keras.io/api/layers/pooling_layers/
    """
    return jnp.max(x, axis=tuple(range(1, x.ndim - 1)), keepdims=keepdims)


def global_average_pooling(x, *, keepdims):
    """The mean of each channel.

    y[c] = mean over all places p of x[p, c].
    Shapes: x [B, ..., C] -> [B, C], or [B, 1..., C] with keepdims.
    Source: https://keras.io/api/layers/pooling_layers/
    """
    return jnp.mean(x, axis=tuple(range(1, x.ndim - 1)), keepdims=keepdims)


def global_average_pooling1d(x, *, keepdims, mask=None):
    """The mean of each feature over the steps that count.

    y[c] = sum over t of m[t] * x[t, c] / sum over t of m[t], m 1 for a step that counts, else 0;
    NaN where no step counts.
    Shapes: x [B, T, C] -> [B, C], or [B, 1, C] with keepdims.
    Source: https://keras.io/api/layers/pooling_layers/global_average_pooling1d/
    """
    if mask is None:
        return jnp.mean(x, axis=1, keepdims=keepdims)
    counts = jnp.sum(mask, axis=1).reshape(-1, *(1,) * (1 + keepdims)).astype(x.dtype)
    return jnp.sum(jnp.where(mask[:, :, None], x, 0), axis=1, keepdims=keepdims) / counts


def infer_global_pooling(dimensions: int, p: Values, x: Spec) -> Spec:
    """[..., C] -> [C]. Raises: ShapeError."""
    need_numbers_at_places(x, dimensions)
    return x.with_shape((*(1,) * dimensions, x.shape[-1]) if p.keepdims else (x.shape[-1],))


def global_pooling_flops(p: Values, x: Spec) -> int:
    """One operation for each number of the input."""
    return x.size or 0


_KEPT = {
    1: "Whether the steps stay, as one.",
    2: "Whether height and width stay, with a length of 1.",
    3: "Whether depth, height and width stay, with a length of 1.",
}


def _global(
    apply: Callable[..., Any], name: str, dimensions: int, what: str, words: tuple[str, ...]
) -> Module:
    kind = f"global_{name.lower()}_pooling{dimensions}d"
    places = PLACES[dimensions]
    return Module(
        kind=kind,
        title=f"Global {name.lower()} pooling {dimensions}D",
        category="pooling",
        help=f"{what} of each channel over the whole {places}: one number a channel.",
        source=f"https://keras.io/api/layers/pooling_layers/{kind}/",
        params=(Flag(name="keepdims", default=False, help=_KEPT[dimensions]),),
        infer=partial(infer_global_pooling, dimensions),
        flops=global_pooling_flops,
        apply=apply,
        alone=True,
        keras=f"layers.Global{name}Pooling{dimensions}D",
        words=words,
    )


_MEAN, _LARGEST = "Takes the mean", "Keeps the largest number"

MODULES = (
    _global(
        global_average_pooling1d,
        "Average",
        1,
        _MEAN,
        ("gap1d", "mean over time", "1차원 전역 평균 풀링", "nn.AdaptiveAvgPool1d(1)", "jnp.mean"),
    ),
    _global(
        global_average_pooling,
        "Average",
        2,
        _MEAN,
        ("gap", "global pooling", "전역 평균 풀링", "nn.AdaptiveAvgPool2d(1)", "jnp.mean"),
    ),
    _global(
        global_average_pooling,
        "Average",
        3,
        _MEAN,
        ("gap3d", "volume", "3차원 전역 평균 풀링", "nn.AdaptiveAvgPool3d(1)", "jnp.mean"),
    ),
    _global(
        global_max_pooling,
        "Max",
        1,
        _LARGEST,
        ("gmp1d", "max over time", "1차원 전역 최대 풀링", "nn.AdaptiveMaxPool1d(1)", "jnp.max"),
    ),
    _global(
        global_max_pooling,
        "Max",
        2,
        _LARGEST,
        ("gmp", "global maximum", "전역 최대 풀링", "nn.AdaptiveMaxPool2d(1)", "jnp.max"),
    ),
    _global(
        global_max_pooling,
        "Max",
        3,
        _LARGEST,
        ("gmp3d", "volume", "3차원 전역 최대 풀링", "nn.AdaptiveMaxPool3d(1)", "jnp.max"),
    ),
)
