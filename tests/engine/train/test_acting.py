"""The callbacks of a graph act on its runs, the same whether a run was broken off or not."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.editing import callback_edits, edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.module import Module
from hornstudio.engine.params import Words
from hornstudio.engine.runs.reading import read_run
from hornstudio.engine.text import Text
from hornstudio.engine.train import clock
from hornstudio.engine.train.evaluate import evaluate_run
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.run import train
from hornstudio.engine.train.steps.pace import Pace
from hornstudio.engine.watch.callback import Callback
from hornstudio.engine.watch.events import Checkpointed, Epoch, Failed, Finished, Knob, Note, Step
from hornstudio.engine.watch.view import RunView
from tests.engine import sample_graph
from tests.engine.train.optax_module import of_optax


def acting(kind: str, epochs: int = 9, **params: Any) -> Graph:
    """A small network that trains with a callback."""
    graph = sample_graph.mlp(batch_size=900)
    graph = replace(graph, training=replace(graph.training, epochs=epochs))
    return callback_edits.add(graph, kind, params)


def losses(events: list[Any]) -> list[float]:
    return [e.metrics["val_loss"] for e in events if isinstance(e, Epoch)]


RISING = {"mode": "max", "patience": 4, "start_from_epoch": 2, "restore_best_weights": True}
"""For a loss, which never rises: the third epoch is the best, the seventh the last."""


def broken_off(graph: Graph, run_dir: Path, checkpoint: int) -> None:
    """A run of which nothing is left but its folder, as the checkpoint of an epoch left it."""
    events = train(graph, run_dir=run_dir)
    for event in events:
        if isinstance(event, Checkpointed) and event.epoch == checkpoint:
            break
    events.close()


@pytest.fixture
def single_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step is told."""
    monkeypatch.setattr(Pace, "steps", 1)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    """A run that has ended early, and its events."""
    path = tmp_path_factory.mktemp("whole") / "run"
    return path, [*train(acting("early_stopping", **RISING), run_dir=path)]


def test_a_run_ends_early_in_words_with_its_best_weights(whole: tuple[Path, list[Any]]) -> None:
    path, events = whole
    finished, seen = events[-1], losses(events)
    assert isinstance(finished, Finished), finished
    words = "early stopping: val_loss has not risen for 4 epochs; best was epoch 3"
    assert (finished.epochs, finished.reason) == (7, words)
    assert any(isinstance(e, Note) and "those of epoch 3" in e.what for e in events)
    assert words in (path / "log.txt").read_text()
    assert (finished.metrics["val_loss"], finished.ends_with) == (seen[2], 3)
    folder = RunFolder.open(path)
    assert [p.stem[-1] for p in folder.checkpoints()] == ["3", "5", "6", "7"]
    assert folder.best() == folder.checkpoint("3")
    assert evaluate_run(path)["test_loss"] == finished.metrics["test_loss"]


@pytest.mark.parametrize("checkpoint", [2, 4, 7])
def test_a_resumed_run_ends_where_an_unbroken_one_does(
    whole: tuple[Path, list[Any]], tmp_path: Path, checkpoint: int
) -> None:
    graph = acting("early_stopping", **RISING)
    broken_off(graph, tmp_path / "run", checkpoint)
    rest = [*train(graph, run_dir=tmp_path / "run", resume=True)]
    first, second = whole[1][-1], rest[-1]
    assert isinstance(second, Finished), second
    assert (second.epochs, second.reason) == (first.epochs, first.reason)
    assert second.metrics == first.metrics
    assert len(losses(rest)) == first.epochs - checkpoint


def test_who_trains_on_after_the_end_has_new_patience(
    whole: tuple[Path, list[Any]], tmp_path: Path
) -> None:
    path = shutil.copytree(whole[0], tmp_path / "run")
    rest = [*train(acting("early_stopping", **RISING), epochs=9, run_dir=path, resume=True)]
    assert len(losses(rest)) == 2
    assert rest[-1].reason == ""
    assert rest[-1].metrics["val_loss"] == losses(whole[1])[2]


