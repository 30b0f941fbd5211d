"""How cost grows with the data and with the network: each figure at sizes that double.

usage: python bench/scaling.py [--what samples streamed nodes] [--smallest 25000] [--doublings 4]
                               [--nodes 50 100 200 400 800] [--rounds 3]

"samples": a small network trained on so many samples that lie on the device. "streamed": on as many
that lie in a file and arrive in time, the device holding 8 MB of them. "nodes": a chain of so many
dense layers. Each size runs in a process of its own, all sizes once a round. Times are processor
time, which says more than the clock on a machine that is not quiet: the least of all rounds, and
within one of several where a thing can be done again.
Python's collector rests meanwhile: a full pass goes through all that a process holds, and whether
one falls into a measurement is chance.
Prints JSON. Of each figure, "at" has it at each size; "doubling": how many times as much twice the
size takes; "exponent": 1 where cost grows as size does, fitted to all sizes; "upper": the same of
the last two, where what is paid once weighs least. "steep" names what is above 1.15 there.
"""

import argparse
import gc
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from hornstudio.engine.graph import Graph

Result = TypeVar("Result")

STEEP = 1.15
FEATURES, CLASSES, WIDTH, BATCH = 64, 10, 32, 32
EPOCHS, STEPS = 5, 50
BUDGET = 8 << 20
REPEATS, ENOUGH_S = 7, 0.5
WAYS = ("samples", "streamed", "nodes")


def on_samples(count: int, way: str) -> dict[str, float]:
    """An epoch of a small network on so many samples, and the memory that the process holds."""
    from hornstudio.engine.train.run import train
    from hornstudio.engine.train.steps.memory.heap import keep_memory
    from hornstudio.engine.watch.events import Epoch, Failed

    keep_memory()  # as the computing process does
    with tempfile.TemporaryDirectory() as folder:
        graph = small_network(count, Path(folder) if way == "streamed" else None)
        budget = BUDGET if way == "streamed" else None
        seconds, memory, began = [], 0.0, time.process_time()
        for event in train(graph, epochs=EPOCHS, checkpoints=False, data_budget=budget):
            if isinstance(event, Failed):
                raise SystemExit(str(event.reason))
            if isinstance(event, Epoch):
                now = time.process_time()
                seconds.append(now - began)
                began, memory = now, memory_mb()
    return {"first_epoch_s": seconds[0], "epoch_s": min(seconds[1:]), "memory_mb": memory}


def small_network(count: int, folder: Path | None) -> "Graph":
    """One hidden layer on numbers drawn at random, in a file where there is a folder for it."""
    from training.net import Net
    from training.on_hornstudio import data_module

    from hornstudio.engine.catalog import catalog

    draw = np.random.default_rng(0)
    place = np.empty if folder is None else mapped(folder / "x.npy")
    x = place((count, FEATURES), np.float32)
    for first in range(0, count, 1000):
        x[first : first + 1000] = draw.random(x[first : first + 1000].shape, np.float32)
    y = draw.integers(0, CLASSES, count).astype(np.int32)
    catalog().add(data_module(x, y, CLASSES))
    net = Net("bench_data", "x", "y")
    net.add("dense", units=WIDTH, activation="relu")
    net.add("dense", units=CLASSES, activation="softmax")
    net.train("categorical_crossentropy", "accuracy", "adam")
    return net.graph(BATCH)


def mapped(path: Path) -> Callable[..., np.ndarray]:
    """What makes an array in this file, as np.empty does in memory."""
    return lambda shape, dtype: np.lib.format.open_memmap(path, "w+", dtype, shape)


