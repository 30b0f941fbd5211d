"""Which data a network trains on, and what it has to be given to be asked: no array is read."""

from collections import Counter
from collections.abc import Sequence

from hornstudio.engine.check import Report
from hornstudio.engine.graph import Graph


def data_nodes(graph: Graph, report: Report) -> list[str]:
    """Ids of the data nodes that some wire leaves, in the order of the graph.

    What is disabled is left out, as are wires into it.
    """
    if report.live is not None:
        graph, report = report.live.graph, report.live
    return [
        i
        for i in graph.nodes
        if i in report.facts and report.facts[i].module.role == "data" and graph.wires_from(i)
    ]


def needed_inputs(graph: Graph, report: Report) -> dict[str, str]:
    """Ports of data that layers take, `node.port`, by the name under which samples are given: the
    node's, or the port's own where layers take several of a node.
    """
    if report.live is not None:
        graph, report = report.live.graph, report.live
    ports = [
        wire.source
        for node in data_nodes(graph, report)
        for wire in graph.wires_from(node)
        if wire.target_node in report.facts
        and report.facts[wire.target_node].module.role == "layer"
    ]
    return short_names(list(dict.fromkeys(ports)))


def short_names(ports: Sequence[str]) -> dict[str, str]:
    """Ports by their nodes; by themselves where a node has several of them."""
    count = Counter(port.partition(".")[0] for port in ports)
    return {(p if count[p.partition(".")[0]] > 1 else p.partition(".")[0]): p for p in ports}