def test_without_a_folder_the_best_weights_are_kept_all_the_same(
    whole: tuple[Path, list[Any]],
) -> None:
    finished = [*train(acting("early_stopping", **RISING), checkpoints=False)][-1]
    assert finished.metrics == whole[1][-1].metrics


@pytest.mark.parametrize("optimizer", ["sgd", "schedule_free_sgd"])
def test_the_best_weights_are_the_average_that_the_optimizer_had_then(
    tmp_path: Path, optimizer: str
) -> None:
    graph = acting("best_weights", 3, mode="max")  # of a loss, so that the first epoch is the best
    if optimizer == "sgd":
        graph = edits.set_param(graph, "sgd", "use_ema", True)
    else:
        graph = edits.replace_kind(graph, "sgd", optimizer, {})
    last = [*train(graph, run_dir=tmp_path / "run")][-1]
    assert isinstance(last, Finished), last
    then, later = (evaluate_run(tmp_path / "run", name) for name in ("epoch-0001", "epoch-0003"))
    assert {name: last.metrics[name] for name in then} == then != later
    assert [*train(graph, checkpoints=False)][-1].metrics == last.metrics


def test_best_weights_end_a_run_that_was_stopped_within_an_epoch(tmp_path: Path) -> None:
    graph = acting("best_weights", mode="max")
    events = train(graph, run_dir=tmp_path / "run")
    event = next(e for e in events if isinstance(e, Step) and e.epoch == 3)
    while not isinstance(event, Finished):
        event = events.send("stop")
    assert event.metrics["val_loss"] == max(losses(RunFolder.open(tmp_path / "run").events()))
    assert RunFolder.open(tmp_path / "run").best().stem == "epoch-0001"


def test_a_best_checkpoint_that_is_damaged_costs_no_other_epoch(tmp_path: Path) -> None:
    graph = acting("best_weights", 3, mode="max")  # of a loss, so that the first epoch is the best
    path = tmp_path / "run"
    assert [*train(graph, run_dir=path)][-1].metrics["val_loss"] > 0
    best = RunFolder.open(path).checkpoint("1")
    best.write_bytes(best.read_bytes()[:-1])
    events = [*train(graph, epochs=4, run_dir=path, resume=True)]
    assert isinstance(events[-1], Finished), events[-1]
    assert events[-1].metrics["val_loss"] == losses(events)[-1]
    said = [e.what for e in events if isinstance(e, Note)]
    assert "the checkpoint of epoch 1, where val_loss was best, is damaged or gone" in said[-1]
    assert RunFolder.open(path).facts()["ends_with"] is None


class Diverging(Callback):
    """Spoils the weights after the second epoch."""

    def epoch(self, run: RunView, event: Epoch) -> None:
        if event.epoch == 2:
            weights = dict(run.carry["weights"])
            weights["scores"] = {k: v * np.nan for k, v in weights["scores"].items()}
            run.carry = {**run.carry, "weights": weights}


def test_numbers_that_are_none_end_a_run_as_it_was_told() -> None:
    graph = acting("terminate_on_nan")
    ended = [*train(graph, epochs=4, checkpoints=False, callbacks=[Diverging()])][-1]
    assert isinstance(ended, Finished), ended
    assert "scores.output became nan at epoch 3, step 1" in ended.reason
    plain = [*train(graph, epochs=2, checkpoints=False)][-1]
    assert ended.metrics == plain.metrics  # those of the last whole epoch
    failed = [*train(acting("time_limit"), epochs=4, checkpoints=False, callbacks=[Diverging()])][
        -1
    ]
    assert isinstance(failed, Failed), failed
    assert "became nan at epoch 3" in failed.reason


@pytest.mark.parametrize(
    "kinds", [("best_weights", "terminate_on_nan"), ("terminate_on_nan", "best_weights")]
)
def test_the_best_weights_are_kept_also_where_numbers_ran_away(
    tmp_path: Path, kinds: tuple[str, str]
) -> None:
    graph = sample_graph.mlp(batch_size=900, epochs=4)
    for kind in kinds:
        params = {"mode": "max"} if kind == "best_weights" else {}  # a loss never rises
        graph = callback_edits.add(graph, kind, params)
    events = [*train(graph, run_dir=tmp_path / "run", callbacks=[Diverging()])]
    notes = [str(event.what) for event in events if isinstance(event, Note)]
    assert notes[-2:] == [
        "the run went back to the weights of its last whole epoch",
        "the weights are those of epoch 1, where val_loss was best",
    ]
    assert events[-1].ends_with == 1


