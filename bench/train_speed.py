"""Epoch time of the seed model: HornStudio's own `train`, a hand-written loop, Keras 3 on JAX.

usage: HORNSTUDIO_DATA=FOLDER python bench/train_speed.py [--epochs 5] [--rounds 3]

Every peer runs in a process of its own, in turn, round after round, because machines are shared
and drift. Prints JSON: for each peer the median over rounds of the median epoch (the first epoch
of a process compiles and is left out), the spread of those medians, and the ratios.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

PEERS = ("hornstudio", "handwritten", "keras")


def run_peer(peer: str, epochs: int) -> dict[str, Any]:
    script = Path(__file__).with_name("peers.py")
    command = [sys.executable, str(script), peer, str(epochs)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def rounded(seconds: float) -> float:
    return round(seconds, 4)


def summary(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """What several runs of one peer say together."""
    medians = [statistics.median(run["epoch_s"]) for run in runs]
    return {
        "epoch_s": rounded(statistics.median(medians)),
        "lowest_s": rounded(min(medians)),
        "highest_s": rounded(max(medians)),
        "first_epoch_s": rounded(statistics.median(run["first_s"] for run in runs)),
        "figures": {name: round(value, 4) for name, value in runs[-1]["figures"].items()},
    }


def compare(epochs: int, rounds: int) -> dict[str, Any]:
    runs: dict[str, list[dict[str, Any]]] = {peer: [] for peer in PEERS}
    for _ in range(rounds):
        for peer in PEERS:
            runs[peer].append(run_peer(peer, epochs))
    peers = {peer: summary(found) for peer, found in runs.items()}
    ours = peers["hornstudio"]["epoch_s"]
    return {
        "model": "784-64-relu-10-softmax, SGD 0.01, batch 32, 60,000 samples an epoch",
        "peers": peers,
        "keras_over_ours": round(peers["keras"]["epoch_s"] / ours, 2),
        "ours_over_handwritten": round(ours / peers["handwritten"]["epoch_s"], 2),
        "epochs": epochs,
        "rounds": rounds,
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None,
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in ("jax", "keras", "numpy", "optax")},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=5, help="epochs of a run, at least 2")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each peer")
    wishes = parser.parse_args()
    print(json.dumps(compare(max(2, wishes.epochs), wishes.rounds), indent=2))


if __name__ == "__main__":
    main()
