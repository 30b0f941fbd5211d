"""What stands out as the source of an open port, and what does not."""

from hornstudio.engine.catalog import catalog
from hornstudio.engine.checking.obvious import obvious_source, obvious_wires
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Wire
from tests.engine import sample_graph


def test_the_only_labels_loss_and_prediction_stand_out() -> None:
    graph = edits.disconnect(
        sample_graph.mlp(),
        [w for w in sample_graph.mlp().wires if w.target_node in ("accuracy", "sgd")],
    )
    assert obvious_wires(graph, "accuracy", catalog()) == [
        Wire("softmax.output", "accuracy.prediction"),
        Wire("digits.label", "accuracy.target"),
    ]
    assert obvious_wires(graph, "sgd", catalog()) == [Wire("loss.loss", "sgd.loss")]


def test_wired_ports_and_layers_are_left_alone() -> None:
    graph = sample_graph.mlp()
    assert obvious_wires(graph, "accuracy", catalog()) == []
    assert obvious_source(graph, "hidden", "input", catalog()) == ""


def test_of_two_sources_none_stands_out() -> None:
    graph = sample_graph.two_in_two_out()
    assert obvious_source(graph, "right_accuracy", "target", catalog()) == ""
    assert obvious_source(graph, "right_accuracy", "prediction", catalog()) == ""
    assert obvious_source(graph, "optimizer", "loss", catalog()) == ""


def test_a_prediction_takes_what_the_only_layer_gives_that_nothing_takes() -> None:
    graph = edits.remove_nodes(sample_graph.mlp(), ["softmax"])
    assert obvious_source(graph, "loss", "prediction", catalog()) == "scores.output"
    assert obvious_source(graph, "accuracy", "prediction", catalog()) == "scores.output"
    two = edits.disconnect(graph, [Wire("relu.output", "scores.input")])
    assert obvious_source(two, "loss", "prediction", catalog()) == "relu.output"
    two = edits.disconnect(graph, [Wire("hidden.output", "relu.input")])
    assert obvious_source(two, "loss", "prediction", catalog()) == ""
