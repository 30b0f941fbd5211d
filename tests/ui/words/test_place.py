"""Where a problem is, in words."""

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node
from hornstudio.engine.problem import Problem
from hornstudio.engine.text import Text
from hornstudio.ui.words.place import place_text


def test_a_node_a_port_a_param_and_the_whole_graph(qapp):
    graph = edits.add_node(Graph(), "hidden", Node("dense"))
    reason = Text("is wrong")
    assert place_text(graph, Problem("error", reason)) == "Whole graph"
    assert place_text(graph, Problem("error", reason, "hidden")) == "hidden"
    assert place_text(graph, Problem("error", reason, "hidden", port="input")) == "hidden · input"
    assert place_text(graph, Problem("error", reason, "hidden", param="units")) == "hidden · units"
    assert place_text(graph, Problem("error", reason, "gone")) == "gone"


def test_a_title_stands_for_the_id(qapp):
    graph = edits.add_node(Graph(), "hidden", Node("dense", title="Encoder"))
    assert place_text(graph, Problem("error", Text("x"), "hidden")) == "Encoder"
