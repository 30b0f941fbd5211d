from dataclasses import replace

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Node, Wire
from hornstudio.ui.panels.training.wording.metric_name import MetricNames


def test_names_come_from_modules_and_accuracy_reads_in_percent(document):
    names = MetricNames(document.graph)
    assert names["accuracy"].label == "Accuracy"
    assert names["accuracy"].show(0.9850) == "98.50 %"
    assert names["loss"].label == "Loss"
    assert names["unheard_of"].label == "unheard_of"


def test_two_metrics_of_one_kind_are_told_apart(document):
    graph = edits.add_node(document.graph, "second", Node("accuracy"))
    names = MetricNames(graph)
    assert names["second"].label == "Accuracy (second)"
    assert names["accuracy"].label == "Accuracy (accuracy)", "which of them is not to be guessed"


def test_an_accuracy_is_shown_beside_the_loss_before_other_metrics(document):
    names = MetricNames(document.graph)
    assert names.first(["loss", "error", "accuracy"]) == "accuracy"
    assert names.first(["loss", "error"]) == "error"
    assert names.first(["loss"]) == ""


def test_a_single_loss_node_shows_the_total(document):
    graph = edits.rename_node(document.graph, "loss", "cross")
    assert MetricNames(graph).on_nodes({"loss": 0.0489, "val_loss": 1.0}) == {"cross": "0.0489"}


def test_a_loss_that_is_only_reported_leaves_the_total_to_the_other(document):
    graph = edits.rename_node(document.graph, "loss", "cross")
    names = MetricNames(edits.add_node(graph, "error", Node("mean_absolute_error")))
    assert names.on_nodes({"loss": 1.0, "error": 2.0}) == {"cross": "1.0000", "error": "2.0000"}


def test_of_two_losses_each_shows_its_own(document):
    graph = edits.rename_node(document.graph, "loss", "cross")
    loss = replace(graph.nodes["cross"], title="Other")
    graph = edits.add_node(graph, "other", loss)
    names = MetricNames(edits.connect(graph, Wire("other.loss", "sgd.loss"), many=True))
    assert names.on_nodes({"loss": 3.0, "cross": 1.0, "other": 2.0}) == {
        "cross": "1.0000",
        "other": "2.0000",
    }


def test_a_node_named_loss_shows_its_own_beside_another(document):
    """The engine reports it as `loss_1`, because `loss` is the total."""
    graph = edits.add_node(document.graph, "loss_2", document.graph.nodes["loss"])
    names = MetricNames(edits.connect(graph, Wire("loss_2.loss", "sgd.loss"), many=True))
    figures = {"loss": 3.0, "loss_1": 1.0, "loss_2": 2.0}
    assert names.on_nodes(figures) == {"loss": "1.0000", "loss_2": "2.0000"}
    assert names["loss_1"].label == "Categorical crossentropy (loss)"


def test_in_the_end_nodes_show_what_a_run_is_judged_by(document):
    graph = edits.rename_node(document.graph, "loss", "cross")
    names = MetricNames(graph)
    assert names.in_the_end({"loss": 0.5}) == {"cross": "0.5000"}
    assert names.in_the_end({"loss": 0.5, "val_loss": 0.2}) == {"cross": "val 0.2000"}
    figures = {"loss": 0.5, "test_loss": 0.1, "val_loss": 0.2}
    assert names.in_the_end(figures) == {"cross": "test 0.1000"}


def test_what_a_module_measures_has_a_name_in_each_language(document, pseudo_language):
    names = MetricNames(document.graph)
    assert (names["accuracy"].label, names["accuracy"].words) == ("«accuracy»", "«accuracy»")
    graph = edits.set_attribute(document.graph, "accuracy", "title", "Hits of ten")
    names = MetricNames(graph)
    assert (names["accuracy"].label, names["accuracy"].words) == ("Hits of ten", "Hits of ten")
