"""Lines of one graph after another are those that it would have by itself."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hornstudio.engine.editing import edits
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.storage import files, lines
from hornstudio.engine.storage.lines import Lines
from hornstudio.engine.storage.templates import find_template
from tests.engine.random_graph import graphs


@given(st.lists(graphs(max_nodes=3), min_size=2, max_size=4))
def test_lines_of_another_graph_leave_nothing_behind(row: list[Graph]) -> None:
    known = Lines()
    for graph in (*row, *row[::-1]):
        assert files.to_text(graph, known) == files.to_text(graph)


def test_each_node_and_each_wire_is_laid_out_once(monkeypatch) -> None:
    nodes, wires = [], []
    as_json, as_line = lines.node_json, lines._wire_line
    monkeypatch.setattr(lines, "node_json", lambda node: nodes.append(node) or as_json(node))
    monkeypatch.setattr(lines, "_wire_line", lambda wire: wires.append(wire) or as_line(wire))
    graph = find_template("mnist_mlp").graph()
    known = Lines()
    files.to_text(graph, known)
    assert (nodes, wires) == (list(graph.nodes.values()), list(graph.wires))
    nodes.clear()
    wires.clear()
    moved = edits.move_nodes(graph, {"hidden": (3.0, 4.0)})
    wire = Wire("hidden.output", "made.input")
    made = edits.connect(edits.add_node(moved, "made", Node("relu")), wire)
    cut = edits.disconnect(made, [graph.wires[1]])
    for each in (moved, cut, edits.remove_nodes(cut, ["accuracy"])):
        files.to_text(each, known)
    assert nodes == [moved.nodes["hidden"], made.nodes["made"]]
    assert wires == [wire]


def test_a_node_that_cannot_be_written_leaves_the_lines_as_they_were() -> None:
    known, graph = Lines(), Graph(nodes=freeze({"a": Node("relu"), "b": Node("dense")}))
    files.to_text(graph, known)
    bad = edits.set_param(graph, "b", "units", float("nan"))
    for _ in range(2):
        with pytest.raises(FileError):
            files.to_bytes(bad, Path("a.horn"), known)
    assert files.to_text(graph, known) == files.to_text(graph)
