"""A run whose numbers run away ends at once, with the step, the node, and the last good weights."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from hornstudio.engine.compile import loop
from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph
from hornstudio.engine.lazy import jax
from hornstudio.engine.text import Text
from hornstudio.engine.train import progress
from hornstudio.engine.train.kept import checkpoint_folder
from hornstudio.engine.train.kept.checkpoint import load_checkpoint
from hornstudio.engine.train.run import train
from hornstudio.engine.train.steps import device_data
from hornstudio.engine.train.steps.memory import copies
from hornstudio.engine.train.trouble.probe import Fault
from hornstudio.engine.train.trouble.runaway import runaway
from hornstudio.engine.watch.events import Checkpointed, Failed, Step
from tests.engine import sample_graph
from tests.engine.composite.sample_composite import residual
from tests.engine.train.trees import assert_equal_trees

SAMPLE = 1234


def graph() -> Graph:
    return sample_graph.mlp(batch_size=100)


def planted(monkeypatch: pytest.MonkeyPatch, value: float) -> None:
    """Put a value into all pixels of one sample."""
    real = progress.load_dataset

    def load(*args: Any) -> Any:
        dataset = real(*args)
        pictures = np.array(dataset.train["digits.image"], np.float32)
        pictures[SAMPLE] = value
        return replace(dataset, train={**dataset.train, "digits.image": pictures}, hash=str(value))

    monkeypatch.setattr(progress, "load_dataset", load)
    monkeypatch.setattr(device_data, "_kept", {})


def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrays seem to lie on a device with memory of its own, and room for a copy."""
    seen = copies._device_of
    device = SimpleNamespace(platform="gpu")
    monkeypatch.setattr(copies, "_device_of", lambda tree: device if seen(tree) else None)


@pytest.mark.parametrize("is_beside", [False, True], ids=["processor", "beside"])
def test_the_step_and_the_node_are_named_and_the_weights_before_kept(
    is_beside: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_beside:
        beside(monkeypatch)
    planted(monkeypatch, np.nan)
    rows = loop.epoch_rows(3600, 100, 3, 1)[0]
    step = 1 + int(np.flatnonzero((rows == SAMPLE).any(axis=1))[0])
    events = list(train(graph(), run_dir=tmp_path / "run"))
    failed = events[-1]
    assert isinstance(failed, Failed)
    assert failed.node == "digits"
    assert f"digits.image holds nan at epoch 1, step {step}: it came with" in failed.reason
    assert max((e.step for e in events if isinstance(e, Step)), default=0) < step
    (saved,) = (e for e in events if isinstance(e, Checkpointed))
    assert saved.step == step - 1
    trees, _ = load_checkpoint(Path(saved.path))
    assert all(np.isfinite(x).all() for x in jax.tree.leaves(trees["weights"]))
    assert all(len(x) == step - 1 for x in trees["logged"][0])
    again = list(train(graph(), run_dir=tmp_path / "run", resume=True))  # the same happens again
    assert again[-1] == failed
    assert_equal_trees(load_checkpoint(Path(saved.path))[0], trees)


def test_a_learning_rate_that_is_too_high_is_told_to_be_so() -> None:
    wild = edits.set_param(graph(), "sgd", "learning_rate", 1e30)
    failed = list(train(wild, checkpoints=False))[-1]
    assert isinstance(failed, Failed)
    assert failed.node in wild.nodes
    assert "at epoch 1, step 2" in failed.reason
    assert "smaller learning rate" in failed.reason


def test_what_is_infinite_before_anything_was_learned_is_not_put_on_the_learning_rate() -> None:
    at_once = Fault("forward", "loss", "loss", "inf")
    assert "begin in smaller weights" in str(runaway(graph(), 1, 1, at_once))
    assert "learning rate" not in str(runaway(graph(), 1, 1, at_once))
    assert "smaller learning rate" in str(runaway(graph(), 1, 2, at_once))


def test_a_full_disk_hides_neither_the_number_nor_its_node(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, *_: Any) -> None:
        reason = Text("No space left on device")
        raise FileError("cannot write {path}: {reason}", path=str(path), reason=reason)

    monkeypatch.setattr(checkpoint_folder, "save_checkpoint", full)
    wild = edits.set_param(graph(), "sgd", "learning_rate", 1e30)
    failed = list(train(wild, run_dir=tmp_path / "run"))[-1]
    assert isinstance(failed, Failed)
    assert failed.node in wild.nodes
    assert "at epoch 1, step 2" in failed.reason
    what, lost, *rest = failed.reason.split(". ")
    assert what.endswith(("is not a finite number", "by the optimizer", "step 2"))
    assert lost == "The last good weights could not be kept: No space left on device"
    assert "What may help: try a smaller learning rate" in rest[0]
    assert "epoch-0001-step-000001.safetensors: No space left on device" in rest[-1]


def test_of_what_lies_in_a_composite_its_use_is_named() -> None:
    graph = residual()
    use, *_ = (i for i in graph.nodes if graph.nodes[i].kind in graph.groups)
    inner = flatten(graph).ids_of(use)[0]
    error = runaway(graph, 2, 5, Fault("gradient", inner, inner, "nan"))
    assert error.node == use
    assert f"the gradient through {use} › wide became nan at epoch 2, step 5" in str(error)
    assert "try a smaller learning rate" in str(runaway(graph, 2, 5, None))
