"""Faults of callbacks: each with its place, a reason, and remedies that mend it."""

from dataclasses import replace
from typing import Any

import pytest

from hornstudio.engine.check import check
from hornstudio.engine.editing import callback_edits, edits
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.module import Module
from hornstudio.engine.problem import Problem
from hornstudio.engine.remedies import apply_remedy
from hornstudio.engine.storage import files
from tests.engine import sample_graph


def acting(kind: str, **params: Any) -> Graph:
    graph = callback_edits.add(sample_graph.mlp(), "time_limit")
    return callback_edits.add(graph, kind, params)


def fault(graph: Graph) -> Problem:
    (problem,) = check(graph).problems
    assert (problem.severity, problem.callback) == ("error", 1)
    return problem


def mended(graph: Graph, label: str) -> Graph:
    problem = fault(graph)
    (remedy,) = (r for r in problem.remedies if r.label == label)
    after = apply_remedy(graph, problem, remedy.action)
    assert check(after).problems == ()
    return after


@pytest.mark.parametrize("kind", ["early_stopping", "best_weights", "reduce_lr_on_plateau"])
def test_what_is_reported_can_be_watched(kind: str) -> None:
    for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
        assert check(acting(kind, monitor=name)).problems == ()


def test_what_is_not_reported_cannot_be_watched() -> None:
    graph = acting("early_stopping", monitor="val_acuracy")
    problem = fault(graph)
    assert problem.place == "training.callbacks[1].monitor"
    assert problem.reason == (
        "Early stopping watches val_acuracy, which is not reported; "
        "reported are loss, accuracy, val_loss, val_accuracy"
    )
    after = mended(graph, "Watch val_accuracy")
    assert after.training.callbacks[1].params == {"monitor": "val_accuracy"}
    assert len(mended(graph, "Remove Early stopping").training.callbacks) == 1


def test_validation_figures_need_samples_that_are_held_back() -> None:
    graph = edits.set_param(acting("best_weights"), "digits", "validation_split", 0.0)
    assert "no samples are held back for validation" in fault(graph).reason
    assert mended(graph, "Watch loss").training.callbacks[1].params == {"monitor": "loss"}
    split = mended(graph, "Hold back 10% of digits")
    assert split.nodes["digits"].params["validation_split"] == 0.1


def test_of_two_that_choose_the_last_weights_the_former_is_told_that_it_is_overruled() -> None:
    graph = acting("best_weights", monitor="val_accuracy")
    stopping = {"restore_best_weights": True}
    both = callback_edits.add(graph, "early_stopping", stopping)
    (problem,) = check(both).problems
    assert (problem.severity, problem.callback) == ("warning", 1)
    assert problem.reason == (
        "Best weights takes back the epoch where val_accuracy was best, but so does Early stopping "
        "after it for val_loss, which has the last word"
    )
    (remedy,) = problem.remedies
    assert check(apply_remedy(both, problem, remedy.action)).problems == ()
    alike = callback_edits.add(acting("best_weights"), "early_stopping", stopping)
    assert check(alike).problems == ()
    assert check(callback_edits.add(graph, "early_stopping")).problems == ()


def test_a_checkpoint_of_each_epoch_watches_nothing() -> None:
    assert check(acting("model_checkpoint", monitor="what")).problems == ()
    assert fault(acting("model_checkpoint", monitor="what", save_best_only=True)).param == "monitor"


def test_a_figure_without_a_direction_needs_one() -> None:
    graph = edits.add_node(
        acting("early_stopping", monitor="count"), "count", sample_graph.node("accuracy")
    )
    for wire in sample_graph.judged("softmax", "digits.label", "count"):
        graph = edits.connect(graph, Wire(*wire))
    modules = check(graph).modules
    accuracy = modules.get("accuracy")
    assert isinstance(accuracy, Module)
    blind = type(modules)(
        replace(m, better="") if m is accuracy else m for m in modules.modules.values()
    )
    (problem,) = check(graph, blind).problems
    assert "whether more or less of count is better; set mode to min or max" in problem.reason
    assert [r.label for r in problem.remedies] == ["More is better", "Less is better"]
    after = apply_remedy(graph, problem, problem.remedies[0].action)
    assert check(after, blind).problems == ()


def test_an_unknown_kind_is_kept_and_named() -> None:
    graph = acting("someones_own", level=3)
    assert files.from_text(files.to_text(graph)) == graph
    assert fault(graph).reason.startswith("someones_own is not a known kind of callback; known are")
    assert len(mended(graph, "Remove someones_own").training.callbacks) == 1


def test_a_bad_param_is_named_with_its_path() -> None:
    graph = acting("early_stopping", patience=-1)
    problem = fault(graph)
    assert problem.place == "training.callbacks[1].patience"
    assert problem.reason == "patience is -1; need an integer of at least 0"
    with pytest.raises(FileError) as caught:
        files.from_text(files.to_text(graph))
    assert caught.value.problems == (
        "training.callbacks[1].patience is -1; need an integer of at least 0",
    )


def test_a_graph_without_nodes_says_nothing_of_callbacks() -> None:
    assert check(callback_edits.add(Graph(), "early_stopping")).problems == ()
