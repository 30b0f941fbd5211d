"""Layers that cut off or add places around a sequence, a picture or a volume.

Their numbers stand in a row: before and behind for each dimension in turn.
"""

from collections.abc import Callable
from typing import Any

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jnp
from hornstudio.engine.module import Module
from hornstudio.engine.modules.layers.setting import UNITS, no_flops
from hornstudio.engine.modules.layers.window import PLACES, need_places
from hornstudio.engine.params import Ints, Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Dim, Spec, shape_text


def cropping(x, *, cropping):
    """Cut off places around the input.

    cropping: how many before and behind, for each dimension in turn.
    Shapes: x [B, ..., C] -> [B, ..., C], each length less its two numbers.
    Source: https://keras.io/api/layers/reshaping_layers/
    """
    ends = zip(cropping[::2], cropping[1::2], x.shape[1:-1], strict=True)
    return x[:, *(slice(before, n - behind) for before, behind, n in ends)]


def zero_padding(x, *, padding):
    """Add places with zeros around the input.

    padding: how many before and behind, for each dimension in turn.
    Shapes: x [B, ..., C] -> [B, ..., C], each length more by its two numbers.
    Source: https://keras.io/api/layers/reshaping_layers/
    """
    ends = zip(padding[::2], padding[1::2], strict=True)
    return jnp.pad(x, [(0, 0), *ends, (0, 0)])


def infer_cropping(p: Values, x: Spec) -> Spec:
    """[..., C] -> [..., C]. Raises: ShapeError where nothing would be left."""
    places = _changed(x, p.cropping, -1)
    if any(isinstance(n, int) and n < 1 for n in places):
        raise ShapeError(
            "cropping leaves nothing of {size}; together, the two numbers of a dimension must be "
            "below its length",
            port="input",
            remedies=[set_to("cropping", [0] * len(p.cropping))],
            size=shape_text(x.shape[:-1]),
        )
    return Spec((*places, x.shape[-1]), x.dtype)


def infer_zero_padding(p: Values, x: Spec) -> Spec:
    """[..., C] -> [..., C]. Raises: ShapeError."""
    return Spec((*_changed(x, p.padding, 1), x.shape[-1]), x.dtype)


def _changed(x: Spec, ends: tuple[int, ...], sign: int) -> tuple[Dim, ...]:
    """Lengths with both ends of each dimension added or taken away. Raises: ShapeError."""
    need_places(x, len(ends) // 2)
    found: list[Dim] = []
    for length, before, behind in zip(x.shape, ends[::2], ends[1::2], strict=False):
        change = sign * (before + behind)
        unknown = f"{length}{change:+d}" if change else length
        found.append(length + change if isinstance(length, int) else unknown)
    return tuple(found)


_ENDS = {
    1: "before the first step and behind the last",
    2: "above, below, left and right",
    3: "in front, behind, above, below, left and right",
}


def _border(
    apply: Callable[..., Any],
    infer: Callable[..., Spec],
    dimensions: int,
    default: int,
    help: str,
    words: tuple[str, ...],
) -> Module:
    name = apply.__name__
    kind, title = f"{name}{dimensions}d", f"{name.replace('_', ' ').capitalize()} {dimensions}D"
    param = {"cropping": "cropping", "zero_padding": "padding"}[name]
    done = {"cropping": "cut off", "zero_padding": "added"}[name]
    return Module(
        kind=kind,
        title=title,
        category="reshape",
        help=help,
        source=f"https://keras.io/api/layers/reshaping_layers/{kind}/",
        params=(
            Ints(
                name=param,
                default=(default,) * (2 * dimensions),
                length=2 * dimensions,
                low=0,
                pairs=dimensions > 1,
                unit=UNITS.get(dimensions, ""),
                help=f"How many places are {done}: {_ENDS[dimensions]}.",
            ),
        ),
        infer=infer,
        flops=no_flops,
        apply=apply,
        keras=f"layers.{title.replace(' ', '').replace('padding', 'Padding')}",
        words=words,
        main=(param,),
    )


def _cropping(dimensions: int, default: int, words: tuple[str, ...]) -> Module:
    help = f"Cuts off the edges of a {PLACES[dimensions]}."
    return _border(cropping, infer_cropping, dimensions, default, help, words)


def _zero_padding(dimensions: int, words: tuple[str, ...]) -> Module:
    help = f"Adds zeros around a {PLACES[dimensions]}."
    return _border(zero_padding, infer_zero_padding, dimensions, 1, help, words)


MODULES = (
    _cropping(1, 1, ("trim", "cut sequence", "1차원 자르기", "x[:, a:b]", "lax.slice")),
    _cropping(2, 0, ("crop", "cut picture", "자르기", "x[:, a:b, c:d]", "lax.slice")),
    _cropping(3, 1, ("crop volume", "cut volume", "3차원 자르기", "lax.slice")),
    _zero_padding(
        1, ("pad sequence", "1차원 제로 패딩", "1차원 영 채우기", "nn.ZeroPad1d", "jnp.pad")
    ),
    _zero_padding(2, ("pad", "margin", "제로 패딩", "영 채우기", "nn.ZeroPad2d", "jnp.pad")),
    _zero_padding(
        3, ("pad volume", "3차원 제로 패딩", "3차원 영 채우기", "nn.ZeroPad3d", "jnp.pad")
    ),
)
