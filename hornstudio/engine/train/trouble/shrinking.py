"""By what a node with too many weights is made to fit: one of its whole numbers, made smaller."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from hornstudio.engine.check import check
from hornstudio.engine.editing.edits import set_param
from hornstudio.engine.graph import Graph
from hornstudio.engine.params import Int
from hornstudio.engine.summary import summarize

Nodes = list[dict[str, Any]]
"""Those of a summary."""


@dataclass(frozen=True)
class Shrinking:
    """A param of the node, its value now, and a power of two with which all should fit."""

    param: str
    value: int
    fits: int


def shrinking(graph: Graph, node: str, is_enough: Callable[[Nodes], bool]) -> Shrinking | None:
    """The param that the weights of a node grow with the most; None where none is of use.

    is_enough: whether what a summary says of all nodes fits.
    """
    before = summarize(graph)["nodes"]
    now = _weights(before, node)
    halved = [
        (_weights(_with(graph, node, name, value // 2, before), node), name, value)
        for name, value in _whole_numbers(graph, node)
    ]
    least, param, value = min(halved, default=(now, "", 0))
    if least >= now:
        return None
    fits = 1 << (value - 1).bit_length() - 1  # the largest power of two below it
    while fits and not is_enough(_with(graph, node, param, fits, before)):
        fits //= 2
    return Shrinking(param, value, fits) if fits else None


def _whole_numbers(graph: Graph, node: str) -> Iterator[tuple[str, int]]:
    facts = check(graph).facts.get(node)
    values = facts.values if facts else None
    for param in facts.module.params if facts and values else ():
        value = values[param.name] if values else None
        if isinstance(param, Int) and isinstance(value, int) and value > max(1, param.low or 0):
            yield param.name, value


def _with(graph: Graph, node: str, param: str, value: int, before: Nodes) -> Nodes:
    """A summary with another value; of what is not known then, what was known before."""
    after = {n["id"]: n for n in summarize(set_param(graph, node, param, value))["nodes"]}
    return [
        {
            name: old if (new := after.get(n["id"], n)[name]) is None else new
            for name, old in n.items()
        }
        for n in before
    ]


def _weights(nodes: Nodes, node: str) -> int:
    return next((int(n["weight_bytes"] or 0) for n in nodes if n["id"] == node), 0)
