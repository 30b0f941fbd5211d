"""What looking into a run costs at the default rate: stretches of a run, watched and not in turn.

usage: HORNSTUDIO_DATA=FOLDER python bench/statistics_cost.py [TEMPLATE ...] [--pairs 12]

A watched stretch begins with a look and ends when the next one is due, so that it has whole periods
and nothing else; the stretch behind it is as long, and nobody looks. Both are of one process, a few
seconds apart: what else the machine does meets both alike. Prints JSON. Of each template: times of
a step, by the clock and by the processor, watched over not, the median of the pairs with its
quartiles, and of all stretches together ("whole"); how long a look takes, with all that is done
about it, and how often there is one. "within" says whether the median of the processor's time is
within the 3 % that looking may take.
"""

import argparse
import json
import time
from collections.abc import Generator
from dataclasses import dataclass, replace
from statistics import quantiles
from typing import Any

from hornstudio.engine.editing import edits
from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.train import run as run_module
from hornstudio.engine.train.live.watching import Watching
from hornstudio.engine.train.run import train
from hornstudio.engine.train.steps.memory.heap import keep_memory
from hornstudio.engine.watch.events import Failed, Started, Step

MOST = 0.03
TEMPLATES = ("mnist_mlp", "mnist_cnn", "lstm_classifier")


class Alternating(Watching):
    """Looks as always while `is_on`, and never while it is not."""

    latest: "Alternating"

    def __init__(self) -> None:
        super().__init__()
        self.is_on, self.looks, self.taken = True, 0, 0.0
        Alternating.latest = self

    def figures(self, *given: Any) -> Any:
        return super().figures(*given) if self.is_on else None

    def rest(self) -> None:
        super().rest()
        self.looks += 1
        self.taken += self.clock.now - self._begun

    @property
    def is_due(self) -> bool:
        return self.clock.now >= self._next

    def look_now(self) -> None:
        self._next = self.clock.now


@dataclass(frozen=True)
class Moment:
    """Where a run is: the clock, the processor's time, steps taken."""

    clock: float
    cpu: float
    steps: int

    def a_step_since(self, before: "Moment") -> tuple[float, float]:
        """Seconds of one step between, by the clock and by the processor."""
        steps = self.steps - before.steps
        return (self.clock - before.clock) / steps, (self.cpu - before.cpu) / steps


def moments(template: str) -> Generator[Moment, None, None]:
    """A run without an end, at each of its events of steps."""
    graph = find_template(template).graph()
    graph = edits.set_training(graph, replace(graph.training, epochs=100_000))
    steps = 0
    for event in train(graph, checkpoints=False, watch=True):
        if isinstance(event, Failed):
            raise SystemExit(str(event.reason))
        if isinstance(event, Started):
            steps = event.steps
        if isinstance(event, Step):
            done = (event.epoch - 1) * steps + event.step
            yield Moment(time.perf_counter(), time.process_time(), done)


def compare(template: str, pairs: int, looks: int) -> dict[str, Any]:
    run = moments(template)
    next(run)
    watching = Alternating.latest
    while watching.looks < 2:  # compiled, and warmed up
        next(run)
    found: list[tuple[tuple[float, float], tuple[float, float]]] = []
    before_looking, seconds = (watching.looks, watching.taken), 0.0
    for _ in range(pairs):
        watching.is_on = True
        watching.look_now()
        first, until = next(run), watching.looks + looks
        middle = next(m for m in run if watching.looks >= until and watching.is_due)
        watching.is_on = False
        length = middle.clock - first.clock
        last = next(m for m in run if m.clock - middle.clock >= length)
        found.append((middle.a_step_since(first), last.a_step_since(middle)))
        seconds += length
    run.close()
    count = watching.looks - before_looking[0]
    cpu = ratios(found, 1)
    return {
        "step_us": round(1e6 * min(plain[1] for _, plain in found), 1),
        "clock": ratios(found, 0),
        "processor": cpu,
        "look_ms": round(1e3 * (watching.taken - before_looking[1]) / count, 2),
        "seconds_between": round(seconds / count, 2),
        "within": cpu["median"] <= 1 + MOST,
    }


def ratios(found: list[tuple[tuple[float, float], tuple[float, float]]], by: int) -> dict[str, Any]:
    """Watched over not watched. by: 0 for the clock, 1 for the processor."""
    each = [watched[by] / plain[by] for watched, plain in found]
    low, middle, high = quantiles(each, n=4)
    whole = sum(watched[by] for watched, _ in found) / sum(plain[by] for _, plain in found)
    return {
        "median": round(middle, 4),
        "quartiles": [round(low, 4), round(high, 4)],
        "whole": round(whole, 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("templates", nargs="*", default=list(TEMPLATES))
    parser.add_argument("--pairs", type=int, default=12)
    parser.add_argument("--looks", type=int, default=2, help="looks of a watched stretch")
    wishes = parser.parse_args()
    keep_memory()  # as the computing process does
    run_module.Watching = Alternating  # type: ignore[misc, assignment]
    found = {name: compare(name, wishes.pairs, wishes.looks) for name in wishes.templates}
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
