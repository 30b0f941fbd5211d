"""Milliseconds a training step on six workloads: HornStudio's own `train` beside its peers.

usage: HORNSTUDIO_DATA=FOLDER python bench/train_speed.py [--workloads seed_mlp mnist_cnn ...]
           [--peers keras torch handwritten] [--rounds 5] [--torch-python PATH]

Peers are Keras 3 on JAX, PyTorch eager (found in the interpreter that --torch-python names), and a
loop in JAX written by hand for a few of the models. All get the same arrays, batches and kind of
optimizer, count loss and accuracy, and run every sample; none writes checkpoints. Each runs in a
process of its own, ours with the variables that the window gives it, and they take their epochs in
turn, because machines are shared and drift. The first epoch of a process compiles and is told
apart.

Prints JSON: milliseconds a step of each peer (median of the epochs, least, most, and of processor
time), ratios (above 1 is faster than Keras or PyTorch; of medians, and of the least), and what the
step would take if it were only a large product of matrices and a large copy.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from training import workload

from hornstudio.engine.train.steps.host_memory import TUNABLES, with_large_pages

PEERS = ("keras", "torch", "handwritten")
BY_HAND = ("seed_mlp", "mnist_cnn", "tabular")
HERE = Path(__file__).resolve().parent
PATHS = {"PYTHONPATH": os.pathsep.join(map(str, (HERE, HERE.parent))), "KERAS_BACKEND": "jax"}
AS_THE_WINDOW_DOES = {TUNABLES: with_large_pages(os.environ)}

Told = dict[str, Any]


class Peer:
    """A process that trains an epoch whenever it is asked to."""

    def __init__(self, python: str, name: str, work: str, folder: Path, epochs: int) -> None:
        command = [python, "-m", "training.peer", name, work, str(folder), str(epochs)]
        as_used = AS_THE_WINDOW_DOES if name == "hornstudio" else {}
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **PATHS, **as_used},
        )

    def epoch(self) -> Told:
        assert self._process.stdin
        assert self._process.stdout
        print("go", file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self._process.args} ended early")
        told: Told = json.loads(line)
        return told

    def end(self) -> None:
        self._process.communicate()


def pythons(asked: list[str], torch_python: str, work: str) -> dict[str, str]:
    """The interpreter of each peer that can run; says of the others why not."""
    found = {"hornstudio": sys.executable}
    for peer in asked:
        if peer == "torch" and not torch_python:
            print("torch is left out: no --torch-python was given", file=sys.stderr)
        elif peer == "torch":
            found[peer] = torch_python
        elif peer != "handwritten" or work in BY_HAND:
            found[peer] = sys.executable
    return found


def in_turn(work: str, interpreters: dict[str, str], folder: Path, rounds: int) -> dict[str, Any]:
    """What each peer told of each epoch."""
    peers = {n: Peer(python, n, work, folder, rounds + 1) for n, python in interpreters.items()}
    told: dict[str, list[Told]] = {name: [peer.epoch()] for name, peer in peers.items()}
    for turn in range(rounds):
        names = list(peers)
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            told[name].append(peers[name].epoch())
    for peer in peers.values():
        peer.end()
    return told


def summary(told: list[Told], steps: int) -> dict[str, Any]:
    """What the epochs of one peer say together, in milliseconds a step."""
    first, *rest = told
    seconds = [epoch["seconds"] for epoch in rest]
    return {
        "ms": per_step(statistics.median(seconds), steps),
        "least_ms": per_step(min(seconds), steps),
        "most_ms": per_step(max(seconds), steps),
        "cpu_ms": per_step(min(epoch["cpu_seconds"] for epoch in rest), steps),
        "first_epoch_s": round(first["seconds"], 2),
        "peak_mb": rest[-1]["peak_mb"],
        "figures": {name: round(value, 4) for name, value in rest[-1]["figures"].items()},
    }


def per_step(seconds: float, steps: int) -> float:
    return round(1e3 * seconds / steps, 4)


def ratios(peers: dict[str, Any], figure: str) -> dict[str, float]:
    """How many times longer the others take; of the loop by hand, how many times longer we do."""
    ours = peers["hornstudio"][figure]
    found = {f"{n}_over_ours": peers[n][figure] / ours for n in ("keras", "torch") if n in peers}
    if "handwritten" in peers:
        found["ours_over_handwritten"] = ours / peers["handwritten"][figure]
    return {name: round(value, 2) for name, value in found.items()}


def limit(work: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "training.machine", work, str(folder)]
    env = {**os.environ, **PATHS}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=env)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def compare(name: str, wishes: argparse.Namespace) -> dict[str, Any]:
    work = workload.BY_NAME[name]
    interpreters = pythons(wishes.peers, wishes.torch_python, name)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        workload.write(work, folder)
        least = limit(name, folder)
        told = in_turn(name, interpreters, folder, wishes.rounds)
    peers = {peer: summary(epochs, work.steps) for peer, epochs in told.items()}
    ours = peers["hornstudio"]["least_ms"]
    return {
        "model": work.about,
        "batch": work.batch,
        "steps": work.steps,
        "peers": peers,
        "ratios": ratios(peers, "ms"),
        "ratios_of_least": ratios(peers, "least_ms"),
        "limit": {**least, "ours_over_compute": round(ours / least["compute_ms"], 2)},
    }


def machine() -> dict[str, Any]:
    names = ("jax", "keras", "numpy", "optax")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    versions = {"python": platform.python_version()} | {name: version(name) for name in names}
    return {"cores": cores, "versions": versions}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = list(workload.BY_NAME)
    parser.add_argument("--workloads", nargs="+", choices=names, default=names)
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=list(PEERS))
    parser.add_argument("--rounds", type=int, default=5, help="epochs of each peer")
    parser.add_argument("--torch-python", default="", help="interpreter that has PyTorch")
    wishes = parser.parse_args()
    found = {}
    for name in wishes.workloads:
        found[name] = compare(name, wishes)
        print(f"{name}: {found[name]['ratios_of_least']}", file=sys.stderr)
    print(json.dumps({**machine(), "rounds": wishes.rounds, "workloads": found}, indent=2))


if __name__ == "__main__":
    main()
