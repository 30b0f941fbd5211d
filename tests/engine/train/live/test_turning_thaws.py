"""Layers that are thawed and frozen while a run goes on."""

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
from hornstudio.engine.graph import Graph
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
    Epoch,
    Finished,
    Preparing,
)
from tests.engine import sample_graph
from tests.engine.train.live.driving import driven, knobs

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

    def noted(*given: Any, **how: Any) -> Any:
        made.append(given)
        return compiled(*given, **how)

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
