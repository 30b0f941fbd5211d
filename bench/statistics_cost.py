"""What looking into a run costs: runs of a template that are watched and not, in turn.

usage: HORNSTUDIO_DATA=FOLDER python bench/statistics_cost.py [TEMPLATE] [--seconds 20] [--rounds 3]

A run goes on for so many seconds, of which the first ones, in which everything is compiled, are
left out. Prints JSON: for each the least time of a step over the rounds, by the clock and by the
processor, the looks that were taken, the ratios, and the share of the time that looking took by
its own account.
"""

import argparse
import json
import time
from dataclasses import replace
from typing import Any

from hornstudio.engine import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.templates import find_template
from hornstudio.engine.train.events import Statistics, Step
from hornstudio.engine.train.run import train

_LEFT_OUT = 0.4


def drive(graph: Graph, seconds: float, watch: bool) -> dict[str, Any]:
    """Figures of one run."""
    run, wish = train(graph, checkpoints=False, watch=watch), None
    begun = first = steps = looks = 0.0
    cpu = clock = 0.0
    for event in iter(lambda: run.send(wish), None):
        now = time.perf_counter()
        if isinstance(event, Statistics):
            looks += bool(first)
        if not isinstance(event, Step):
            continue
        begun = begun or now
        done = (event.epoch - 1) * 1_000_000 + event.step
        if not first and now - begun > _LEFT_OUT * seconds and event.epoch >= 1:
            first, epoch, cpu, clock = done, event.epoch, time.process_time(), now
        if first and event.epoch == epoch:
            steps = done - first
            taken = now - clock, time.process_time() - cpu
        if now - begun > seconds or (first and event.epoch > epoch):
            break
    run.close()
    return {"step_s": taken[0] / steps, "step_cpu_s": taken[1] / steps, "looks": int(looks)}


def compare(template: str, seconds: float, rounds: int) -> dict[str, Any]:
    graph = find_template(template).graph()
    graph = edits.set_training(graph, replace(graph.training, epochs=100_000))
    found: dict[str, list[dict[str, Any]]] = {"plain": [], "watched": []}
    for _ in range(rounds):
        for name, runs in found.items():
            runs.append(drive(graph, seconds, watch=name == "watched"))
    least = {
        name: {key: min(run[key] for run in runs) for key in ("step_s", "step_cpu_s")}
        for name, runs in found.items()
    }
    plain, watched = least["plain"], least["watched"]
    return {
        "template": template,
        "step_us": {name: round(each["step_s"] * 1e6, 1) for name, each in least.items()},
        "watched_over_plain": round(watched["step_s"] / plain["step_s"], 4),
        "watched_over_plain_cpu": round(watched["step_cpu_s"] / plain["step_cpu_s"], 4),
        "looks": [run["looks"] for run in found["watched"]],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("template", nargs="?", default="mnist_mlp")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    wishes = parser.parse_args()
    print(json.dumps(compare(wishes.template, wishes.seconds, wishes.rounds), indent=2))


if __name__ == "__main__":
    main()
