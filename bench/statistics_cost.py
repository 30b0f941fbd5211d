"""What looking into a run costs: runs of a template that are watched and not, in turn.

usage: HORNSTUDIO_DATA=FOLDER python bench/statistics_cost.py [TEMPLATE] [--seconds 20] [--rounds 3]

Measured are so many seconds of each run, once everything is compiled: for the watched one, after
its second look. Prints JSON: for each the least time of a step over the rounds, by the clock and by
the processor, the ratios, how many looks were taken meanwhile, and what one of them takes; of that,
`looking` is the share of the time, which says more than the ratios on a machine that is not quiet.
"""

import argparse
import json
import time
from dataclasses import replace
from statistics import median
from typing import Any

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.train.events import Started, Statistics, Step
from hornstudio.engine.train.live.watching import Watching
from hornstudio.engine.train.run import train
from hornstudio.engine.train.steps.host_memory import keep_memory

_WARM_S = 4.0


def drive(graph: Graph, seconds: float, watch: bool) -> dict[str, float]:
    """Times of a step of one run, validation included, and the looks that it took meanwhile."""
    run = train(graph, checkpoints=False, watch=watch)
    begun, per_epoch, seen, looks = 0.0, 0, 0, 0
    start: tuple[float, float, int] | None = None
    for event in run:
        seen += isinstance(event, Statistics)
        if isinstance(event, Started):
            per_epoch = event.steps
        if not isinstance(event, Step):
            continue
        now, cpu = time.perf_counter(), time.process_time()
        done = (event.epoch - 1) * per_epoch + event.step
        begun = begun or now
        is_warm = now - begun > _WARM_S and (seen >= 2 or not watch)
        if start is None and is_warm:
            start, looks = (now, cpu, done), seen
        elif start is not None and now - start[0] > seconds and done > start[2]:
            run.close()
            steps = done - start[2]
            return {
                "step_s": (now - start[0]) / steps,
                "step_cpu_s": (cpu - start[1]) / steps,
                "looks": seen - looks,
            }
    raise SystemExit("the run was over too soon")


class Timed:
    """Seconds that looks have taken, each with all that is done about it."""

    def __init__(self) -> None:
        self.looks: list[float] = []
        rest = Watching.rest

        def timed(watching: Watching) -> None:
            self.looks.append(watching.clock.now - watching._begun)
            rest(watching)

        Watching.rest = timed  # type: ignore[method-assign]


def compare(template: str, seconds: float, rounds: int) -> dict[str, Any]:
    graph = find_template(template).graph()
    graph = edits.set_training(graph, replace(graph.training, epochs=100_000))
    found: dict[str, list[dict[str, Any]]] = {"plain": [], "watched": []}
    timed = Timed()
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
        "look_ms": round(median(timed.looks) * 1e3, 2),
        "looking": round(sum(timed.looks[rounds:]) / (rounds * seconds), 5),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("template", nargs="?", default="mnist_mlp")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    wishes = parser.parse_args()
    keep_memory()  # as the computing process does
    print(json.dumps(compare(wishes.template, wishes.seconds, wishes.rounds), indent=2))


if __name__ == "__main__":
    main()
