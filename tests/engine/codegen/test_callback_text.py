"""Early stopping and best weights in scripts for JAX and Flax; the rest is named in the heading."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hornstudio import paths
from hornstudio.engine.codegen import export
from hornstudio.engine.editing import callback_edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.train.run import train
from hornstudio.engine.watch.events import Finished
from tests.engine import sample_graph


def stopping(**params: Any) -> Graph:
    """A run whose third epoch is the best and whose fifth is the last."""
    graph = sample_graph.mlp(batch_size=900)
    graph = replace(graph, training=replace(graph.training, epochs=9))
    rising = {"mode": "max", "patience": 2, "start_from_epoch": 2, "restore_best_weights": True}
    return callback_edits.add(graph, "early_stopping", rising | params)


def printed(text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What a script prints."""
    (folder / "digits.npz").write_bytes(paths.resource("data", "digits.npz").read_bytes())
    space: dict[str, Any] = {"__name__": "script", "__file__": str(folder / "script.py")}
    exec(compile(text, "script", "exec"), space)
    capsys.readouterr()
    space["main"]()
    return capsys.readouterr().out.splitlines()


def test_a_jax_script_ends_where_the_engine_does_with_the_same_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graph = stopping()
    finished = [*train(graph, checkpoints=False)][-1]
    assert isinstance(finished, Finished), finished
    lines = printed(export(graph), tmp_path, capsys)
    assert [line for line in lines if line.startswith("epoch 5")]
    assert not [line for line in lines if line.startswith("epoch 6")]
    found = re.findall(r"(\w+) ([\d.e-]+)", lines[-1].removeprefix("test "))
    for name, value in found:
        assert float(value) == pytest.approx(finished.metrics[f"test_{name}"], rel=1e-6)
    assert len(found) == 2


def test_a_flax_script_ends_early_in_its_best_weights(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("flax")
    lines = printed(export(stopping(), "flax"), tmp_path, capsys)
    assert [line.split()[1] for line in lines if "validation" in line] == ["1", "2", "3", "4", "5"]
    validation = re.findall(r"loss ([\d.e-]+)", "\n".join(x for x in lines if "validation" in x))
    tested = float(re.findall(r"loss ([\d.e-]+)", lines[-1])[0])
    third, last = float(validation[2]), float(validation[-1])
    assert abs(tested - third) < abs(tested - last)


@pytest.mark.parametrize("target", ["jax", "flax"])
def test_what_is_left_out_is_named(target: str) -> None:
    graph = stopping(min_delta=0.5, baseline=0.25)
    for kind in ("csv_logger", "time_limit", "csv_logger", "best_weights"):
        graph = callback_edits.add(graph, kind)
    text = export(graph, target)
    assert "Left out here, of the callbacks of the graph: csv_logger, time_limit." in text
    assert (
        'Watch("val_loss", 1, patience=2, min_delta=0.5, baseline=0.25, start=2, keeps=True)'
        in text
    )
    assert 'Watch("val_loss", -1, keeps=True)' in text
    assert "Watch" not in export(sample_graph.mlp(), target)
