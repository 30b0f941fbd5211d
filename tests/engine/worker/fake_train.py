"""A computing process whose runs do as the graph's name says."""

import os
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

from hornstudio.engine.errors import DataError, RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.train.forecast import Forecast
from hornstudio.engine.watch.events import Epoch, Event, Finished, Knob, Preparing, Statistics
from hornstudio.engine.worker.messages import Ready
from hornstudio.engine.worker.serve import run_worker
from hornstudio.engine.worker.side_orders import Skills


def train(graph: Graph, *, epochs: Any = None, **rest: Any) -> Generator[Event, Any, None]:
    yield Preparing(what="deaf")  # a run that loads its data does not listen yet
    if graph.name == "prints":
        print("from Python")
        sys.stderr.write("from stderr\n")
        os.write(1, b"from C, \xff cut")
        os.write(1, b" in two\r\n")
        os.write(1, bytes(range(256)) + b"\n")
        os.system("echo from a child")
        input_seen = sys.stdin.read()
        print(f"stdin gave {input_seen!r}", flush=True)
    if graph.name == "settings":
        print({name: str(value) for name, value in rest.items()}, flush=True)
    if graph.name == "memory":
        raise MemoryError
    if graph.name == "data":
        raise DataError("no file", missing="mnist", substitute="digits", node="mnist")
    if graph.name == "mute":
        return
    stopped = False
    epoch = 0
    while not stopped and epoch < (epochs or 1_000_000):
        epoch += 1
        time.sleep(0.002)
        said = yield Epoch(epoch=epoch, seconds=0.0, metrics={"loss": 1 / epoch})
        turns = list(said) if isinstance(said, list) else []
        while turns:  # more may be said while one is carried out
            turn = turns.pop(0)
            place = {"node": turn.node, "param": turn.param, "epoch": epoch, "step": 0}
            more = yield Knob(old=None, new=turn.value, **place)
            turns += more if isinstance(more, list) else []
        stopped = said == "stop"
    yield Finished(run="", epochs=epoch, seconds=0.0, metrics={}, stopped=stopped)


def warm() -> Ready:
    return Ready(version="0", jax_version="0", device="fake", devices=["fake"], pid=os.getpid())


def evaluate(run: Path, checkpoint: str) -> dict[str, float]:
    if checkpoint == "gone":
        raise RunError("there is no checkpoint {name}", name=checkpoint)
    return {"test_loss": float(len(run.name))}


def prepare(graph: Graph) -> Forecast:
    print(f"preparing {graph.name}")
    if graph.name == "broken":
        raise ValueError("cannot be prepared")
    return Forecast(
        batch_size=graph.training.batch_size,
        peak_bytes=5 << 20,
        free_bytes=1 << 30,
        safe_batch=4096,
        epoch_seconds=2.5,
    )


def profile(graph: Graph) -> dict[str, float]:
    if graph.name == "broken":
        raise DataError("there is no data")
    return {"dense": 0.25}


def look_back(run: Path, epoch: int) -> Statistics:
    return Statistics(epoch=epoch, step=9, nodes={"dense": {"mean": 0.5}}, wires={}, overall={})


SKILLS = Skills(prepare=prepare, profile=profile, evaluate=evaluate, look_back=look_back)

if __name__ == "__main__":
    sys.exit(run_worker(train, warm, SKILLS))
