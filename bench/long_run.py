"""What a long training leaves behind: the memory of the computing process over a million steps.

usage: python bench/long_run.py [--steps 1000000] [--size 4]

A run of a small network, written to a folder as always. After the first tenth of the steps, when
everything is compiled and every buffer has been made, the memory is measured, and then each tenth
until the last step, while the run still holds all that it holds. Prints JSON. "growth_mb": how much
more it is at the last (resident, after collecting); the goal is less than 5. Linux only.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from memory import held_mb

from hornstudio.engine.graph import Graph, Node, Training, Wire, freeze
from hornstudio.engine.train.run import train
from hornstudio.engine.train.steps.memory.heap import keep_memory
from hornstudio.engine.watch.events import Failed, Started, Step

GOAL_MB = 5.0


def graph(steps: int, size: int) -> Graph:
    """One small layer on the shipped digits, for about so many steps."""
    nodes = {
        "digits": Node("digits", freeze({"validation_split": 0.1})),
        "flatten": Node("flatten"),
        "scores": Node("dense", freeze({"units": 10})),
        "loss": Node("categorical_crossentropy", freeze({"from_logits": True})),
        "sgd": Node("sgd"),
    }
    wires = [
        ("digits.image", "flatten.input"),
        ("flatten.output", "scores.input"),
        ("scores.output", "loss.prediction"),
        ("digits.label", "loss.target"),
        ("loss.loss", "sgd.loss"),
    ]
    epochs = max(10, steps * size // 3600)
    training = Training(epochs=epochs, batch_size=size)
    return Graph("long", freeze(nodes), tuple(Wire(*w) for w in wires), training)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--size", type=int, default=4)
    options = parser.parse_args()
    wish = graph(options.steps, options.size)
    samples: list[tuple[int, float]] = []
    began, steps, whole, latest = time.monotonic(), 0, 0, (1, 0)
    keep_memory()  # as the computing process does
    with tempfile.TemporaryDirectory() as place:
        for event in train(wish, run_dir=Path(place) / "run"):
            if isinstance(event, Failed):
                print(event.reason, file=sys.stderr)
                return 1
            if isinstance(event, Started):
                whole = event.epochs * event.steps
            if isinstance(event, Step):
                is_next = event.epoch != latest[0]
                steps += event.step if is_next else event.step - latest[1]
                latest = event.epoch, event.step
                if steps >= len(samples) * whole // 10:
                    samples.append((steps, held_mb()))
    growth = samples[-1][1] - samples[1][1]
    found = {
        "steps": steps,
        "seconds": round(time.monotonic() - began, 1),
        "memory_mb": samples,
        "growth_mb": round(growth, 2),
        "goal_mb": GOAL_MB,
    }
    print(json.dumps(found, indent=1))
    return int(growth >= GOAL_MB)


if __name__ == "__main__":
    sys.exit(main())
