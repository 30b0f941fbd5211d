"""How large nodes will be drawn, as far as that is known without a window."""

from collections.abc import Mapping

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.module import Port

Size = tuple[float, float]
Levels = Mapping[Wire, tuple[float, float]]
"""How far below the tops of its two nodes each wire begins and ends."""

USUAL: Size = (168.0, 112.0)
"""Size of a node where nothing else is said, in px at 100 %."""
PORT = 44.0
"""How far below a node's top its first port is."""
ROW = 24.0


def sizes(graph: Graph, modules: Catalog) -> dict[str, Size]:
    """Room for each node: the usual one, and a row more for each further port."""
    found = {}
    for node_id, node in graph:
        module = modules.get(node.kind)
        rows = 1
        if module is not None:
            growing = any(port.many for port in module.inputs)
            wires = len(graph.wires_into(node_id)) if growing else 0
            rows = max(len(module.inputs) + wires, len(module.outputs), 1)
        width = USUAL[0] + (32.0 if len(node_id) > 10 else 0.0)
        found[node_id] = (width, USUAL[1] + ROW * (rows - 1))
    return found


def levels(graph: Graph, modules: Catalog) -> dict[Wire, tuple[float, float]]:
    """Where wires begin and end: each port has a row, of a growing one each wire."""
    found = {}
    for wire in graph.wires:
        source, target = (graph.nodes.get(i) for i in (wire.source_node, wire.target_node))
        giver = modules.get(source.kind) if source else None
        taker = modules.get(target.kind) if target else None
        out = _row(giver.outputs if giver else (), wire.source_port)
        into = _row(taker.inputs if taker else (), wire.target_port)
        if taker and any(port.many for port in taker.inputs):
            into += graph.wires_into(wire.target_node, wire.target_port).index(wire)
        found[wire] = (PORT + ROW * out, PORT + ROW * into)
    return found


def _row(ports: tuple[Port, ...], name: str) -> int:
    return next((i for i, port in enumerate(ports) if port.name == name), 0)
