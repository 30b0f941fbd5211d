"""Turning while a run goes on: told, recorded, and repeated to the bit."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import jax
import numpy as np
import pytest

from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Held, freeze
from hornstudio.engine.runs.reading import read_run
from hornstudio.engine.train.branch import beginning
from hornstudio.engine.train.evaluate import evaluate_run
from hornstudio.engine.train.kept.checkpoint import load_checkpoint
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.live import turning
from hornstudio.engine.train.live.turn import Turn
from hornstudio.engine.train.run import STOP, train
from hornstudio.engine.train.steps.compiled import compiled
from hornstudio.engine.train.steps.pace import Pace
from hornstudio.engine.watch.events import (
    Declined,
    Epoch,
    Finished,
    Knob,
    Note,
    Preparing,
    Started,
    Step,
)
from tests.engine import sample_graph

PLAN = {
    (1, 9): Turn("sgd", "learning_rate", 0.02),
    (2, 9): Turn("hidden", "frozen", True),
    (3, 9): Turn("sgd", "momentum", 0.0),
}
"""After which step something is turned; the last one changes nothing."""


RATE = "learning_rate"
SPLIT = "validation_split"


def driven(run: Any, plan: dict[tuple[int, int], Any], stop_at: int = 0) -> list[Any]:
    """All events; what the plan says is asked for as soon as its step is over."""
    events, wish = [], None
    while True:
        try:
            event = run.send(wish)
        except StopIteration:
            return events
        events.append(event)
        wish = plan.get((event.epoch, event.step)) if isinstance(event, Step) else None
        if isinstance(event, Step) and event.epoch == stop_at:
            wish = STOP


def knobs(events: list[Any]) -> list[tuple[Any, ...]]:
    found = [e for e in events if isinstance(e, Knob)]
    return [(k.node, k.param, k.old, k.new, k.epoch, k.step) for k in found]


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


# ---------------------------------------------------------------------------- what is best


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


# ---------------------------------------------------------------------------- thawing

THAWING = {
    (1, 9): Turn("hidden", "frozen", False),
    (2, 3): Turn("adam", "learning_rate", 0.002),
    (2, 9): Turn("hidden", "frozen", True),
    (3, 3): Turn("hidden", "frozen", False),
}
THAWED = [
    ("hidden", "frozen", True, False, 1, 9),
    ("adam", "learning_rate", 0.01, 0.002, 2, 3),
    ("hidden", "frozen", False, True, 2, 9),
    ("hidden", "frozen", True, False, 3, 3),
]


def begun_frozen() -> Graph:
    graph = edits.set_attribute(
        sample_graph.mlp(epochs=4, batch_size=100), "hidden", "frozen", True
    )
    averaged = {"learning_rate": 0.01, "use_ema": True}
    return edits.rename_node(edits.replace_kind(graph, "sgd", "adam", averaged), "sgd", "adam")


@pytest.fixture(scope="module")
def thawed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    """A run in which a layer that began frozen learns, rests, and learns again."""
    folder = tmp_path_factory.mktemp("thawed") / "run"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pace, "steps", 3)
        return folder, driven(train(begun_frozen(), run_dir=folder), THAWING)


def kernels(path: Path) -> list[Any]:
    found = [load_checkpoint(p)[0]["weights"] for p in RunFolder.open(path).checkpoints()]
    return [weights["hidden"]["kernel"] for weights in found]


def test_a_layer_that_began_frozen_learns_from_when_it_is_thawed(
    thawed: tuple[Path, list[Any]],
) -> None:
    path, events = thawed
    assert knobs(events) == THAWED
    assert knobs(RunFolder.open(path).knobs()) == THAWED
    again = [e for e in events if isinstance(e, Preparing) and "once more" in e.what]
    assert len(again) == 2  # to thaw it, and for the first number that is turned
    other = path.with_name("frozen")
    list(train(begun_frozen(), run_dir=other, epochs=2))
    first, second = kernels(other)
    assert np.array_equal(first, second)
    assert not np.array_equal(first, kernels(path)[0])


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_run_with_thawed_layers_is_resumed_to_the_bit(
    kept: int, thawed: tuple[Path, list[Any]], tmp_path: Path
) -> None:
    path, events = thawed
    shutil.copytree(path, tmp_path / "run")
    folder = RunFolder(tmp_path / "run")
    shutil.rmtree(folder.snapshots.path, ignore_errors=True)
    for checkpoint in folder.checkpoints()[kept:]:
        checkpoint.unlink()
    again = list(train(begun_frozen(), run_dir=tmp_path / "run", resume=True))
    figures = [e.metrics for e in events if isinstance(e, Epoch | Finished)]
    missing = len(figures) - len([e for e in again if isinstance(e, Epoch | Finished)])
    assert missing == (kept and kept + 1)  # three of four are kept
    assert [e.metrics for e in again if isinstance(e, Epoch | Finished)] == figures[missing:]
    whole, resumed = (
        load_checkpoint(RunFolder(p).checkpoint("last"))[0] for p in (path, folder.path)
    )
    assert jax.tree.all(jax.tree.map(np.array_equal, whole, resumed))


def test_what_was_thawed_is_evaluated_and_goes_on_in_a_branch(
    thawed: tuple[Path, list[Any]], tmp_path: Path
) -> None:
    path, events = thawed
    assert evaluate_run(path, "last") == {
        name: pytest.approx(value, rel=1e-6)
        for name, value in events[-1].metrics.items()
        if name.startswith("test_")
    }
    learning = edits.set_attribute(begun_frozen(), "hidden", "frozen", False)
    branch = beginning(Program(plan_graph(learning)), 0, None, path, "last")
    assert branch.parent["optimizer"] == "kept"
    held = load_checkpoint(RunFolder(path).checkpoint("last"))[0]
    assert np.array_equal(
        branch.carry["optimizer"]["average"]["hidden"]["bias"], held["thawed"]["hidden"]["0"]
    )


def test_what_is_evaluated_counts_with_the_knobs_where_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pace, "steps", 3)
    decay = {"kind": "l2", "params": {"l2": 0.01}}
    graph = edits.set_param(begun_frozen(), "hidden", "kernel_regularizer", decay)
    plan = {
        (1, 3): Turn("loss", "weight", 2.0),
        (2, 9): Turn("hidden", "frozen", False),
    }
    whole = driven(train(graph, run_dir=tmp_path / "run", epochs=2), plan)
    first = driven(train(graph, run_dir=tmp_path / "first", epochs=1), plan)
    for name, ended in (("last", whole), ("epoch-0001", first)):
        figures = {k: v for k, v in ended[-1].metrics.items() if k.startswith("test_")}
        assert evaluate_run(tmp_path / "run", name) == pytest.approx(figures, rel=1e-6)


def normalized(epochs: int) -> Graph:
    """A small network in which the running figures of `weights` move."""
    return sample_graph.graph(
        {
            "digits": sample_graph.node("digits", validation_split=0.1),
            "flatten": sample_graph.node("flatten"),
            "hidden": sample_graph.node("dense", units=8),
            "weights": sample_graph.node("batch_normalization"),
            "scores": sample_graph.node("dense", units=10, activation="softmax"),
            "loss": sample_graph.node("categorical_crossentropy"),
            "adam": sample_graph.node("adam"),
        },
        [
            ("digits.image", "flatten.input"),
            *sample_graph.chain("flatten", "hidden", "weights", "scores"),
            *sample_graph.judged("scores", "digits.label", "loss"),
            ("loss.loss", "adam.loss"),
        ],
        epochs=epochs,
    )


def test_what_is_thawed_together_takes_one_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pace, "steps", 3)
    made: list[Any] = []

    def noted(*given: Any) -> Any:
        made.append(given)
        return compiled(*given)

    monkeypatch.setattr(turning, "compiled", noted)
    graph, inner = normalized(epochs=2), ["hidden", "weights"]
    for node in inner:
        graph = edits.set_attribute(graph, node, "frozen", True)
    plan = {
        (1, 9): [Turn(node, "frozen", False) for node in inner],
        (2, 3): [Turn(node, "frozen", True) for node in inner],
    }
    whole = driven(train(graph, run_dir=tmp_path / "run"), plan)  # type: ignore[arg-type]
    assert [k[0] for k in knobs(whole)] == [*inner, *inner]
    assert len(made) == 2
    said = [e.what for e in whole if isinstance(e, Preparing) and "once more" in e.what]
    assert said[0] == f"Compiling once more, so that {len(inner)} modules can change"
    driven(train(graph, run_dir=tmp_path / "rest"), {**plan, (2, 9): STOP})
    made.clear()
    again = driven(train(graph, run_dir=tmp_path / "rest", resume=True), {})
    assert len(made) == 2
    assert again[-1].metrics == whole[-1].metrics


def test_running_figures_rest_while_their_layer_is_frozen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pace, "steps", 3)
    graph = normalized(epochs=3)
    plan = {(2, 3): Turn("weights", "frozen", True), (3, 9): Turn("weights", "frozen", False)}
    whole = driven(train(graph, run_dir=tmp_path / "run"), plan)
    assert [k[2:] for k in knobs(whole)] == [(False, True, 2, 3), (True, False, 3, 9)]
    kept = RunFolder(tmp_path / "run").checkpoints()
    states = [load_checkpoint(p)[0]["state"]["weights"] for p in kept]
    assert not np.array_equal(states[1]["moving_mean"], states[2]["moving_mean"])
    driven(train(graph, run_dir=tmp_path / "rest"), {**plan, (3, 6): STOP})
    resting = load_checkpoint(RunFolder(tmp_path / "rest").checkpoint("last"))[0]
    assert np.array_equal(states[1]["moving_mean"], resting["state"]["weights"]["moving_mean"])
    again = driven(train(graph, run_dir=tmp_path / "rest", resume=True), plan)
    assert again[-1].metrics == whole[-1].metrics


def test_shared_weights_thaw_together_in_batches_that_are_accumulated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pace, "steps", 2)
    graph = edits.set_attribute(sample_graph.two_in_two_out(), "encoder_2", "frozen", True)
    graph = edits.set_training(graph, replace(graph.training, gradient_accumulation=2))
    plan: dict[tuple[int, int], Any] = {(1, 4): Turn("encoder", "frozen", False)}
    whole = driven(train(graph, run_dir=tmp_path / "run"), plan)
    assert [k[:4] for k in knobs(whole)] == [("encoder", "frozen", True, False)]
    before = Program(plan_graph(graph)).init(graph.training.seed)[0]["encoder"]["kernel"]
    held = load_checkpoint(RunFolder(tmp_path / "run").checkpoint("last"))[0]
    assert np.abs(held["weights"]["encoder"]["kernel"] - before).max() > 1e-3
    driven(train(graph, run_dir=tmp_path / "rest"), {**plan, (1, 6): STOP})
    again = driven(train(graph, run_dir=tmp_path / "rest", resume=True), {})
    assert again[-1].metrics == whole[-1].metrics


def test_running_figures_that_began_at_rest_move_once_thawed_and_rest_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pace, "steps", 3)
    graph = edits.set_attribute(normalized(epochs=2), "weights", "frozen", True)
    plan = {
        (1, 9): Turn("weights", "frozen", False),
        (2, 3): Turn("weights", "frozen", True),
        (2, 18): Turn("weights", "frozen", False),
    }

    def figures(stop: tuple[int, int], name: str) -> Any:
        driven(train(graph, run_dir=tmp_path / name), {**plan, stop: STOP})
        trees = load_checkpoint(RunFolder(tmp_path / name).checkpoint("last"))[0]
        return trees["state"]["weights"]["moving_mean"]

    begun, moved, resting = (
        figures(at, f"run-{i}") for i, at in enumerate([(1, 6), (2, 3), (2, 15)])
    )
    assert not begun.any()
    assert moved.any()
    assert np.array_equal(moved, resting)
    whole = driven(train(graph, run_dir=tmp_path / "whole"), plan)
    resumed = driven(train(graph, run_dir=tmp_path / "run-2", resume=True), plan)
    assert resumed[-1].metrics == whole[-1].metrics
