"""Milliseconds a training step on seven workloads: HornStudio's own `train` beside its peers.

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
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from training import workload
from training.contest import in_turn, limit, ratios, summary

PEERS = ("keras", "torch", "handwritten")
BY_HAND = ("seed_mlp", "mnist_cnn", "tabular", "wide_mlp")


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
    names = [work.name for work in workload.ALL]
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
