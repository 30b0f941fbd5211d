"""Turning while a run goes on: told, recorded, and repeated to the bit."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.train.kept.checkpoint import load_checkpoint
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.live.turn import Turn
from hornstudio.engine.train.run import STOP, train
from hornstudio.engine.train.steps.pace import Pace
from hornstudio.engine.watch.events import (
    Declined,
    Epoch,
    Finished,
    Note,
    Preparing,
    Started,
    Step,
)
from tests.engine import sample_graph
from tests.engine.train.live.driving import driven, knobs

PLAN = {
    (1, 9): Turn("sgd", "learning_rate", 0.02),
    (2, 9): Turn("hidden", "frozen", True),
    (3, 9): Turn("sgd", "momentum", 0.0),
}
"""After which step something is turned; the last one changes nothing."""


EXPECTED = [
    ("sgd", "learning_rate", 0.1, 0.02, 1, 9),
    ("hidden", "frozen", False, True, 2, 9),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    """A run of three epochs with turns in two of them, nine steps a dispatch."""
    folder = tmp_path_factory.mktemp("turned") / "run"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pace, "steps", 9)
        graph = sample_graph.mlp(epochs=3, batch_size=100)
        return folder, driven(train(graph, run_dir=folder), PLAN)


def test_turns_are_told_and_recorded_with_their_step(whole: tuple[Path, list[Any]]) -> None:
    path, events = whole
    assert knobs(events) == EXPECTED
    folder = RunFolder.open(path)
    assert knobs(folder.events()) == EXPECTED
    assert knobs(folder.knobs()) == EXPECTED
    assert "sgd.learning_rate: 0.1 -> 0.02" in (path / "log.txt").read_text("utf-8")
    again = [e for e in events if isinstance(e, Preparing) and "once more" in e.what]
    assert len(again) == 1  # the second turn needed no compiling


def test_checkpoints_contain_what_was_turned_before_them(whole: tuple[Path, list[Any]]) -> None:
    path, _ = whole
    facts = [load_checkpoint(p)[1] for p in RunFolder.open(path).checkpoints()]
    assert [len(f.get("knobs", ())) for f in facts] == [1, 2, 2]
    second, third = (
        load_checkpoint(p)[0]["weights"] for p in RunFolder.open(path).checkpoints()[1:]
    )
    assert np.array_equal(second["hidden"]["kernel"], third["hidden"]["kernel"])
    assert not np.array_equal(second["scores"]["kernel"], third["scores"]["kernel"])


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_resumed_run_repeats_the_turns_to_the_bit(
    kept: int, whole: tuple[Path, list[Any]], tmp_path: Path
) -> None:
    """Cut otherwise, from a checkpoint before all turns, between them, and after them."""
    path, events = whole
    shutil.copytree(path, tmp_path / "run")
    for checkpoint in RunFolder(tmp_path / "run").checkpoints()[kept:]:
        checkpoint.unlink()
    graph = sample_graph.mlp(epochs=3, batch_size=100)
    again = list(train(graph, run_dir=tmp_path / "run", resume=True))
    assert knobs(again) == EXPECTED[kept:]
    figures = [e.metrics for e in events if isinstance(e, Epoch | Finished)]
    assert [e.metrics for e in again if isinstance(e, Epoch | Finished)] == figures[kept:]
    assert RunFolder(tmp_path / "run").knobs() == RunFolder(path).knobs()


def test_a_run_that_was_stopped_within_an_epoch_goes_on_with_what_was_turned(
    whole: tuple[Path, list[Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pace, "steps", 9)
    graph = sample_graph.mlp(epochs=3, batch_size=100)
    run, wish, seen = train(graph, run_dir=tmp_path / "run"), None, []
    while not seen or not isinstance(seen[-1], Finished):
        seen.append(run.send(wish))
        where = (seen[-1].epoch, seen[-1].step) if isinstance(seen[-1], Step) else ()
        wish = STOP if where == (1, 18) else PLAN.get(where)  # type: ignore[call-overload]
    rest = driven(train(graph, run_dir=tmp_path / "run", resume=True), PLAN)
    started = next(e for e in rest if isinstance(e, Started))
    assert (started.first_step, knobs(list(started.knobs))) == (18, EXPECTED[:1])
    figures = [e.metrics for e in whole[1] if isinstance(e, Epoch | Finished)]
    assert [e.metrics for e in rest if isinstance(e, Epoch | Finished)] == figures


def test_what_cannot_be_turned_is_declined_in_words() -> None:
    run = train(sample_graph.mlp(), checkpoints=False)
    asked = [
        Turn("nobody", "rate", 1),
        Turn("sgd", "learning_rate", -1),
        Turn("hidden", "units", 8),
        Turn("digits", "validation_split", 0.2),
        Turn("hidden", "kernel_initializer", {"kind": "zeros"}),
        Turn("flatten", "frozen", True),
        Turn("sgd", "speed", 1),
    ]
    events = [next(run)]
    while not isinstance(events[-1], Step):
        events.append(next(run))
    events = [run.send(asked), *run]
    reasons = [e.reason for e in events if isinstance(e, Declined)]
    assert len(reasons) == len(asked)
    for words, reason in zip(
        ("no node", "above 0", "train anew", "begins", "begins", "no weights", "no param"),
        reasons,
        strict=True,
    ):
        assert words in reason
    assert isinstance(events[-1], Finished)


def test_what_lies_in_a_composite_is_named_by_the_way_to_it(tmp_path: Path) -> None:
    graph = sample_graph.with_body("hidden", "relu", "scores", batch_size=100)
    asked = [
        Turn("body__gone", "rate", 1),
        Turn("body__relu", "frozen", True),
        Turn("body__hidden", "kernel_initializer", {"kind": "zeros"}),
        Turn("body__hidden", "frozen", True),
    ]
    events = driven(train(graph, run_dir=tmp_path), {(1, 8): asked})  # type: ignore[dict-item]
    assert [e.reason for e in events if isinstance(e, Declined)] == [
        "there is no node body › gone in this run",
        "body › relu has no weights to freeze",
        "body › hidden.kernel_initializer only counts when a run begins",
    ]
    again = [e.what for e in events if isinstance(e, Preparing) and "once more" in e.what]
    assert again == ["Compiling once more, so that body › hidden.frozen can change"]
    log = (tmp_path / "log.txt").read_text("utf-8")
    assert "body › hidden.frozen: False -> True" in log
    assert "body__" not in log


def test_what_is_no_dial_is_compiled_again() -> None:
    graph = edits.set_param(sample_graph.mlp(batch_size=100), "sgd", "momentum", 0.5)
    plan = {(1, 8): [Turn("sgd", "momentum", 0.9), Turn("loss", "weight", 2.0)]}
    events = driven(train(graph, checkpoints=False), plan)  # type: ignore[arg-type]
    assert [k[:4] for k in knobs(events)] == [
        ("sgd", "momentum", 0.5, 0.9),
        ("loss", "weight", 1.0, 2.0),
    ]
    (said,) = [e.what for e in events if isinstance(e, Note)]
    assert said.startswith("loss.weight was turned: from here on loss is another figure, and what")
    assert isinstance(events[-1], Finished)


def test_of_several_wishes_at_one_step_the_last_counts(tmp_path: Path) -> None:
    wishes = [
        Turn("sgd", "learning_rate", 0.05),
        Turn("loss", "weight", 2.0),
        Turn("sgd", "learning_rate", 0.03),
        Turn("loss", "weight", 1.0),  # as it was
        Turn("sgd", "learning_rate", 0.02),
    ]
    graph = sample_graph.mlp(batch_size=100)
    folder = tmp_path / "run"
    events = driven(train(graph, run_dir=folder), {(1, 8): wishes})  # type: ignore[dict-item]
    assert [k[:4] for k in knobs(events)] == [("sgd", "learning_rate", 0.1, 0.02)]
    assert knobs(RunFolder.open(folder).knobs()) == knobs(events)
