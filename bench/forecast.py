"""What is said of memory before a run, beside what a computing process then takes.

usage: HORNSTUDIO_DATA=FOLDER python bench/forecast.py [TEMPLATE ...] [--batches 16 64 512]

For each template and batch size two fresh processes, warmed up as the window's are: one tells the
forecast, the other trains for a while as the window has it (checkpoints, looks into the run), stops
and measures on the test data. Prints JSON. "told_mb": the forecast. "taken_mb": how far the
process's resident memory rose over what it held when it was warm; of that "before_steps_mb" when
its data was there and nothing compiled. "ratio": told over taken, "within" the bounds: from 15 %
under to 30 % over. Nothing has been compiled before, as with a network that is new. Linux only.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.train.steps.memory.heap import TUNABLES, with_large_pages
from hornstudio.engine.watch.events import AnyEvent, Failed

TEMPLATES = ("mnist_cnn", "lstm_classifier", "u_net", "resnet", "transformer_encoder")
BATCHES = (16, 64, 512)
LEAST, MOST = 0.85, 1.3
TRAINED_S = 4.0
_STATUS = Path("/proc/self/status")


def graph_of(template: str, batch: int) -> Graph:
    graph = find_template(template).graph()
    return edits.set_training(graph, replace(graph.training, batch_size=batch, epochs=1000))


def memory_mb(field: str) -> float:
    """A field of this process's status: VmRSS, VmHWM."""
    for line in _STATUS.read_text(encoding="ascii").splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    raise SystemExit(f"{_STATUS} has no {field}")


def warm() -> float:
    """Be what the window starts. MB held then."""
    from hornstudio.engine.worker.warm_up import warm_up

    warm_up()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    return memory_mb("VmRSS")


def told(template: str, batch: int) -> dict[str, float]:
    """What the forecast says."""
    warm()
    from hornstudio.engine.train.preparation import prepare

    found = prepare(graph_of(template, batch))
    return {"told_mb": found.peak_bytes / 2**20}


def taken(template: str, batch: int) -> dict[str, float]:
    """What a run takes."""
    held = warm()
    from hornstudio.engine.train.run import train

    first, looks = 0.0, 0
    with tempfile.TemporaryDirectory() as place:
        run = train(graph_of(template, batch), run_dir=Path(place) / "run", watch=True)
        for kind, event in told_by(run):
            if kind == "Started":
                first = memory_mb("VmHWM") - held
            looks += kind == "Statistics"
            if isinstance(event, Failed):
                raise SystemExit(str(event.reason))
    return {"taken_mb": memory_mb("VmHWM") - held, "before_steps_mb": first, "looks": looks}


def told_by(run: Generator[AnyEvent, str | None, None]) -> Iterator[tuple[str, AnyEvent]]:
    """Events of a run that is stopped after a while."""
    wish, end = None, float("inf")
    while True:
        try:
            event = run.send(wish)
        except StopIteration:
            return
        kind = type(event).__name__
        if kind == "Step" and end == float("inf"):
            end = time.monotonic() + TRAINED_S
        wish = "stop" if time.monotonic() > end else None
        yield kind, event


def asked(part: str, template: str, batch: int) -> dict[str, float]:
    """The answer of a fresh process."""
    command = [sys.executable, __file__, "--part", part, template, "--batches", str(batch)]
    with tempfile.TemporaryDirectory() as cache:  # what is compiled already would take nothing
        surroundings = os.environ | {TUNABLES: with_large_pages(os.environ)}
        surroundings["HORNSTUDIO_CACHE"] = cache
        answer = subprocess.run(command, capture_output=True, text=True, env=surroundings)
    if answer.returncode:
        raise SystemExit(f"{template}, {batch}: {answer.stderr[-2000:]}")
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("templates", nargs="*", default=list(TEMPLATES))
    parser.add_argument("--batches", type=int, nargs="+", default=list(BATCHES))
    parser.add_argument("--part", choices=("told", "taken"))
    wishes = parser.parse_args()
    if wishes.part:
        ask = {"told": told, "taken": taken}[wishes.part]
        print(json.dumps(ask(wishes.templates[0], wishes.batches[0])))
        return 0
    rows = [row(name, batch) for name in wishes.templates for batch in wishes.batches]
    print(json.dumps(rows, indent=1))
    return int(not all(each["within"] for each in rows))


def row(template: str, batch: int) -> dict[str, Any]:
    found = asked("told", template, batch) | asked("taken", template, batch)
    ratio = found["told_mb"] / found["taken_mb"]
    rounded = {name: round(value, 1) for name, value in found.items()}
    within = LEAST <= ratio <= MOST
    print(template, batch, rounded, round(ratio, 2), file=sys.stderr)
    return {"template": template, "batch": batch, **rounded, "ratio": ratio, "within": within}


if __name__ == "__main__":
    sys.exit(main())
