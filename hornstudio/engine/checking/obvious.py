"""The one obvious source of an open port, where there is just one.

A target takes the only labels of the graph; an optimizer the only loss; a loss or metric judges
what the only other loss judges, or else what the only layer gives that nothing takes. A layer takes
what is the only thing that nothing takes, of layers before it and of data that is no label.
"""

from collections.abc import Iterator

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.editing.order import upstream
from hornstudio.engine.graph import PORT_IN, Graph, Wire

JUDGES = ("loss", "metric")
TOLD = ("label", "target", "y")
"""Ports of data modules that give what is to be told."""
_MOST_ENDS = 8
"""Of more loose ends than these none is looked for behind which a layer could go."""


class LooseEnds:
    """What nothing takes in a graph, for its layers; found when it is asked for, and once."""

    def __init__(self, graph: Graph, modules: Catalog) -> None:
        self._graph = graph
        self._modules = modules
        self._ends: list[str] | None = None
        self._upstream: dict[str, set[str]] = {}

    def before(self, node_id: str) -> list[str]:
        """Those that a layer can take without a circle: all, or two where there are more."""
        if self._ends is None:
            self._ends = [*_left_over(self._graph, self._modules)]
            self._ends += _unused_data(self._graph, self._modules)
        found: list[str] = []
        for end in self._ends if len(self._ends) <= _MOST_ENDS else ():
            source = end.partition(".")[0]
            if source not in self._upstream:
                self._upstream[source] = {source, *upstream(self._graph, source)}
            if node_id not in self._upstream[source]:
                found.append(end)
            if len(found) > 1:
                break
        return found


def obvious_source(
    graph: Graph, node_id: str, port: str, modules: Catalog, loose: LooseEnds | None = None
) -> str:
    """The port to wire into `node_id.port`, as `node.port`; empty where none stands out.

    loose: the graph's, kept by who asks for many ports.
    """
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
    elif module.role == "layer":
        found = (loose or LooseEnds(graph, modules)).before(node_id)
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
    into, out = graph.wires_by_node()
    for node_id, node in graph:
        if out.get(node_id):  # so it is with most, and quickly seen
            continue
        module = known.get(node.kind)
        is_fed = into.get(node_id) or node.kind == PORT_IN
        if module and module.role == "layer" and module.outputs and is_fed:
            yield f"{node_id}.{module.outputs[0].name}"


def _unused_data(graph: Graph, modules: Catalog) -> Iterator[str]:
    """What data modules give to learn from, of which nothing takes anything."""
    for end in _outputs(graph, "data", modules):
        node_id, _, port = end.partition(".")
        if port not in TOLD and not graph.wires_from(node_id, port):
            yield end


def obvious_wires(graph: Graph, node_id: str, modules: Catalog) -> list[Wire]:
    """Wires for all open ports of a loss, metric or optimizer that have an obvious source."""
    module = scope(graph, modules).get(graph.nodes[node_id].kind)
    wires = []
    for port in module.inputs if module and module.role != "layer" else ():
        if port.optional or graph.wires_into(node_id, port.name):
            continue
        source = obvious_source(graph, node_id, port.name, modules)
        if source:
            wires.append(Wire(source, f"{node_id}.{port.name}"))
    return wires
