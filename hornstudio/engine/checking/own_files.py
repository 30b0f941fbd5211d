"""What is wrong with files of one's own that a graph reads, and what is worth knowing of them."""

from collections.abc import Iterator

from hornstudio.engine.errors import Text
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.module import OwnFiles
from hornstudio.engine.params import Values
from hornstudio.engine.problem import Insert, Problem, Remedy

FAR = 10.0
"""Numbers further from 0 than this make the first steps of a training jump."""

_SCALING = ("normalization", "batch_normalization", "layer_normalization", "rescaling")
_TITLE = "Normalization"


def own_file_problems(graph: Graph, source: str, facts: NodeFacts) -> Iterator[Problem]:
    """Files that are not chosen, not there, or without anything to load; and how they are read."""
    own, values = facts.module.own, facts.values
    if own is None or values is None:
        return
    if trouble := own.why_not(values):
        yield Problem("error", trouble, source, param=own.param)
    elif facts.is_settled:
        for remark in own.remarks(values):
            yield Problem("info", remark, source)
        yield from _unscaled(graph, source, facts, own, values)


def _unscaled(
    graph: Graph, source: str, facts: NodeFacts, own: OwnFiles, values: Values
) -> Iterator[Problem]:
    """Large numbers that go into layers as they are."""
    bounds = own.bounds(values)
    if bounds is None or max(map(abs, bounds)) <= FAR:
        return
    port = f"{source}.{facts.module.outputs[0].name}"
    for wire in graph.wires:
        if wire.source == port and graph.nodes[wire.target_node].kind not in _SCALING:
            yield Problem(
                "warning",
                Text(
                    "the numbers that come in here reach from {low} to {high}; networks learn well "
                    "from numbers near 0",
                    low=_short(bounds[0]),
                    high=_short(bounds[1]),
                ),
                wire.target_node,
                port=wire.target_port,
                wire=(wire.source, wire.target),
                remedies=(_scaling(wire),),
            )


def _scaling(wire: Wire) -> Remedy:
    return Remedy(Text("Insert {title}", title=_TITLE), Insert("normalization"))


def _short(number: float) -> str:
    return f"{number:,.4g}" if abs(number) < 1e4 else f"{number:,.0f}"
