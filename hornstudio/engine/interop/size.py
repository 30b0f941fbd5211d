"""How large nodes will be drawn, as far as that is known without a window."""

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.graph import Graph
from hornstudio.engine.layout import USUAL, Size

ROW = 24.0
ROWS = 1


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
