"""Peers that take their epochs in turn, each in a process of its own."""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from hornstudio.engine.train.steps.memory.heap import TUNABLES, with_large_pages

HERE = Path(__file__).resolve().parents[1]
PLACES = [str(HERE), str(HERE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
PATHS = {"PYTHONPATH": os.pathsep.join(PLACES), "KERAS_BACKEND": "jax"}
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
            raise SystemExit(f"{self._process.args!r} ended early")
        told: Told = json.loads(line)
        return told

    def end(self) -> None:
        self._process.communicate()


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
