"""A node in words."""

from dataclasses import replace

from hornstudio.engine.check import check
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Wire, with_nodes
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.words.account import node_account, port_accounts, shape_text

GRAPH = find_template("mnist_mlp").graph()


def test_a_node_is_told_by_kind_shape_and_weights():
    assert node_account(check(GRAPH), "hidden", ()) == [
        "Dense",
        "gives 64",
        "50\u202f240 weights",
    ]


def test_switches_and_faults_are_told():
    node = replace(GRAPH.nodes["scores"], frozen=True, disabled=True)
    graph = with_nodes(GRAPH, {**GRAPH.nodes, "scores": node})
    said = node_account(check(graph), "scores", ())
    assert said[-2:] == ["frozen", "disabled"]
    cut = check(edits.disconnect(GRAPH, [Wire("relu.output", "scores.input")]))
    said = node_account(cut, "scores", cut.problems_of("scores"))
    assert said[-1] == "input is open; it needs a wire"


def test_ports_are_told_with_their_wires():
    cut = check(edits.disconnect(GRAPH, [Wire("relu.output", "scores.input")]))
    assert port_accounts(check(GRAPH), "relu") == [
        "input from hidden.output",
        "output (64) to scores.input",
    ]
    assert port_accounts(cut, "relu")[1] == "output (64) goes nowhere"
    assert port_accounts(cut, "scores")[0] == "input is open"


def test_labels_and_losses_have_words_for_shapes():
    report = check(GRAPH)
    assert shape_text(report.spec("mnist.label")) == "one of 10 classes"
    assert shape_text(report.spec("loss.loss")) == "loss"
