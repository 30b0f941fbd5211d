"""Callbacks in a Keras script: settings, figures by Keras' names, and what it lacks told."""

from pathlib import Path
from typing import Any

import keras
import pytest

from hornstudio import paths
from hornstudio.engine.codegen import export
from hornstudio.engine.editing import callback_edits, edits
from hornstudio.engine.graph import Graph, Node, Wire
from tests.engine import sample_graph

CALLBACKS: list[tuple[str, dict[str, Any]]] = [
    ("early_stopping", {"monitor": "val_hits", "patience": 2, "restore_best_weights": True}),
    ("reduce_lr_on_plateau", {"factor": 0.5, "min_lr": 0.001}),
    ("best_weights", {"monitor": "accuracy"}),
    ("model_checkpoint", {"save_best_only": True, "every_epochs": 2}),
    ("csv_logger", {"separator": "tab"}),
    ("terminate_on_nan", {}),
    ("time_limit", {"minutes": 2.5}),
]


def with_callbacks(graph: Graph, *callbacks: tuple[str, dict[str, Any]]) -> Graph:
    for kind, params in callbacks:
        graph = callback_edits.add(graph, kind, params)
    return graph


def with_hits(graph: Graph) -> Graph:
    """A metric whose name in Keras is not its id."""
    graph = edits.add_node(graph, "hits", Node("top_k_accuracy"))
    graph = edits.connect(graph, Wire("softmax.output", "hits.prediction"))
    return edits.connect(graph, Wire("digits.label", "hits.target"))


def test_each_is_written_as_keras_has_it() -> None:
    graph = with_callbacks(with_hits(sample_graph.mlp()), *CALLBACKS)
    text = export(graph, "keras")
    for line in (
        'EarlyStopping(monitor="val_hits", patience=2, restore_best_weights=True, mode="max")',
        "keras.callbacks.ReduceLROnPlateau(factor=0.5, min_lr=0.001)",
        'EarlyStopping(monitor="accuracy", mode="max", patience=EPOCHS, restore_best_weights=True)',
        'keras.callbacks.ModelCheckpoint(filepath="checkpoints/best.keras", save_best_only=True)',
        r'keras.callbacks.CSVLogger(filename="log.csv", separator="\t")',
        "keras.callbacks.TerminateOnNaN(),",
        "TimeLimit(2.5),",
        'SparseTopKCategoricalAccuracy(name="hits")',
        "csv_logger: Keras counts epochs from 0.",
    ):
        flat = " ".join(text.split()).replace("( ", "(").replace(", )", ")")
        assert line in text or line in flat, (line, text)
    assert "Left out" not in text
    assert "keeps them all" not in text
    assert "keeps them all" in export(with_callbacks(graph, ("model_checkpoint", {})), "keras")


def test_without_callbacks_a_script_is_as_it_was() -> None:
    text = export(sample_graph.mlp(), "keras")
    assert "callback" not in text
    assert "import time" not in text


def test_keras_takes_them_and_knows_the_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = with_callbacks(
        with_hits(sample_graph.mlp(epochs=4, batch_size=900)),
        ("early_stopping", {"monitor": "val_hits", "mode": "min", "start_from_epoch": 1}),
        ("csv_logger", {}),
        ("time_limit", {}),
    )
    monkeypatch.chdir(tmp_path)
    (tmp_path / "digits.npz").write_bytes(paths.resource("data", "digits.npz").read_bytes())
    space: dict[str, Any] = {"__name__": "script", "__file__": str(tmp_path / "script.py")}
    exec(compile(export(graph, "keras"), "script", "exec"), space)
    model = space["main"]()
    assert isinstance(model, keras.Model)
    assert len((tmp_path / "log.csv").read_text().splitlines()) == 4  # stopped after the third
