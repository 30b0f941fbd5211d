"""A turn by which a figure becomes another: what is best is sought anew, and told."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Held, freeze
from hornstudio.engine.runs.reading import read_run
from hornstudio.engine.train.kept.checkpoint import load_checkpoint
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.live.turn import Turn
from hornstudio.engine.train.run import STOP, train
from hornstudio.engine.train.steps.pace import Pace
from hornstudio.engine.watch.events import (
    Epoch,
    Knob,
    Note,
)
from tests.engine import sample_graph
from tests.engine.train.live.driving import driven, knobs

RATE = "learning_rate"
SPLIT = "validation_split"


WATCHED = [
    Held("best_weights", freeze({"monitor": "val_loss"})),
    Held("early_stopping", freeze({"monitor": "loss", "patience": 3})),
    Held("reduce_lr_on_plateau", freeze({"monitor": "loss", "patience": 2, "factor": 0.5})),
    Held("best_weights", freeze({"monitor": "val_accuracy"})),
]
MADE_LARGER = {(2, 9): Turn("loss", "weight", 5.0)}
"""By which every loss after it is above all those before."""


def watched() -> Graph:
    graph = sample_graph.mlp(epochs=6, batch_size=100)
    return edits.set_training(graph, replace(graph.training, callbacks=tuple(WATCHED)))


@pytest.fixture(scope="module")
def made_larger(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    """A run that goes on well, with another loss from within its second epoch on."""
    folder = tmp_path_factory.mktemp("larger") / "run"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pace, "steps", 9)
        return folder, driven(train(watched(), run_dir=folder), MADE_LARGER)


def test_what_is_best_by_another_loss_is_sought_anew(
    made_larger: tuple[Path, list[Any]], tmp_path: Path
) -> None:
    path, events = made_larger
    epochs = [e.metrics for e in events if isinstance(e, Epoch)]
    (knob,) = [e for e in events if isinstance(e, Knob)]
    assert knob.changes == ["loss", "val_loss"]
    assert len(epochs) == 6  # all after the turn are worse than the first, and none is counted
    assert [k[:2] for k in knobs(events)] == [("loss", "weight")]  # nor is the rate reduced
    assert min(e["val_loss"] for e in epochs[1:]) > epochs[0]["val_loss"]
    best = min(range(1, 6), key=lambda i: epochs[i]["val_loss"]) + 1
    accurate = max(range(6), key=lambda i: epochs[i]["val_accuracy"]) + 1
    said = [e.what for e in events if isinstance(e, Note)]
    assert f"the weights are those of epoch {best}, where val_loss was best" in said
    assert f"the weights are those of epoch {accurate}, where val_accuracy was best" in said
    assert read_run(path).best_epoch == best
    shutil.copytree(path, tmp_path / "run")
    RunFolder(tmp_path / "run").note(ends_with=None)
    assert RunFolder(tmp_path / "run").checkpoint("best").stem == f"epoch-000{best}"


@pytest.mark.parametrize("stop", [(1, 18), (2, 6), (2, 12), (3, 9), (4, 9)])
def test_what_is_best_by_another_loss_is_the_same_after_a_resume(
    stop: tuple[int, int],
    made_larger: tuple[Path, list[Any]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, whole = made_larger
    monkeypatch.setattr(Pace, "steps", 3)
    driven(train(watched(), run_dir=tmp_path / "run"), {**MADE_LARGER, stop: STOP})
    again = driven(train(watched(), run_dir=tmp_path / "run", resume=True), MADE_LARGER)
    assert again[-1].metrics == whole[-1].metrics
    assert again[-1].ends_with == whole[-1].ends_with
    ends = [load_checkpoint(RunFolder(p).checkpoint("last"))[1] for p in (path, tmp_path / "run")]
    assert ends[0]["callbacks"] == ends[1]["callbacks"]
    stems = [[c.stem for c in RunFolder(p).checkpoints()] for p in (path, tmp_path / "run")]
    assert stems[0] == stems[1]


@pytest.mark.parametrize("epoch", [1, 2, 4])
def test_so_it_is_where_the_turn_comes_again_from_the_record(
    epoch: int, made_larger: tuple[Path, list[Any]], tmp_path: Path
) -> None:
    """As after a kill: nobody asks for the turn a second time."""
    path, whole = made_larger
    shutil.copytree(path, tmp_path / "run")
    name = f"epoch-000{epoch}"
    again = list(train(watched(), run_dir=tmp_path / "run", resume=True, checkpoint=name))
    assert [k[:2] for k in knobs(again)] == [("loss", "weight")][: epoch < 2]
    assert again[-1].metrics == whole[-1].metrics
    assert again[-1].ends_with == whole[-1].ends_with
    assert (
        RunFolder(tmp_path / "run").checkpoint("best").stem
        == RunFolder(path).checkpoint("best").stem
    )


def test_the_best_before_is_kept_until_another_has_left_a_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing is held back, the epoch of the turn tells a mixture, and is best of nothing."""
    monkeypatch.setattr(Pace, "steps", 9)
    graph = edits.set_param(sample_graph.mlp(epochs=4, batch_size=100), "digits", SPLIT, 0.0)
    only_best = Held("model_checkpoint", freeze({"save_best_only": True, "monitor": "loss"}))
    graph = edits.set_training(graph, replace(graph.training, callbacks=(only_best,)))
    plan: dict[Any, Any] = {**MADE_LARGER, (3, 18): STOP}
    driven(train(graph, run_dir=tmp_path / "run"), plan)
    folder = RunFolder(tmp_path / "run")
    assert [c.stem for c in folder.checkpoints()] == ["epoch-0001", "epoch-0003-step-000018"]
    assert folder.checkpoint("best").stem == "epoch-0001"
    driven(train(graph, run_dir=folder.path, resume=True), {})
    assert folder.checkpoint("best").stem == "epoch-0004"


def test_only_the_figures_are_others_that_a_turn_is_part_of() -> None:
    graph = sample_graph.mlp(batch_size=100)
    decay = {"kind": "l2", "params": {"l2": 0.01}}
    asked = [
        Turn("sgd", "learning_rate", 0.02),
        Turn("hidden", "frozen", True),
        Turn("hidden", "kernel_regularizer", decay),
        Turn("loss", "label_smoothing", 0.1),
    ]
    plan = {(1, 9): asked}
    events = driven(train(graph, checkpoints=False), plan)  # type: ignore[arg-type]
    found = {e.param: e.changes for e in events if isinstance(e, Knob)}
    others = ["loss", "val_loss"]
    assert found == {
        "learning_rate": [],
        "frozen": [],
        "kernel_regularizer": others,
        "label_smoothing": others,
    }


def test_a_factor_of_a_schedule_that_gives_nothing_any_more_is_told_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Pace, "steps", 9)
    falling = {"kind": "cosine_decay", "params": {"initial_learning_rate": 0.1, "decay_steps": 12}}
    graph = edits.set_param(sample_graph.mlp(epochs=2, batch_size=100), "sgd", RATE, falling)
    plan = {(1, 9): Turn("sgd", f"{RATE}.factor", 2.0), (2, 9): Turn("sgd", f"{RATE}.factor", 3.0)}
    events = driven(train(graph, checkpoints=False), plan)
    assert len(knobs(events)) == 2
    said = [e.what for e in events if isinstance(e, Note)]
    (words,) = [what for what in said if "any factor" in what]
    assert words.startswith("the schedule of sgd.learning_rate gives 0 to the end of the run, and")
    assert said.index(words) == 0
    assert events.index(next(e for e in events if isinstance(e, Note))) > events.index(
        [e for e in events if isinstance(e, Knob)][1]
    )
