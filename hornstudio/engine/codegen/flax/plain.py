"""What needs no class: activations, pooling, shapes and merging as one expression."""

from collections.abc import Callable
from functools import partial

from hornstudio.engine.codegen.expression import Writer, call
from hornstudio.engine.codegen.quote import text_of
from hornstudio.engine.compile.call import Call
from hornstudio.engine.params import Setting, Values
from hornstudio.engine.shapes import Spec

SAME_NAME = (
    *("relu6", "selu", "sigmoid", "tanh", "hard_tanh", "hard_sigmoid", "log_sigmoid"),
    *("silu", "hard_silu", "softplus"),
)
"""Activations without settings that `nnx` calls as we do."""
WITH_SETTING = {
    "leaky_relu": "negative_slope",
    "elu": "alpha",
    "celu": "alpha",
    "softmax": "axis",
    "log_softmax": "axis",
    "glu": "axis",
    "gelu": "approximate",
}
"""Activations with a setting that `nnx` has too."""


def activation_text(kind: str, values: Values, x: str) -> str | None:
    """An activation of `nnx` called with x, or None where it has none with the same numbers."""
    if kind in SAME_NAME:
        return f"nnx.{kind}({x})"
    if kind == "softsign":
        return f"nnx.soft_sign({x})"
    if kind == "linear":
        return x
    if kind == "exponential":
        return f"jnp.exp({x})"
    if kind in WITH_SETTING:
        name = WITH_SETTING[kind]
        usual = values[name] == -1 and name == "axis"
        return call(f"nnx.{kind}", [x], {} if usual else {name: text_of(values[name])})
    if kind != "relu" or values.threshold or values.max_value is not None:
        return None
    slope = values.negative_slope
    return f"nnx.leaky_relu({x}, {slope!r})" if slope else f"nnx.relu({x})"


def activated(setting: Setting | None, x: str, writer: Writer) -> str:
    """An expression with the activation of a layer around it."""
    if setting is None:
        return x
    text = activation_text(setting.kind, setting.params, x)
    if text is not None:
        return text
    function, params = writer.function("activation", setting)
    return call(function, [x], params)


def plain_text(item: Call, inputs: list[str], specs: list[Spec]) -> str | None:
    """A layer without arrays as an expression, or None where that takes more than a line.

    inputs: variables of all tensors. specs: those of one step, where it works over time.
    """
    if any(mask for port in item.masks for mask in port):
        return None
    if item.module.category == "activation":
        return activation_text(item.module.kind, item.values, inputs[0])
    make = PLAIN.get(item.module.kind)
    return make(item.values, inputs, specs) if make else None


def _pool(name: str, values: Values, inputs: list[str], specs: list[Spec]) -> str:
    settings = {"strides": repr(values.strides or values.pool_size)}
    if values.padding != "valid":
        settings["padding"] = text_of(values.padding.upper())
        settings |= {"count_include_pad": "False"} if name == "avg_pool" else {}
    return call(f"nnx.{name}", [inputs[0], repr(values.pool_size)], settings)


def _pool_all(name: str, values: Values, inputs: list[str], specs: list[Spec]) -> str:
    axes = tuple(range(1, specs[0].rank))
    kept = {"keepdims": "True"} if values.keepdims else {}
    return call(f"jnp.{name}", [inputs[0]], {"axis": repr(axes), **kept})


def _reshape(values: Values, inputs: list[str], specs: list[Spec]) -> str:
    lengths = ", ".join(map(str, values.target_shape))
    return f"{inputs[0]}.reshape({inputs[0]}.shape[0], {lengths})"


def _operator(sign: str, values: Values, inputs: list[str], specs: list[Spec]) -> str | None:
    """Number by number; inputs of fewer axes would be lined up from the wrong end."""
    if len({spec.rank for spec in specs}) > 1:
        return None
    return f" {sign} ".join(inputs)


def _average(values: Values, inputs: list[str], specs: list[Spec]) -> str | None:
    total = _operator("+", values, inputs, specs)
    return total and f"({total}) / {len(inputs)}"


def _choice(name: str, values: Values, inputs: list[str], specs: list[Spec]) -> str | None:
    if len(inputs) != 2 or specs[0].rank != specs[1].rank:
        return None
    return call(f"jnp.{name}", inputs, {})


PLAIN: dict[str, Callable[[Values, list[str], list[Spec]], str | None]] = {
    **{f"max_pooling{n}d": partial(_pool, "max_pool") for n in (1, 2, 3)},
    **{f"average_pooling{n}d": partial(_pool, "avg_pool") for n in (1, 2, 3)},
    **{f"global_max_pooling{n}d": partial(_pool_all, "max") for n in (1, 2, 3)},
    **{f"global_average_pooling{n}d": partial(_pool_all, "mean") for n in (1, 2, 3)},
    "flatten": lambda values, inputs, specs: f"{inputs[0]}.reshape({inputs[0]}.shape[0], -1)",
    "reshape": _reshape,
    "permute": lambda values, inputs, specs: f"{inputs[0]}.transpose({(0, *values.dims)!r})",
    "identity": lambda values, inputs, specs: inputs[0],
    "concatenate": lambda values, inputs, specs: (
        f"jnp.concatenate([{', '.join(inputs)}], axis={values.axis})"
    ),
    "add": partial(_operator, "+"),
    "subtract": partial(_operator, "-"),
    "multiply": partial(_operator, "*"),
    "average": _average,
    "maximum": partial(_choice, "maximum"),
    "minimum": partial(_choice, "minimum"),
}
"""By kind, the expression; None where it would give other numbers."""