def memory_mb() -> float:
    """Memory of this process that is its own: pages of files, which can be let go, are not."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return math.nan


def on_nodes(count: int) -> dict[str, float]:
    """All that is done with a graph of so many dense layers."""
    from hornstudio.engine import codegen
    from hornstudio.engine.check import check
    from hornstudio.engine.compile.plan import plan_graph
    from hornstudio.engine.layout import arrange
    from hornstudio.engine.storage import files
    from hornstudio.engine.summary import summarize

    graph = chain(count)
    report = check(graph)
    text = files.to_text(graph)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.horn"
        jobs: dict[str, Callable[[], Any]] = {
            "save_s": lambda: files.save(graph, path),
            "load_s": lambda: files.load(path),
            "read_s": lambda: files.from_text(text),
            "check_s": lambda: check(graph),
            "summary_s": lambda: summarize(graph, report),
            "layout_s": lambda: arrange(graph),
            "plan_s": lambda: plan_graph(graph),
            "code_jax_s": lambda: codegen.export(graph, "jax"),
            "code_keras_s": lambda: codegen.export(graph, "keras"),
            "code_flax_s": lambda: codegen.export(graph, "flax"),
        }
        found = {name: least_s(job) for name, job in jobs.items()}
    return found | computed(graph)


def chain(count: int) -> "Graph":
    """So many dense layers one behind the other, on the shipped digits."""
    from training.net import Net

    net = Net("digits", "image", "label")
    net.add("flatten")
    for _ in range(count - 1):
        net.add("dense", units=WIDTH, activation="tanh")
    net.add("dense", units=CLASSES, activation="softmax")
    net.train("categorical_crossentropy", "accuracy", "adam")
    return net.graph(BATCH)


def computed(graph: "Graph") -> dict[str, float]:
    """What is compiled for a graph, a step of it, a look into one, and a checkpoint."""
    import jax

    from hornstudio.engine.check import check
    from hornstudio.engine.compile import loop
    from hornstudio.engine.data.dataset import load_dataset
    from hornstudio.engine.train.kept.checkpoint import load_checkpoint, save_checkpoint
    from hornstudio.engine.train.steps.compiled import compiled

    parts = compiled(graph)
    data = jax.device_put(load_dataset(graph, check(graph)).train)
    rows = loop.epoch_rows(STEPS * BATCH, BATCH, 0, 1)[0]
    key = loop.key_of(0, "epoch/1")
    found: dict[str, float] = {}
    compiled(chain(2)).program.start(0)  # what the first program of a process takes
    carry = timed(found, "weights_s", lambda: jax.block_until_ready(parts.program.start(0)))
    found["form_s"] = least_s(parts.program.form)
    log = timed(found, "log_s", lambda: parts.empty_log(carry, data, rows, key))
    given = (data, jax.device_put(rows), key, 0)
    lowered = timed(found, "trace_s", lambda: parts.run_steps.lower(carry, log, *given, 1))
    run = timed(found, "compile_s", lowered.compile)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.safetensors"
        found["checkpoint_s"] = least_s(lambda: save_checkpoint(path, carry, {}))
        found["restored_s"] = least_s(lambda: load_checkpoint(path))
    held = [carry, log]

    def steps() -> None:
        held[:] = jax.block_until_ready(run(*held, *given, len(rows)))

    found["step_s"] = least_s(steps) / len(rows)
    return found


def timed(found: dict[str, float], name: str, job: Callable[[], Result]) -> Result:
    """What a job gives; its processor time goes to `found`."""
    gc.collect()
    gc.disable()
    began = time.process_time()
    given = job()
    found[name] = time.process_time() - began
    gc.enable()
    return given


def least_s(job: Callable[[], Any]) -> float:
    """The least processor time of a job that can be done again."""
    times: dict[str, float] = {}
    all_s: list[float] = []
    while len(all_s) < 2 or (len(all_s) < REPEATS and sum(all_s) < ENOUGH_S):
        timed(times, "job", job)
        all_s.append(times["job"])
    return min(all_s)


def growth(sizes: list[int], values: list[float]) -> dict[str, Any]:
    """How a figure grows with size."""
    x, y = np.log(sizes), np.log(np.maximum(values, 1e-9))
    steps = np.diff(y) / np.diff(x)
    return {
        "at": {str(s): float(f"{v:.4g}") for s, v in zip(sizes, values, strict=True)},
        "doubling": [round(float(2**step), 3) for step in steps],
        "exponent": round(float(np.polyfit(x, y, 1)[0]), 3),
        "upper": round(float(steps[-1]), 3),
    }


def measured(way: str, sizes: list[int], rounds: int) -> dict[str, Any]:
    """All figures of one way, by name."""
    runs = [[run_alone(way, size) for size in sizes] for _ in range(rounds)]
    by_size = list(zip(*runs, strict=True))
    least = {name: [min(row[name] for row in rows) for rows in by_size] for name in runs[0][0]}
    return {name: growth(sizes, values) for name, values in least.items()}


def run_alone(way: str, size: int) -> dict[str, float]:
    """One size in a process of its own."""
    command = [sys.executable, __file__, "--child", way, str(size)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--what", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--smallest", type=int, default=25_000, help="samples to begin with")
    parser.add_argument("--doublings", type=int, default=4)
    parser.add_argument("--nodes", type=int, nargs="+", default=[50, 100, 200, 400, 800])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", nargs=2, metavar=("WAY", "SIZE"), help=argparse.SUPPRESS)
    wishes = parser.parse_args()
    if wishes.child:
        way, size = wishes.child[0], int(wishes.child[1])
        print(json.dumps(on_nodes(size) if way == "nodes" else on_samples(size, way)))
        return 0
    samples = [wishes.smallest << n for n in range(wishes.doublings + 1)]
    sizes = {way: wishes.nodes if way == "nodes" else samples for way in wishes.what}
    found = {way: measured(way, sizes[way], wishes.rounds) for way in wishes.what}
    steep = [f"{w}.{name}" for w in found for name, f in found[w].items() if f["upper"] > STEEP]
    print(json.dumps({"cores": os.cpu_count(), **found, "steep": steep}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
