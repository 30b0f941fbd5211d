"""How soon the window notices that its computing process was killed, has crashed, or was stopped.

usage: python bench/worker_notice.py [--kills 30] [--seed 0]

A computing process as the window starts it trains a small graph without an end, and gets SIGKILL,
SIGSEGV or SIGSTOP at random moments; one that was stopped gets SIGCONT. Prints JSON: for each
signal the seconds from sending it until the window has words for it, or has taken them back. The
budget is one second. "false": how often one that was busy was said to be stopped. POSIX only.
"""

import argparse
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from PySide6.QtCore import QCoreApplication, QEventLoop
from worker_kills import SIGNALS, graph

from hornstudio.engine.storage import files
from hornstudio.engine.watch import events
from hornstudio.ui.panels.training.process.client import WorkerClient
from hornstudio.ui.panels.training.process.pulse import Pulse

BUDGET_S = 1.0
LIFE_S = 0.5
PATIENCE_S = 60.0


class Watched:
    """A computing process that trains, and what the window was told of it."""

    def __init__(self, place: Path) -> None:
        self.client = WorkerClient()
        self.pulse = Pulse(self.client, self.client)
        self.words, self.steps, self.lost = "", 0, False
        self.pulse.silenced.connect(lambda words: setattr(self, "words", words))
        self.client.lost.connect(lambda _: setattr(self, "lost", True))
        self.client.event_received.connect(self._on_event)
        endless = replace(graph().training, epochs=1_000_000)
        self.client.train(files.to_text(replace(graph(), training=endless)), str(place))
        until(lambda: self.steps > 0)

    def _on_event(self, event: events.AnyEvent) -> None:
        self.steps += isinstance(event, events.Step)

    def send(self, number: signal.Signals, holds: Callable[[], bool]) -> float:
        """Seconds from a signal until something holds."""
        began = time.monotonic()
        os.kill(self.client.pid, number)
        until(holds)
        return time.monotonic() - began


def until(holds: Callable[[], bool], patience_s: float = PATIENCE_S) -> bool:
    """Let the event loop run until something holds; whether it does."""
    end = time.monotonic() + patience_s
    while not holds() and time.monotonic() < end:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 10)
    return holds()


def measure(kills: int, draw: random.Random, place: Path) -> dict[str, Any]:
    """All kills, one after another."""
    found: dict[str, list[float]] = {number.name: [] for number in (*SIGNALS, signal.SIGCONT)}
    false, alive = 0, None
    for count in range(kills):
        watched = alive = alive or Watched(place / str(count))
        false += until(lambda: bool(watched.words), draw.uniform(0, LIFE_S))  # noqa: B023
        number = SIGNALS[-1 - count % len(SIGNALS)]  # the stop first: its process goes on
        if number == signal.SIGSTOP:
            told = watched.send(number, lambda: bool(watched.words))  # noqa: B023
            back = watched.send(signal.SIGCONT, lambda: not watched.words)  # noqa: B023
            found["SIGCONT"].append(back)
        else:
            told = watched.send(number, lambda: watched.lost)  # noqa: B023
            watched.client.shutdown()
            alive = None
        found[number.name].append(told)
    if alive:
        alive.client.shutdown()
    longest = max(max(each, default=0.0) for each in found.values())
    return {
        "seconds": {name: _told(each) for name, each in found.items() if each},
        "false": false,
        "budget_s": BUDGET_S,
        "within": longest < BUDGET_S and not false,
    }


def _told(each: list[float]) -> dict[str, float]:
    longest, median = round(max(each), 3), round(statistics.median(each), 3)
    return {"count": len(each), "median": median, "longest": longest}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    wishes = parser.parse_args()
    application = QCoreApplication([])
    with tempfile.TemporaryDirectory() as place:
        os.environ.setdefault("HORNSTUDIO_CACHE", f"{place}/cache")
        found = measure(wishes.kills, random.Random(wishes.seed), Path(place))
    application.processEvents()
    print(json.dumps(found))
    return int(not found["within"])


if __name__ == "__main__":
    sys.exit(main())
