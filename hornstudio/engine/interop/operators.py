"""Bare functions on tensors, such as `2 * x + 1` or `relu(x)`, as modules."""

from collections.abc import Mapping
from typing import Any

from hornstudio.engine.interop.model import Call, Tensor, Thing, tensors_in
from hornstudio.engine.interop.modules import Counterparts, NoCounterpartError
from hornstudio.engine.module import Module

Match = tuple[Module, dict[str, Any], list[Tensor]]
"""A module, its params, and the tensors that go into it."""

MERGING = {
    "Add": "add",
    "Subtract": "subtract",
    "Multiply": "multiply",
    "Maximum": "maximum",
    "Minimum": "minimum",
    "Concatenate": "concatenate",
}
SCALING = "rescaling"
NAMES = {"Exp": "exponential"}
"""Functions whose activation has another name."""
POOLING = {"Mean": "global_average_pooling", "Max": "global_max_pooling"}


def match_operator(known: Counterparts, thing: Thing, call: Call) -> Match:
    """The module for one call of a function. Raises: NoCounterpartError."""
    tensors = list(tensors_in(call.args)) + list(tensors_in(call.kwargs))
    if thing.name in MERGING and len(tensors) > 1:
        module = known.modules.get(MERGING[thing.name])
        if module is not None:
            return module, known.params(module, thing.config), tensors
    if len(tensors) == 1:
        scaled = _scaling(thing.name, call)
        module = known.modules.get(SCALING)
        if scaled is not None and module is not None:
            return module, known.params(module, scaled), tensors
        kind, params = _shaping(thing, tensors[0]) or ("", {})
        module = known.modules.get(kind)
        if module is not None and _is_plain(call):
            return module, known.params(module, params), tensors
        module = known.find("activation", NAMES.get(thing.name, thing.name))
        if module is not None and module.is_node and _is_plain(call):
            return module, known.params(module, thing.config), tensors
    raise NoCounterpartError("is a function on tensors with no counterpart here")


def _shaping(thing: Thing, tensor: Tensor) -> tuple[str, Mapping[str, Any]] | None:
    """Kind and settings of what only orders or gathers numbers; None where it mixes samples."""
    config, shape = thing.config, tensor.shape
    lengths, axes = config.get("newshape"), config.get("axes")
    if thing.name == "Reshape" and isinstance(lengths, list) and lengths[:1] in ([-1], [None]):
        return None if -1 in lengths[1:] else ("reshape", {"target_shape": lengths[1:]})
    if thing.name == "Transpose" and isinstance(axes, list) and axes[:1] == [0]:
        return "permute", {"dims": axes[1:]}
    if thing.name in POOLING and shape is not None and config.get("initial") is None:
        count = len(shape) - 2
        gathered = config.get("axis")
        gathered = gathered if isinstance(gathered, list) else [gathered]
        if [n % len(shape) for n in gathered if isinstance(n, int)] == list(range(1, count + 1)):
            return f"{POOLING[thing.name]}{count}d", {"keepdims": config.get("keepdims", False)}
    return None


def _is_plain(call: Call) -> bool:
    """Whether the tensor is the only argument."""
    return len(call.args) == 1 and not call.kwargs


def _scaling(name: str, call: Call) -> Mapping[str, float] | None:
    """Sums and products of a tensor and a number as `x * scale + offset`."""
    first, *others = [*call.args, *call.kwargs.values()]
    if name == "Negative" and not others:
        return {"scale": -1.0, "offset": 0.0}
    if len(others) != 1:
        return None
    is_tensor_first = isinstance(first, Tensor)
    number = others[0] if is_tensor_first else first
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    match name:
        case "Add":
            return {"scale": 1.0, "offset": number}
        case "Subtract":
            return _sum(1.0, -number) if is_tensor_first else _sum(-1.0, number)
        case "Multiply":
            return _sum(number, 0.0)
        case "TrueDivide" | "Divide" if is_tensor_first and number:
            return _sum(1.0 / number, 0.0)
    return None


def _sum(scale: float, offset: float) -> Mapping[str, float]:
    return {"scale": scale, "offset": offset}
