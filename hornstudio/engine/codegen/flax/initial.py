"""How arrays start: Flax's initializers where they draw the same numbers, else the engine's."""

from collections.abc import Callable
from functools import partial

from hornstudio.engine.codegen.expression import Writer, call
from hornstudio.engine.codegen.quote import text_of
from hornstudio.engine.compile.plan import Start
from hornstudio.engine.params import Values

BY_FANS = (
    *("glorot_uniform", "glorot_normal", "he_normal", "he_uniform"),
    *("lecun_normal", "lecun_uniform", "variance_scaling", "orthogonal"),
)
"""Kinds that Flax refuses for an array of a single axis."""
DISTRIBUTIONS = {"untruncated_normal": "normal"}


def _plain(kind: str, values: Values) -> str:
    return f"{kind}()"


def _variance_scaling(values: Values) -> str:
    spread = DISTRIBUTIONS.get(values.distribution, values.distribution)
    return call("variance_scaling", [repr(values.scale), text_of(values.mode), text_of(spread)], {})


def _normal(kind: str, values: Values) -> str:
    return "" if values.mean else f"{kind}({values.stddev!r})"


def _uniform(values: Values) -> str:
    return "" if values.minval else f"uniform({values.maxval!r})"


SAME: dict[str, Callable[[Values], str]] = {
    **{kind: partial(_plain, kind) for kind in BY_FANS[:6]},
    "variance_scaling": _variance_scaling,
    "orthogonal": lambda values: f"orthogonal({'' if values.gain == 1.0 else values.gain})",
    "zeros": lambda values: "zeros",
    "ones": lambda values: "ones",
    "constant": lambda values: f"constant({values.value!r})",
    "random_normal": partial(_normal, "normal"),
    "truncated_normal": partial(_normal, "truncated_normal"),
    "random_uniform": _uniform,
}
"""What is called below `nnx.initializers`, by kind; "" where it does not draw the same."""


def initializer_text(start: Start, writer: Writer) -> str:
    """What a layer of Flax takes for an array: a function of a key, a shape and a type."""
    same = _same(start)
    if same:
        return same
    function, params = writer.function("initializer", start.initializer)
    return f"lambda key, shape, dtype: {call(function, ['key', 'shape'], params)}"


def array_text(start: Start, writer: Writer) -> str:
    """An array as an expression, drawn where it stands."""
    array, kind = start.array, start.initializer.kind
    shape = repr(array.drawn_as or array.shape)
    if kind in ("zeros", "ones"):
        text = f"jnp.{kind}({shape})"
    elif same := _same(start):
        text = f"{same}(rngs.params(), {shape})"
    else:
        function, params = writer.function("initializer", start.initializer)
        text = call(function, ["rngs.params()", shape], params)
    if array.drawn_as:
        text += f".reshape({array.shape!r})"
    return text + (".at[{}:{}].set(1.0)".format(*array.ones) if array.ones else "")


def _same(start: Start) -> str:
    kind, shape = start.initializer.kind, start.array.drawn_as or start.array.shape
    if kind not in SAME or (kind in BY_FANS and len(shape) < 2):
        return ""
    text = SAME[kind](start.initializer.params)
    return f"nnx.initializers.{text}" if text else ""
