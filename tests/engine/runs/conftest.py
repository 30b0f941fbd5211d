"""Run folders as the engine leaves them, without training anything."""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from hornstudio import paths
from hornstudio.engine.disk.owner import new_owner
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.engine.train.kept.encoding import event_to_json
from hornstudio.engine.watch.events import Epoch
from tests.engine.sample_graph import mlp

MakeRun = Callable[..., Path]
LONG_AGO_NS = 1_700_000_000_000_000_000


@pytest.fixture
def root() -> Path:
    return paths.runs_dir()


@pytest.fixture
def make_run(root: Path) -> MakeRun:
    """Make a run that ended long ago: losses are val_loss by epoch."""

    def make(
        folder: str,
        *losses: float,
        graph: Graph | None = None,
        model: str = "mlp",
        notes: dict[str, Any] | None = None,
        **facts: Any,
    ) -> Path:
        path = root / folder
        (path / "checkpoints").mkdir(parents=True)
        graph = replace(graph or mlp(), name=model)
        (path / "graph.horn").write_text(files.to_text(graph), "utf-8")
        lines = [
            event_to_json(Epoch(epoch=i, seconds=1.5, metrics={"loss": 9.0, "val_loss": loss}))
            for i, loss in enumerate(losses, 1)
        ]
        (path / "metrics.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
        told = {
            "name": model,
            "training": {"epochs": len(losses), "batch_size": 32, "seed": 0},
            "state": "finished",
            "begun": f"2026-01-01 00:00:{len(list(root.iterdir())):02d}",
            "device": "CPU (x86_64)",
            "metrics": {"loss": 9.0, "test_loss": 0.7} if losses else {},
            "owner": asdict(new_owner()),
        }
        (path / "run.json").write_text(json.dumps(told | facts))
        if notes:
            (path / "notes.json").write_text(json.dumps(notes))
        settle(path)
        return path

    return make


def settle(path: Path) -> None:
    """As if nothing had happened in the folder for long."""
    os.utime(path, ns=(LONG_AGO_NS, LONG_AGO_NS))
