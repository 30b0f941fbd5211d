"""The one obvious source of an open port, where there is just one.

A target takes the only labels of the graph; an optimizer the only loss; a loss or metric judges
what the only other loss judges, or else what the only layer gives that nothing takes.
"""

from collections.abc import Iterator

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.graph import Graph, Wire

JUDGES = ("loss", "metric")
TOLD = ("label", "target")
"""Ports of data modules that give what is to be told."""


def obvious_source(graph: Graph, node_id: str, port: str, modules: Catalog) -> str:
    """The port to wire into `node_id.port`, as `node.port`; empty where none stands out."""
    module = scope(graph, modules).get(graph.nodes[node_id].kind)
    if module is None:
        return ""
    if module.role == "optimizer":
        found = list(_outputs(graph, "loss", modules))
    elif module.role in JUDGES and port == "target":
        ends = _outputs(graph, "data", modules)
        found = [end for end in ends if end.partition(".")[2] in TOLD]
    elif module.role in JUDGES and port == "prediction":
        found = list(_judged(graph, node_id, modules)) or list(_left_over(graph, modules))
    else:
        found = []
    return found[0] if len(found) == 1 else ""


def _outputs(graph: Graph, role: str, modules: Catalog) -> Iterator[str]:
    for node_id, node in graph:
        module = modules.get(node.kind)
        if module and module.role == role:
            yield from (f"{node_id}.{port.name}" for port in module.outputs)


def _judged(graph: Graph, node_id: str, modules: Catalog) -> Iterator[str]:
    """What the other losses take as their prediction, each once."""
    seen = set()
    for wire in graph.wires:
        target = graph.nodes.get(wire.target_node)
        module = modules.get(target.kind) if target else None
        is_other_loss = module and module.role == "loss" and wire.target_node != node_id
        if is_other_loss and wire.target_port == "prediction" and wire.source not in seen:
            seen.add(wire.source)
            yield wire.source


def _left_over(graph: Graph, modules: Catalog) -> Iterator[str]:
    """What layers give that are wired to something, of which nothing takes anything."""
    known = scope(graph, modules)
    for node_id, node in graph:
        module = known.get(node.kind)
        is_end = graph.wires_into(node_id) and not graph.wires_from(node_id)
        if module and module.role == "layer" and is_end:
            yield f"{node_id}.{module.outputs[0].name}"


def obvious_wires(graph: Graph, node_id: str, modules: Catalog) -> list[Wire]:
    """Wires for all open ports of a node that have an obvious source."""
    module = scope(graph, modules).get(graph.nodes[node_id].kind)
    wires = []
    for port in module.inputs if module else ():
        if port.optional or graph.wires_into(node_id, port.name):
            continue
        source = obvious_source(graph, node_id, port.name, modules)
        if source:
            wires.append(Wire(source, f"{node_id}.{port.name}"))
    return wires
