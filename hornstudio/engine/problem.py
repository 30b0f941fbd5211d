"""What is wrong with a graph, where, why, and what would mend it.

A remedy is plain data, so that a canvas, a list or a command line can offer it as one click;
`hornstudio.engine.remedies.apply_remedy` carries it out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from hornstudio.engine.text import Text

UPSTREAM = "@upstream"
NEW = "@new"

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Insert:
    """Put a new module on the offending wire."""

    kind: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetParam:
    """Give a node's param another value.

    node: empty for the node of the problem; `UPSTREAM` for the nearest node before the port at
    fault that has such a param.
    """

    param: str
    value: Any
    node: str = ""


@dataclass(frozen=True, slots=True)
class Add:
    """Add a module and wire it: `wires` are (source, target) with `NEW` as the new node's id."""

    kind: str
    wires: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Connect:
    """Draw a wire from one port to another, given as `node.port`."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Disconnect:
    """Take the offending wire away."""


@dataclass(frozen=True, slots=True)
class Replace:
    """Turn a node into another kind, keeping its wires and the params that both have.

    params: what the new kind is set to besides. node: empty for the node of the problem.
    """

    kind: str
    params: Mapping[str, Any] = field(default_factory=dict)
    node: str = ""


@dataclass(frozen=True, slots=True)
class SetAttribute:
    """Set what any node may carry: `weights_of` to nothing gives it weights of its own.

    node: empty for the node of the problem.
    """

    attribute: str
    value: Any
    node: str = ""


@dataclass(frozen=True, slots=True)
class SetCallbackParam:
    """Give a param of the callback at fault another value."""

    param: str
    value: Any


@dataclass(frozen=True, slots=True)
class RemoveCallback:
    """Take the callback at fault away."""


@dataclass(frozen=True, slots=True)
class Together:
    """Several repairs as one, carried out in this order: what would take a click each otherwise."""

    actions: tuple["Action", ...]


Action = (
    Insert
    | SetParam
    | Add
    | Connect
    | Disconnect
    | Replace
    | SetAttribute
    | SetCallbackParam
    | RemoveCallback
    | Together
)


@dataclass(frozen=True, slots=True)
class Remedy:
    """One repair: what the button says, and what it does. `result` is a shape to show beside."""

    label: Text
    action: Action
    result: str = ""


def set_to(
    param: str, value: Any, node: str = "", *, shown: Any = None, result: str = ""
) -> Remedy:
    """The repair that gives a param another value. node: as `SetParam` has it; shown: the value as
    its button writes it, where that is not plain from the value.
    """
    return Remedy(setting_text(param, value, shown), SetParam(param, value, node), result)


def setting_text(param: str, value: Any, shown: Any = None) -> Text:
    """What the button of such a repair says: `Set strides to 1`."""
    written = _written(value) if shown is None else shown
    return Text("Set {param} to {value}", param=param, value=written)


def _written(value: Any) -> Any:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        parts = [str(_written(each)) for each in value]
        return parts[0] if len(set(parts)) == 1 else ", ".join(parts)
    return value


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: its place (node, and port or wire where they are known), reason and remedies.

    callback: place of the callback at fault in the training's list.
    `wire` is (source, target), each `node.port`. An error keeps the graph from training; a
    warning does not; an info says what waits for something else.
    """

    severity: Severity
    reason: Text
    node: str = ""
    port: str = ""
    wire: tuple[str, str] | None = None
    param: str = ""
    remedies: tuple[Remedy, ...] = ()
    callback: int | None = None

    @property
    def place(self) -> str:
        """`node`, `node.port`, `node.param`, or of a callback; empty for the graph as a whole."""
        if self.callback is not None:
            place = f"training.callbacks[{self.callback}]"
            return f"{place}.{self.param}" if self.param else place
        tail = self.port or self.param
        return f"{self.node}.{tail}" if tail else self.node


def worst_first(problems: Sequence[Problem], nodes: Iterable[str]) -> Sequence[Problem]:
    """Errors, then warnings, then what waits; each in the order of the nodes."""
    if len(problems) < 2:
        return problems
    places = {node_id: i for i, node_id in enumerate(nodes)}
    ranks = {"error": 0, "warning": 1, "info": 2}
    return sorted(problems, key=lambda p: (ranks[p.severity], places.get(p.node, -1)))
