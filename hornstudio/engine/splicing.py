"""Putting a node into a wire, and taking nodes out so that the wires close behind them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.check import Report, check
from hornstudio.engine.editing import edits
from hornstudio.engine.editing.reroute import with_points
from hornstudio.engine.graph import Graph, Points, Wire
from hornstudio.engine.wiring import Refusal, why_not


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What is left when nodes have been taken out.

    healed: wires that now run where the nodes were. open: wires that ran on from them and could
    not be closed, each with the reason.
    """

    report: Report
    healed: tuple[Wire, ...]
    open: tuple[tuple[Wire, Refusal], ...]


def take_out(report: Report, ids: Collection[str], modules: Catalog | None = None) -> TakenOut:
    """Loosen nodes from the rest of the graph, and lead past them what came in.

    Wires among the nodes stay. A wire that ran on from them gets the first source in front of
    them that its port can take, in its former place among the wires.
    """
    known, gone = modules or report.modules, set(ids)
    before = report.graph
    slots: list[Wire | None] = [None if _crosses(w, gone) else w for w in before.wires]
    left = _with_wires(report, slots, known)
    healed: dict[Wire, Wire] = {}
    refused: list[tuple[Wire, Refusal]] = []
    for place, wire in enumerate(before.wires):
        if wire.source_node not in gone or wire.target_node in gone:
            continue
        tried = [Wire(end, wire.target) for end in _sources(before, wire.source_node, gone)]
        reasons = [why_not(left, w, known) for w in tried]
        if None in reasons:
            slots[place] = tried[reasons.index(None)]
            healed[tried[reasons.index(None)]] = wire
            left = _with_wires(left, slots, known)
        elif reasons and reasons[0]:
            refused.append((wire, reasons[0]))
    graph = with_points(left.graph, {w: _points_along(before, w, on) for w, on in healed.items()})
    return TakenOut(replace(left, graph=graph), tuple(healed), tuple(refused))


def _points_along(before: Graph, healed: Wire, on: Wire) -> Points:
    """The points of a wire that closes behind a node: those in front of it, and those behind."""
    came = (w for w in before.wires_into(on.source_node) if w.source == healed.source)
    first = next(came, None)
    return (*(before.reroutes.get(first, ()) if first else ()), *before.reroutes.get(on, ()))


def _with_wires(report: Report, slots: list[Wire | None], modules: Catalog) -> Report:
    wires = tuple(w for w in slots if w is not None)
    return check(replace(report.graph, wires=wires), modules, before=report)


def crossing(graph: Graph, ids: Collection[str]) -> list[Wire]:
    """Wires between these nodes and the others."""
    gone = set(ids)
    return [w for w in graph.wires if _crosses(w, gone)]


def _crosses(wire: Wire, gone: set[str]) -> bool:
    return (wire.source_node in gone) != (wire.target_node in gone)


def _sources(graph: Graph, node_id: str, gone: set[str]) -> Iterator[str]:
    """Ends in front of the nodes from which something reaches the node, its first input first."""
    seen = {node_id}
    waiting = [node_id]
    while waiting:
        ahead = []
        for wire in graph.wires_into(waiting.pop()):
            if wire.source_node not in gone:
                yield wire.source
            elif wire.source_node not in seen:
                seen.add(wire.source_node)
                ahead.append(wire.source_node)
        waiting += reversed(ahead)


def ports_on(
    report: Report, wire: Wire, node_id: str, modules: Catalog | None = None
) -> tuple[str, str] | None:
    """Input and output through which a wire could be led; None where the node cannot be put there.

    Only a layer that nothing is wired to yet can. What comes behind it is not asked: it may need
    another setting now, and will say so.
    """
    graph, facts = report.graph, report.facts.get(node_id)
    is_loose = not graph.wires_into(node_id) and not graph.wires_from(node_id)
    if facts is None or not is_loose or facts.module.role != "layer" or wire not in graph.wires:
        return None
    for port in facts.module.inputs:
        if why_not(report, Wire(wire.source, f"{node_id}.{port.name}"), modules) is None:
            return (port.name, facts.module.outputs[0].name) if facts.module.outputs else None
    return None


def insert(report: Report, wire: Wire, node_id: str, before: int | None = None) -> Graph | None:
    """The graph with a wire led through a node that is there, or None where it does not fit.

    before: as in `edits.insert_on_wire`.
    """
    ports = ports_on(report, wire, node_id)
    return edits.insert_on_wire(report.graph, wire, node_id, ports, before) if ports else None
