"""What a step costs once something was turned while training: plain program and live one in turn.

usage: HORNSTUDIO_DATA=FOLDER python bench/live_cost.py [TEMPLATE] [--steps N] [--rounds 7]

Prints JSON: for each the least time of a step over the rounds, and the ratio. The plain program is
what runs until something is turned; the live one takes its dials as arrays.
"""

import argparse
import json
import time
from typing import Any

import jax
import numpy as np

from hornstudio.engine.check import check
from hornstudio.engine.compile import loop
from hornstudio.engine.data.dataset import load_dataset
from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.train.steps.compiled import Compiled, compiled


def stepper(parts: Compiled, carry: Any, data: Any, rows: np.ndarray) -> Any:
    """A function that takes all steps once and gives the seconds of one."""
    key = loop.key_of(0, "epoch/1")
    log = parts.empty_log(carry, data, rows, key)
    placed = jax.device_put(rows)

    def take(held: dict[str, Any] = {"carry": carry, "log": log}) -> float:  # noqa: B006
        begun = time.perf_counter()
        held["carry"], held["log"] = jax.block_until_ready(
            parts.run_steps(held["carry"], held["log"], data, placed, key, 0, len(rows))
        )
        return (time.perf_counter() - begun) / len(rows)

    return take


def compare(template: str, steps: int, rounds: int) -> dict[str, Any]:
    graph = find_template(template).graph()
    dataset = load_dataset(graph, check(graph))
    data = {name: jax.device_put(array) for name, array in dataset.train.items()}
    rows = loop.epoch_rows(dataset.n_train, graph.training.batch_size, 0, 1)[0][: steps or None]
    plain = compiled(graph)
    live = plain.live
    start = plain.program.start
    peers = {
        "plain": stepper(plain, start(0), data, rows),
        "live": stepper(live, {**start(0), "dials": live.program.numbers()}, data, rows),
    }
    found: dict[str, list[float]] = {name: [] for name in peers}
    compile_s = {name: round(take() * len(rows), 2) for name, take in peers.items()}
    for _ in range(rounds):
        for name, take in peers.items():
            found[name].append(take())
    least = {name: min(times) for name, times in found.items()}
    return {
        "template": template,
        "steps": len(rows),
        "step_us": {name: round(time * 1e6, 2) for name, time in least.items()},
        "live_over_plain": round(least["live"] / least["plain"], 4),
        "first_call_s": compile_s,
        "dials": len(live.program.dials),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("template", nargs="?", default="mnist_mlp")
    parser.add_argument("--steps", type=int, default=0, help="steps a round; 0 for an epoch")
    parser.add_argument("--rounds", type=int, default=7)
    wishes = parser.parse_args()
    print(json.dumps(compare(wishes.template, wishes.steps, wishes.rounds), indent=2))


if __name__ == "__main__":
    main()
