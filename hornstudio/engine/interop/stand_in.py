"""What is known of a graph with placeholders: where one has an output of which the file says the
shape, an input stands in for it, so that what comes behind it is known, too.
"""

from dataclasses import replace

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.check import Report, check
from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.interop.assemble import Assembled, Shape

_OUTPUT = "output"
"""The only port of an input, and that of most layers."""


def check_with_stand_ins(assembled: Assembled, modules: Catalog) -> Report:
    """Facts of every node that can be known; of what stands in for another those of an input."""
    graph = assembled.graph
    report = check(graph, modules)
    for port, shape in assembled.shapes.items():
        if report.spec(port) is None and port.endswith(f".{_OUTPUT}"):
            graph = _with_stand_in(graph, port.partition(".")[0], shape)
            report = check(graph, modules, before=report)
    return report


def _with_stand_in(graph: Graph, node: str, shape: Shape) -> Graph:
    stand_in = Node("input", freeze({"shape": list(shape)}))
    wires = tuple(wire for wire in graph.wires if wire.target_node != node)
    return replace(graph, nodes=freeze({**graph.nodes, node: stand_in}), wires=wires)
