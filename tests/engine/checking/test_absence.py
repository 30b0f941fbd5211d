"""What is said of nodes that are left out."""

import pytest

from hornstudio.engine.check import check
from hornstudio.engine.codegen import export
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import ExportError
from hornstudio.engine.graph import Graph
from hornstudio.engine.remedies import apply_remedy
from tests.engine import sample_graph
from tests.engine.checking.test_disabling import disable


def test_what_is_left_out_is_told_calmly_and_can_be_enabled() -> None:
    graph = sample_graph.two_in_two_out()
    disabled = disable(graph, "right_out")
    report = check(disabled)
    assert report.is_absent("right_loss")
    assert not report.is_absent("both")
    (note,) = [p for p in report.problems if p.node == "right_out"]
    assert note.severity == "info"
    assert "right_loss, right_accuracy" in str(note.reason)
    (remedy,) = note.remedies
    assert apply_remedy(disabled, note, remedy.action) == graph
    assert report.weight_count == report.alive.weight_count


def test_an_optimizer_without_losses_says_whom_to_enable() -> None:
    graph = sample_graph.mlp()
    disabled = disable(graph, "hidden")
    report = check(disabled)
    (error,) = report.errors
    assert error.node == "sgd"
    assert "loss is left out; enable hidden" in str(error.reason)
    assert apply_remedy(disabled, error, error.remedies[0].action) == graph


def test_a_graph_of_which_all_is_left_out_is_not_ready_to_train() -> None:
    graph = edits.remove_nodes(sample_graph.mlp(), ["sgd"])
    disabled = disable(graph, "digits")
    (error,) = check(disabled).errors
    assert "nothing is left to train" in str(error.reason)
    assert [str(remedy.label) for remedy in error.remedies] == ["Enable digits"]
    assert apply_remedy(disabled, error, error.remedies[0].action) == graph
    with pytest.raises(ExportError, match="nothing is left to train"):
        export(disabled)
    assert check(Graph()).problems == ()


def test_what_is_left_out_keeps_its_settings_and_knows_no_shapes() -> None:
    disabled = disable(sample_graph.mlp(), "scores")
    report = check(disabled)
    scores = report.facts["scores"]
    assert scores.values is not None
    assert scores.values["units"] == 10
    assert not scores.outputs
    broken = check(edits.set_param(disabled, "scores", "units", "many"))
    assert broken.facts["scores"].values is None
    assert broken.errors == report.errors  # what is disabled may be unfinished
    assert [p.node for p in report.problems if p.severity == "info"][-1] == "scores"