def test_epochs_that_come_again_are_told(tmp_path: Path) -> None:
    graph = acting("model_checkpoint", 3, save_best_only=True, mode="max")
    _ = [*train(graph, run_dir=tmp_path / "run")]
    started = next(e for e in train(graph, run_dir=tmp_path / "run", resume=True))
    assert "epochs 2 to 3 are done again: they have left no checkpoint" in started.notes
    (tmp_path / "run" / "metrics.jsonl").write_text("")
    graph = acting("model_checkpoint", 2, every_epochs=2)
    _ = [*train(graph, run_dir=tmp_path / "other")]
    started = next(e for e in train(graph, run_dir=tmp_path / "other", epochs=3, resume=True))
    assert not any("done again" in note for note in started.notes)


class Bursting(Callback):
    """Within the third epoch the weights become so large that no step after it can hold them."""

    def step(self, run: RunView, event: Step) -> None:
        if (event.epoch, event.step) == (3, 1):
            weights = dict(run.carry["weights"])
            weights["scores"] = {k: v * 0 + 3e38 for k, v in weights["scores"].items()}
            run.carry = {**run.carry, "weights": weights}
            run.stop(Text("enough"))


@pytest.mark.usefixtures("single_steps")
def test_numbers_that_were_about_to_run_away_are_not_gone_back_to(tmp_path: Path) -> None:
    graph = acting("terminate_on_nan", 4)
    stopped = [*train(graph, run_dir=tmp_path / "run", callbacks=[Bursting()])][-1]
    assert isinstance(stopped, Finished), stopped
    ended = [*train(graph, run_dir=tmp_path / "run", resume=True)][-1]
    assert isinstance(ended, Finished), ended
    assert "became" in ended.reason
    assert ended.ends_with == 2
    assert ended.metrics == [*train(graph, epochs=2, checkpoints=False)][-1].metrics


@pytest.mark.usefixtures("single_steps")
def test_a_run_without_a_whole_epoch_to_go_back_to_has_failed(tmp_path: Path) -> None:
    graph = acting("terminate_on_nan", 4)
    _ = [*train(graph, run_dir=tmp_path / "run", callbacks=[Bursting()])]
    for path in RunFolder.open(tmp_path / "run").checkpoints():
        if "step" not in path.name:
            path.unlink()
    failed = [*train(graph, run_dir=tmp_path / "run", resume=True)][-1]
    assert isinstance(failed, Failed), failed


def test_a_run_that_a_callback_ends_is_finished_and_keeps_why(tmp_path: Path) -> None:
    graph = acting("time_limit", minutes=1e-9)
    ended = [*train(graph, run_dir=tmp_path / "run")][-1]
    assert (ended.epochs, ended.reason) == (1, "time limit: 1e-09 minutes are over")
    assert not ended.stopped
    record = read_run(tmp_path / "run")
    assert record is not None
    assert (record.state, record.reason, record.epochs_done) == ("finished", ended.reason, 0)
    assert record.epochs == 9
    assert isinstance(record.why, Text)
    assert record.why.template == "time limit: {minutes:g} minutes are over"


def test_a_time_limit_counts_no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    hours = Hours()
    monkeypatch.setattr(clock, "time", hours)
    run = train(acting("time_limit", 3, minutes=10.0), checkpoints=False)
    events = []
    for event in run:
        events.append(event)
        hours.seconds += 3600.0  # nobody asks for more
    assert isinstance(events[-1], Finished), events[-1]
    assert (events[-1].epochs, events[-1].reason) == (3, "")
    assert 0 < sum(e.seconds for e in events if isinstance(e, Epoch)) < events[-1].seconds < 1
    slow = [*train(acting("time_limit", 3, minutes=10.0), checkpoints=False, callbacks=[hours])]
    assert slow[-1].reason == "time limit: 10 minutes are over"
    assert 3600 < slow[-1].seconds < 3601


