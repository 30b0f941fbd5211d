"""A run whose loss has stood still says so at its end."""

from pathlib import Path

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.train.run import train
from hornstudio.engine.train.trouble.remarks import Remarks, is_gone, still_for
from hornstudio.engine.watch.events import Finished, Knob
from tests.engine import sample_graph


@pytest.mark.parametrize(
    ("losses", "count"),
    [
        ([], 0),
        ([2.3], 0),
        ([2.303, 2.302], 2),
        ([2.4, 2.3], 0),
        ([2.5, 2.303, 2.302], 0),
        ([2.5, 2.303, 2.302, 2.302], 3),
        ([3.0, 2.9, 2.8, 2.7, 2.6, 2.6, 2.6], 0),
        ([3.0, 2.9, 2.6, 2.6, 2.6, 2.6], 4),
        ([0.0, 0.0, 0.0], 0),
        ([float("nan")] * 3, 0),
    ],
)
def test_a_loss_stands_still_where_it_moves_less_than_a_thousandth(
    losses: list[float], count: int
) -> None:
    assert still_for(losses) == count


def test_a_run_that_learns_nothing_says_so(tmp_path: Path) -> None:
    graph = edits.set_param(sample_graph.mlp(epochs=2), "sgd", "learning_rate", 1e-9)
    last = list(train(graph, run_dir=tmp_path / "run"))[-1]
    assert isinstance(last, Finished)
    (remark,) = last.remarks
    assert remark.startswith("the loss has stood still at 2.")
    assert "since epoch 1. If it should fall" in remark


def test_a_rate_that_has_come_down_to_nothing_is_named(tmp_path: Path) -> None:
    ended = {"kind": "cosine_decay", "params": {"decay_steps": 2}}
    graph = edits.set_param(sample_graph.mlp(epochs=3), "sgd", "learning_rate", ended)
    last = list(train(graph, run_dir=tmp_path / "run"))[-1]
    assert isinstance(last, Finished)
    (remark,) = last.remarks
    assert "and the learning rate has come down to 0." in remark
    assert "let the rate come down later, or less far; the run has " in remark


def test_a_rate_that_was_gone_for_half_of_a_run_is_named_though_the_loss_moves(
    tmp_path: Path,
) -> None:
    ended = {"kind": "cosine_decay", "params": {"decay_steps": 30, "initial_learning_rate": 0.5}}
    graph = edits.set_param(sample_graph.mlp(epochs=4), "sgd", "learning_rate", ended)
    wire = next(wire for wire in graph.wires if wire.target == "scores.input")
    noisy = edits.add_node(graph, "noise", sample_graph.node("dropout", rate=0.5))
    noisy = edits.insert_on_wire(noisy, wire, "noise", ("input", "output"))
    last = list(train(noisy, run_dir=tmp_path / "run"))[-1]
    assert isinstance(last, Finished)
    (remark,) = last.remarks
    assert remark.startswith("for half of the run or more the learning rate was 0 or less, with ")
    assert "at its highest it was 0.5. Let it come down later, or train for fewer epochs" in remark


def test_a_figure_that_was_turned_into_another_is_told_once() -> None:
    def knob(node: str, *names: str) -> Knob:
        changes = [*names, *(f"val_{name}" for name in names)]
        where = {"old": 1.0, "new": 2.0, "epoch": 1, "step": 9}
        return Knob(node=node, param="weight", changes=changes, **where)

    remarks = Remarks()
    (words,) = remarks.on_other_figures(knob("body__second", "loss"))
    assert words.startswith("body › second.weight was turned: from here on loss is another figure")
    assert remarks.on_other_figures(knob("first", "loss")) == []
    assert remarks.on_other_figures(knob("sgd")) == []
    (words,) = remarks.on_other_figures(knob("third", "loss", "third"))
    assert " from here on third is another figure" in words
    assert remarks.words == []


def test_a_rate_is_gone_that_was_for_half_of_a_run() -> None:
    assert is_gone([0.1, 0.05, 1e-5, 0.0, 0.0])
    assert not is_gone([0.1, 0.05, 0.01, 0.0, 0.0])
    assert not any(map(is_gone, ([], [0.1], [0.0, 0.0], [0.0, 0.05, 0.1], [0.1] * 9)))


def test_rates_that_have_not_come_down_are_not_blamed() -> None:
    for rates in ([], [0.1, 0.01], [0.0, 0.1, 0.1]):
        remarks = Remarks()
        for _ in range(4):
            remarks.hear({"loss": 2.3})
        assert remarks.stands_still == 4
        words = remarks.on_standing_still(4, 4, 100, rates)
        assert "scaled to numbers near 0, try another learning rate" in str(words)
        assert remarks.words == [words]
