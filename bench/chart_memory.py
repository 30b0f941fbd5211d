"""The charts over a very long run: memory of the window, and how long its event loop is away.

usage: python bench/chart_memory.py [--updates 100000]

The window itself, with the seed model, on whatever QT_QPA_PLATFORM says (without a screen:
offscreen), with settings and cache of its own. A run is played to it as a computing process would
tell it: steps with loss and accuracy, figures of the inside every twentieth time, an epoch with
validation every hundredth. After each the charts are drawn, one after the other, as they are 20
times a second in life: 100,000 times are 83 minutes. Prints JSON. "growth_mb": how much more memory
the window holds in the end than after the first tenth (resident, after collecting); the goal is
less than 20.
"longest_ms" and "busy_ms": what one turn took at most, by the clock, and of the processor by the
thread that draws; the budget is 50. Linux only.
"""

import argparse
import json
import math
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent))

from memory import held_mb

if TYPE_CHECKING:
    from hornstudio.engine.watch.events import AnyEvent
    from hornstudio.ui.main_window import MainWindow

GOAL_MB, BUDGET_MS = 20.0, 50.0
STEPS, EPOCH, INSIDE = 100, 100, 20
_CLICKS = 12
_SIZE = 1600, 1000  # as on a screen; offscreen a window has room for half a chart


def play(window: "MainWindow", updates: int) -> dict[str, Any]:
    """All updates, one after another; what they took."""
    from PySide6.QtWidgets import QApplication

    begin(window, updates)
    client, charts = window.client, window.workspace.training.charts
    memory: list[float] = []
    longest: list[tuple[float, float, int]] = []
    for number in range(updates):
        began, busy = time.perf_counter(), time.thread_time()
        for event in told(number):
            client.event_received.emit(event)
        waits = True
        while waits:
            waits = charts.draw_next()
            QApplication.processEvents()
            took = 1e3 * (time.perf_counter() - began), 1e3 * (time.thread_time() - busy)
            longest = sorted([*longest, (took[1], took[0], number)])[-_CLICKS:]
            began, busy = time.perf_counter(), time.thread_time()
        if number % (updates // 10) == 0:
            memory.append(held_mb())
    memory.append(held_mb())
    current = window.workspace.training.trainer.history.current
    assert current is not None
    points = len(current.train["loss"])
    growth = memory[-1] - memory[1]
    return {
        "updates": updates,
        "points_kept": points,
        "memory_mb": memory,
        "growth_mb": round(growth, 2),
        "goal_mb": GOAL_MB,
        "busy_ms": round(longest[-1][0], 1),
        "longest_ms": round(max(clock for _, clock, _ in longest), 1),
        "busiest_update": longest[-1][2],
        "next_busy_ms": [round(busy, 1) for busy, _, _ in reversed(longest[:-1])],
        "budget_ms": BUDGET_MS,
        "within": growth < GOAL_MB and longest[-1][0] < BUDGET_MS,
    }


def begin(window: "MainWindow", updates: int) -> None:
    """The charts are there, and a run has begun."""
    from hornstudio.engine.watch.events import Started

    panel = window.workspace.training
    panel.charts.load()
    panel.trainer._graph = window.document.graph
    panel.trainer._begin()
    started = Started(
        run="", epochs=-(-updates // EPOCH), batch_size=32, seed=0, steps=STEPS, samples=32 * STEPS,
        validation_samples=320, test_samples=320, weights=50890, device="CPU", source="played",
    )  # fmt: skip
    window.client.event_received.emit(started)


def told(number: int) -> "list[AnyEvent]":
    """The events of one update."""
    from hornstudio.engine.watch.events import Epoch, Statistics, Step

    epoch, step = divmod(number, EPOCH)
    loss = 2 * math.exp(-number / 2e4) + 0.2 * math.sin(number) ** 2
    figures = {"loss": loss, "accuracy": 1 / (1 + loss)}
    found: list[AnyEvent] = [
        Step(epoch=epoch + 1, step=step + 1, metrics=figures, samples_per_second=1e5,
             seconds=number / 20, seconds_left=1.0)
    ]  # fmt: skip
    if number % INSIDE == 0:
        overall = {"gradient_norm": loss, "update_ratio": 1e-3, "memory_bytes": 1e8}
        nodes = {"hidden": {"mean": loss, "spread": 1.0}}
        found.append(
            Statistics(epoch=epoch + 1, step=step + 1, nodes=nodes, wires={}, overall=overall)
        )
    if step == EPOCH - 1:
        means = figures | {f"val_{name}": 1.1 * value for name, value in figures.items()}
        found.append(Epoch(epoch=epoch + 1, seconds=5.0, metrics=means))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--updates", type=int, default=100_000)
    wishes = parser.parse_args()
    from window import default_platform

    if platform := default_platform():
        os.environ.setdefault("QT_QPA_PLATFORM", platform)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("CONFIG", "CACHE", "RUNS", "JOURNAL"):
            os.environ[f"HORNSTUDIO_{name}"] = str(Path(folder) / name)
        found = played(wishes.updates)
    print(json.dumps(found, indent=1))
    return int(not found["within"])


def played(updates: int) -> dict[str, Any]:
    from PySide6.QtWidgets import QApplication

    from hornstudio.paths import resource
    from hornstudio.ui import app
    from hornstudio.ui import settings as settings_file
    from hornstudio.ui.collector import Collector
    from hornstudio.ui.theme import Mode, install

    application = app.make_application()
    install(application, Mode(settings_file.load().theme))
    collector = Collector(application)  # as the program has it
    window = app.build_window()
    window.resize(*_SIZE)
    window.show()
    window.filing.load(resource("templates", "mnist_mlp.horn"))
    QApplication.processEvents()
    found = play(window, updates)
    collector.close()
    window.document.undo_stack.setClean()
    window.close()
    QApplication.processEvents()
    return found


if __name__ == "__main__":
    sys.exit(main())