class Hours(Callback):
    """A clock that hardly moves, and a callback that takes an hour of it for each dispatch."""

    seconds = 0.0

    def perf_counter(self) -> float:
        """As that of `time`."""
        self.seconds += 1e-3
        return self.seconds

    def step(self, run: RunView, event: Step) -> None:
        self.seconds += 3600.0


@pytest.mark.parametrize(
    ("params", "kept"),
    [
        ({"every_epochs": 2}, ["2", "4", "5"]),
        ({"max_to_keep": 1}, ["5"]),
        ({"save_best_only": True, "mode": "max"}, ["1"]),
        ({"save_best_only": True, "initial_value_threshold": 0.1}, []),
    ],
)
def test_checkpoints_are_those_that_were_asked_for(
    tmp_path: Path, params: dict[str, Any], kept: list[str]
) -> None:
    finished = [*train(acting("model_checkpoint", 5, **params), run_dir=tmp_path / "run")][-1]
    assert isinstance(finished, Finished), finished
    assert [p.stem[-1] for p in RunFolder.open(tmp_path / "run").checkpoints()] == kept


def rates(events: list[Any]) -> list[tuple[int, float]]:
    return [(e.epoch, round(e.new, 6)) for e in events if isinstance(e, Knob)]


def test_a_plateau_lowers_the_rate_the_same_after_a_resumption(tmp_path: Path) -> None:
    graph = acting(
        "reduce_lr_on_plateau", 6, mode="max", patience=2, factor=0.5, cooldown=1, min_lr=0.03
    )
    whole = [*train(graph, run_dir=tmp_path / "whole")]
    assert rates(whole) == [(3, 0.05), (5, 0.03)]
    assert next(e.what for e in whole if isinstance(e, Note)).startswith("learning rate 0.05, from")
    broken_off(graph, tmp_path / "run", 3)  # it has just been lowered
    rest = [*train(graph, run_dir=tmp_path / "run", resume=True)]
    assert rest[-1].metrics == whole[-1].metrics
    assert rates(rest) == [(5, 0.03)]


def test_the_best_weights_come_back_though_the_rate_was_lowered(tmp_path: Path) -> None:
    graph = acting("reduce_lr_on_plateau", mode="max", patience=1)
    graph = callback_edits.add(graph, "early_stopping", RISING)
    events = [*train(graph, run_dir=tmp_path / "run")]
    assert isinstance(events[-1], Finished), events[-1]
    assert (events[-1].epochs, events[-1].metrics["val_loss"]) == (7, losses(events)[2])


class Telling(Callback):
    """A callback of one's own."""

    def __init__(self, *, words: str) -> None:
        self.words = words

    def epoch(self, run: RunView, event: Epoch) -> None:
        run.stop(Text("{words} after epoch {epoch}", words=self.words, epoch=event.epoch))


def test_a_module_of_ones_own_acts_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Module(
        kind="telling",
        title="Telling",
        category="callback",
        help="Ends a run.",
        watch=Telling,
        params=(Words(name="words", default="enough", help="What is said."),),
    )
    monkeypatch.setitem(catalog().modules, ("callback", "telling"), own)
    finished = [*train(acting("telling", words="so"), checkpoints=False)][-1]
    assert (finished.epochs, finished.reason) == (1, "so after epoch 1")


def test_an_optimizer_of_ones_own_may_be_one_of_optax(monkeypatch: pytest.MonkeyPatch) -> None:
    of_optax(monkeypatch)
    graph = edits.replace_kind(acting("best_weights", 1), "sgd", "of_optax", {})
    last = [*train(graph, checkpoints=False)][-1]
    assert isinstance(last, Finished), last


def test_of_a_schedule_a_plateau_multiplies_all_that_it_gives() -> None:
    graph = acting("reduce_lr_on_plateau", 3, mode="max", patience=1, factor=0.25)
    schedule = {"kind": "exponential_decay", "params": {"initial_learning_rate": 0.1}}
    graph = edits.set_param(graph, "sgd", "learning_rate", schedule)
    events = [*train(graph, checkpoints=False)]
    assert isinstance(events[-1], Finished), events[-1]
    assert rates(events) == [(2, 0.25), (3, 0.0625)]
