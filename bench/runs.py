"""The list of runs: how long a rebuild, an opening, and a look at it take.

usage: python bench/runs.py [--runs 10000] [--epochs 20] [--steps 100]

Makes run folders in a folder of their own, as a sweep leaves them: forty models, each run with a
graph that differs from the one before. Prints JSON. "cpu" is processor time, which tells enough
where other programs keep the machine busy.
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.runs.index import NAME, RunIndex
from hornstudio.engine.runs.query import select
from hornstudio.engine.storage import files
from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.train.kept.encoding import event_to_json
from hornstudio.engine.watch.events import Epoch, Step

MODELS = 40
LOOKS = {"all": "", "words": "model_7 dropout", "figure": "val_loss<0.4", "state": "state:failed"}


def main() -> int:
    parser = argparse.ArgumentParser(description="how long the list of many runs takes")
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--steps", type=int, default=100, help="chart points a run")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_runs(root, args.runs, args.epochs, args.steps)
        print(json.dumps({"runs": args.runs, **measure(root)}, indent=1))
    return 0


def looked_at(index: RunIndex) -> None:
    index.refresh()
    index.records()


def measure(root: Path) -> dict[str, Any]:
    """Seconds of each, and the processor's."""
    figures: dict[str, Any] = {}

    def opened() -> None:
        with RunIndex(root) as index:
            looked_at(index)

    figures["rebuild"] = timed(opened)
    figures["opening"] = min((timed(opened) for _ in range(3)), key=lambda t: t["s"])
    (root / NAME).unlink()
    with RunIndex(root) as index:
        index.refresh()
        records = index.records()
        first = min(root.glob("model_*"))
        (first / "notes.json").write_text('{"note": "looked at"}')
        figures["one_changed"] = timed(lambda: looked_at(index))
    for name, words in LOOKS.items():
        figures[f"look_{name}"] = timed(partial(select, records, words, "-val_loss"))
    return figures


def timed(work: Callable[[], Any]) -> dict[str, float]:
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return {
        "s": round(time.perf_counter() - began, 4),
        "cpu_s": round(time.process_time() - cpu, 4),
    }


def make_runs(root: Path, count: int, epochs: int, steps: int) -> None:
    """Folders as `hornstudio.engine.train.kept.run_folder` leaves them, without checkpoints."""
    dice = random.Random(0)
    graph = find_template("mnist_mlp").graph()
    for number in range(count):
        if number % MODELS == 0:
            graph = changed(graph, dice)
        make_run(root, number, graph, dice, epochs, steps)


def changed(graph: Graph, dice: random.Random) -> Graph:
    graph = edits.set_param(graph, "hidden", "units", dice.randrange(8, 512))
    return edits.set_param(graph, "sgd", "learning_rate", round(dice.uniform(0.001, 0.5), 4))


def make_run(
    root: Path, number: int, graph: Graph, dice: random.Random, epochs: int, steps: int
) -> None:
    name = f"model_{number % MODELS}"
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(1_700_000_000 + 60 * number))
    path = root / f"{name}-{number:06d}"
    (path / "checkpoints").mkdir(parents=True)
    (path / "graph.horn").write_bytes(files.to_text(replace(graph, name=name)).encode())
    lines: list[Step | Epoch] = []
    loss = 2.0
    for epoch in range(1, epochs + 1):
        loss *= dice.uniform(0.8, 1.02)
        for step in range(1, steps // epochs + 1):
            lines.append(
                Step(
                    epoch=epoch,
                    step=step,
                    metrics={"loss": loss, "accuracy": 0.5},
                    samples_per_second=1e5,
                    seconds=1.0,
                    seconds_left=1.0,
                )
            )
        figures = {"loss": loss, "accuracy": 0.5, "val_loss": loss, "val_accuracy": 0.5}
        lines.append(Epoch(epoch=epoch, seconds=0.5, metrics=figures))
    (path / "metrics.jsonl").write_bytes(b"".join(event_to_json(e) + b"\n" for e in lines))
    facts = {
        "name": name,
        "training": {"epochs": epochs, "batch_size": 32, "seed": number},
        "state": dice.choice(["finished", "finished", "stopped", "failed"]),
        "begun": when,
        "started": when,
        "ended": when,
        "device": "CPU (x86_64)",
        "weights": 50890,
        "steps": steps // epochs,
        "data_hash": "0" * 64,
        "metrics": {"loss": loss, "val_loss": loss, "test_loss": loss},
    }
    (path / "run.json").write_text(json.dumps(facts))


if __name__ == "__main__":
    raise SystemExit(main())
