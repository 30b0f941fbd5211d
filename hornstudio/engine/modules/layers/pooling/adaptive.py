"""Adaptive pooling: windows are as large as the wanted size of the output asks for."""

from collections.abc import Callable
from typing import Any

from hornstudio.engine.lazy import jnp, lax
from hornstudio.engine.module import Module
from hornstudio.engine.modules.layers.setting import pair
from hornstudio.engine.modules.layers.window import need_numbers_at_places
from hornstudio.engine.params import Values
from hornstudio.engine.shapes import Spec


def adaptive_average_pooling2d(x, *, output_size):
    """The mean of each of so many windows as the output has places.

    y[i, j, c] = mean of x[h, w, c], h from floor(i * H / h') to before ceil((i + 1) * H / h'),
    w likewise; output_size: (h', w').
    Shapes: x [B, H, W, C] -> [B, h', w', C].
    Source: https://keras.io/api/layers/pooling_layers/adaptive_average_pooling2d/
    """
    return over_shares(jnp.mean, x, output_size)


def adaptive_max_pooling2d(x, *, output_size):
    """The largest number of each of so many windows as the output has places.

    y[i, j, c] = max of x[h, w, c], h from floor(i * H / h') to before ceil((i + 1) * H / h'),
    w likewise; output_size: (h', w'). Equal largest numbers share the gradient.
    Shapes: x [B, H, W, C] -> [B, h', w', C].
    Source: https://keras.io/api/layers/pooling_layers/adaptive_max_pooling2d/
    """
    return over_shares(jnp.max, x, output_size)


def over_shares(reduce, x, output_size):
    """One number for each of so many shares of each dimension; neighbours may overlap by one."""
    for axis, count in enumerate(output_size, start=1):
        length = x.shape[axis]
        ends = [(i * length // count, -(-(i + 1) * length // count)) for i in range(count)]
        shares = [lax.slice_in_dim(x, first, last, axis=axis) for first, last in ends]
        x = jnp.stack([reduce(share, axis=axis) for share in shares], axis=axis)
    return x


def infer_adaptive(p: Values, x: Spec) -> Spec:
    """[H, W, C] -> [h', w', C]. Raises: ShapeError."""
    need_numbers_at_places(x, len(p.output_size))
    return x.with_shape((*p.output_size, x.shape[-1]))


def adaptive_flops(p: Values, x: Spec) -> int:
    """One operation for each number of the input, about."""
    return x.size or 0


def _adaptive(apply: Callable[..., Any], name: str, help: str, words: tuple[str, ...]) -> Module:
    return Module(
        kind=apply.__name__,
        title=f"Adaptive {name.lower()} pooling 2D",
        category="pooling",
        help=help,
        source=f"https://keras.io/api/layers/pooling_layers/{apply.__name__}/",
        params=(pair("output_size", 2, "Height and width of the output."),),
        infer=infer_adaptive,
        flops=adaptive_flops,
        apply=apply,
        keras=f"layers.Adaptive{name}Pooling2D",
        words=words,
        main=("output_size",),
    )


MODULES = (
    _adaptive(
        adaptive_average_pooling2d,
        "Average",
        "Takes means so that any picture comes out at the size that is asked for.",
        ("fixed size", "적응형 평균 풀링", "nn.AdaptiveAvgPool2d", "jnp.mean"),
    ),
    _adaptive(
        adaptive_max_pooling2d,
        "Max",
        "Keeps largest numbers so that any picture comes out at the size that is asked for.",
        ("fixed size", "적응형 최대 풀링", "nn.AdaptiveMaxPool2d", "jnp.max"),
    ),
)
