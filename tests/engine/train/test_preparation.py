"""What is prepared is what the run then uses."""

import pytest

from hornstudio.engine.compile.program import Program
from hornstudio.engine.data import find
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import DataError
from hornstudio.engine.train import run
from hornstudio.engine.train.preparation import prepare
from hornstudio.engine.train.steps import device_data
from hornstudio.engine.train.steps.compiled import compiled
from hornstudio.engine.watch.events import Finished
from tests.engine import sample_graph


def test_training_after_it_loads_and_compiles_nothing_new(monkeypatch: pytest.MonkeyPatch) -> None:
    traced = []
    step = Program.step
    monkeypatch.setattr(Program, "step", lambda *args: traced.append(1) or step(*args))
    graph = edits.set_param(sample_graph.mlp(batch_size=120), "hidden", "units", 13)
    prepare(graph)
    parts, data, count = compiled(graph), dict(device_data._kept), len(traced)
    *_, last = run.train(graph, checkpoints=False)
    assert isinstance(last, Finished)
    assert compiled(graph) is parts
    assert device_data._kept == data
    assert len(traced) == count > 0


def test_preparing_changes_no_number() -> None:
    graph = edits.set_param(sample_graph.mlp(), "hidden", "units", 11)
    *_, cold = run.train(graph, checkpoints=False)
    prepare(graph)
    *_, warm = run.train(graph, checkpoints=False)
    assert warm.metrics == cold.metrics


def test_nothing_is_downloaded(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv("HORNSTUDIO_DATA", str(tmp_path))
    asked = []
    monkeypatch.setattr(find, "download", lambda *args: asked.append(args))
    with pytest.raises(DataError, match="MNIST"):
        prepare(edits.replace_kind(sample_graph.mlp(), "digits", "mnist", {}))
    assert not asked
