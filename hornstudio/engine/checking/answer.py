"""Whether a network is shown the answer that its loss asks of it: then it only copies that."""

from collections.abc import Iterator, Mapping

from hornstudio.engine.checking.obvious import TOLD
from hornstudio.engine.editing.order import walk_upstream
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.problem import Disconnect, Problem, Remedy
from hornstudio.engine.text import Text

Facts = Mapping[str, NodeFacts]


def shown_answers(graph: Graph, facts: Facts, others: Facts) -> Iterator[Problem]:
    """Layers before a loss that take the very label by which it judges.

    Sequences are left alone: a decoder takes what it is to tell, a step late. others: facts of
    what is no layer.
    """
    seen: set[Wire] = set()
    for loss, known in others.items():
        for told in graph.wires_into(loss, "target") if known.module.role == "loss" else ():
            takers = [w for w in _taken_by_layers(graph, facts, told) if w not in seen]
            before = _before_prediction(graph, loss) if takers else set()
            for wire in takers:
                if wire.target_node in before:
                    seen.add(wire)
                    yield _shown(loss, wire)


def _taken_by_layers(graph: Graph, facts: Facts, told: Wire) -> list[Wire]:
    """Wires into layers from where a target comes, if that is one answer a sample."""
    source = facts.get(told.source_node)
    spec = source.outputs.get(told.source_port) if source else None
    if source is None or source.module.role != "data" or told.source_port not in TOLD:
        return []
    if spec is None or spec.shape not in ((), (1,)):
        return []
    wires = graph.wires_from(told.source_node, told.source_port)
    return [w for w in wires if w.target_node in facts and _is_layer(facts[w.target_node])]


def _is_layer(known: NodeFacts) -> bool:
    return known.module.role == "layer"


def _before_prediction(graph: Graph, loss: str) -> set[str]:
    nearest = [wire.source_node for wire in graph.wires_into(loss, "prediction")]
    return {*nearest, *walk_upstream(graph, nearest)}


def _shown(loss: str, wire: Wire) -> Problem:
    reason = Text(
        "is shown {label}, the answer that {loss} asks for: the network only learns to copy it",
        label=wire.source,
        loss=loss,
    )
    remedy = Remedy(Text("Remove the wire"), Disconnect())
    return Problem("warning", reason, wire.target_node, wire.target_port, wire, remedies=(remedy,))
