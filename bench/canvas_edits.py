"""Edits in the middle of a graph of blocks, one kind for each thing that follows from them."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from frames import ROUNDS, figures

from hornstudio.engine.check import check
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node
from hornstudio.ui.document import Document

Change = Callable[[Graph, int], Graph]


def edits_of(graph: Graph) -> dict[str, Change]:
    """Edits in the middle of the graph, by what follows from them."""
    conv = [i for i in graph.nodes if i.endswith("_a0")]
    conv_id = conv[len(conv) // 2]
    wire = next(w for w in graph.wires if w.target_node == conv_id)

    def toggle_wire(g: Graph, turn: int) -> Graph:
        return edits.disconnect(g, [wire]) if wire in g.wires else edits.connect(g, wire)

    def change_all(g: Graph, turn: int) -> Graph:
        node = replace(g.nodes["digits"], kind="mnist" if turn % 2 else "digits")
        return replace(g, nodes={**g.nodes, "digits": node})

    place = graph.nodes[conv_id].at

    def add_node(g: Graph, turn: int) -> Graph:
        return edits.add_node(g, f"extra_{len(g.nodes)}", Node("relu", at=place))

    def set_size(g: Graph, turn: int) -> Graph:
        return edits.set_param(g, conv_id, "kernel_size", [1 + 2 * (turn % 3)] * 2)

    def set_filters(g: Graph, turn: int) -> Graph:
        return edits.set_param(g, f"{conv_id[:-2]}b0", "filters", 8 + turn % 2)

    return {
        "kernel_size": set_size,
        "title": lambda g, turn: edits.set_attribute(g, conv_id, "title", f"Turn {turn}"),
        "add_node": add_node,
        "unwire": toggle_wire,
        "filters": set_filters,
        "other_data_for_all": change_all,
    }


def rounds(document: Document, change: Change) -> Iterator[Callable[[], object]]:
    """The same edit again and again, as a person would make it."""

    def edit(turn: int) -> None:
        document.edit("bench", change(document.graph, turn))

    for turn in range(1, ROUNDS + 1):
        yield partial(edit, turn)


def check_times(document: Document, change: Change) -> dict[str, float]:
    """What checking takes of as many edits more, without a window."""
    seen, report = [], document.report
    for turn in range(ROUNDS + 1, 2 * ROUNDS + 1):
        graph = change(report.graph, turn)
        wall, cpu = time.perf_counter(), time.process_time()
        report = check(graph, before=report)
        ended = time.perf_counter(), time.process_time()
        seen.append((1000 * (ended[0] - wall), 1000 * (ended[1] - cpu)))
    return figures(seen)
