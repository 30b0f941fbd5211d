"""What stands out as the source of an open port, and what does not."""

from hornstudio.engine.catalog import catalog
from hornstudio.engine.checking.obvious import obvious_source, obvious_wires
from hornstudio.engine.composite import inside
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from tests.engine import sample_graph
from tests.engine.composite.sample_composite import grouped


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


def test_targets_of_ones_own_arrays_and_tables_stand_out_and_go_into_no_layer() -> None:
    for kind, inputs, told in (("arrays", "x", "y"), ("table", "features", "target")):
        nodes = {"own": Node(kind), "loss": Node("mean_squared_error"), "dense": Node("dense")}
        graph = Graph(nodes=freeze(nodes))
        assert obvious_source(graph, "loss", "target", catalog()) == f"own.{told}"
        assert obvious_source(graph, "dense", "input", catalog()) == f"own.{inputs}"


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


def test_a_layer_takes_the_only_thing_that_nothing_takes() -> None:
    cut = edits.disconnect(sample_graph.mlp(), [Wire("hidden.output", "relu.input")])
    assert obvious_source(cut, "relu", "input", catalog()) == "hidden.output"
    bare = edits.remove_nodes(sample_graph.mlp(), ["flatten"])
    assert obvious_source(bare, "hidden", "input", catalog()) == "digits.image"
    assert obvious_wires(bare, "hidden", catalog()) == []
    both = edits.disconnect(cut, [Wire("digits.image", "flatten.input")])
    assert obvious_source(both, "relu", "input", catalog()) == ""
    assert obvious_source(both, "flatten", "input", catalog()) == "digits.image"


def test_what_comes_behind_a_layer_is_not_wired_into_it() -> None:
    graph = edits.remove_nodes(sample_graph.mlp(), ["digits", "loss", "accuracy", "sgd"])
    assert obvious_source(graph, "flatten", "input", catalog()) == ""


def test_among_many_loose_ends_none_is_looked_for() -> None:
    graph = sample_graph.mlp()
    for number in range(10):
        graph = edits.add_node(graph, f"end_{number}", Node("relu"))
        if number:
            graph = edits.connect(graph, Wire("hidden.output", f"end_{number}.input"))
    assert obvious_source(graph, "end_0", "input", catalog()) == ""


def test_an_output_port_of_a_composite_takes_what_nothing_takes_inside() -> None:
    graph, use = grouped(sample_graph.mlp(), ["hidden", "relu"])
    body = inside.body_of(graph, graph.nodes[use].kind)
    cut = edits.disconnect(body, [Wire("relu.output", "output.input")])
    assert obvious_source(cut, "output", "input", catalog()) == "relu.output"
    open_body = edits.disconnect(body, [Wire("input.output", "hidden.input")])
    assert obvious_source(open_body, "hidden", "input", catalog()) == "input.output"
