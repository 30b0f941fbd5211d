"""The window: start-up, memory, the event loop while training, and how soon the first point shows.

usage: HORNSTUDIO_DATA=FOLDER python bench/window.py [--rounds 5] [--epochs 10]

Runs the application itself, in processes of their own, on whatever QT_QPA_PLATFORM says (without
a screen: offscreen), with settings and cache of their own. Prints JSON: each figure beside its
budget. Start-up runs from before the process exists to a painted window whose event loop has
nothing left to do, of a program that Python has compiled, as it is wherever it was installed; the
first round, which compiles it and fills the cache of icons, is told apart. While training,
a timer of 5 ms watches how long the event loop is away. "click_to_first_point_s" ends when the
point has been painted; the click comes 3 s after the worker is ready, as a person's would, and in
"click_at_once_s" at the very moment and with nothing in the cache, as seldom as that is. Figures
with "cpu" and "busy" are processor time of the window alone: they tell what it does itself where
other programs keep the machine busy.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memory import resident_mb

if TYPE_CHECKING:
    from hornstudio.engine.watch.events import Finished
    from hornstudio.ui.main_window import MainWindow
    from hornstudio.ui.settings import Settings

WATCH_MS = 5
IDLE_S = 3.0
BUDGETS = {
    "start_s": 1.0,
    "memory_mb": 300.0,
    "longest_block_ms": 50.0,
    "click_to_first_point_s": 1.5,
}
_PATIENCE_S = 120


def main() -> int:
    parser = argparse.ArgumentParser(description="start-up, memory and smoothness of the window")
    parser.add_argument("--rounds", type=int, default=5, help="starts to measure")
    parser.add_argument("--epochs", type=int, default=10, help="epochs of the seed model")
    parser.add_argument("--child", nargs=2, metavar=("WHAT", "BEGAN"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        what, began = args.child
        idle_s = 0.0 if what == "train-at-once" else IDLE_S
        return Child(float(began), args.epochs, idle_s).run(trains=what != "start")
    with tempfile.TemporaryDirectory() as folder:
        started = [run_child("start", args.epochs, folder) for _ in range(args.rounds)]
        at_once = run_child("train-at-once", args.epochs, folder)
        trained = run_child("train", args.epochs, folder)
    starts = [each["start_s"] for each in started]
    figures = {**trained, "start_s": statistics.median(starts[1:] or starts)}
    report = {
        name: {"value": figures.pop(name), "budget": budget} for name, budget in BUDGETS.items()
    }
    for entry in report.values():
        entry["within"] = entry["value"] <= entry["budget"]
    cpu = statistics.median(each["start_cpu_s"] for each in started)
    facts = {**figures, "click_at_once_s": at_once["click_to_first_point_s"]}
    facts |= {"first_start_s": starts[0], "all_starts_s": starts, "start_cpu_s": cpu}
    print(json.dumps(report | facts, indent=2))
    return 0


def run_child(what: str, epochs: int, folder: str) -> dict[str, Any]:
    names = ("CONFIG", "CACHE", "RUNS", "JOURNAL")
    own = {f"HORNSTUDIO_{name}": str(Path(folder) / name) for name in names}
    env = {"QT_QPA_PLATFORM": default_platform(), **os.environ, **own}
    env["PYTHONDONTWRITEBYTECODE"] = ""
    command = [sys.executable, __file__, "--epochs", str(epochs), "--child", what]
    began = time.monotonic()  # one clock for all processes of this machine
    done = subprocess.run(
        [*command, str(began)], env=env, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def default_platform() -> str:
    has_screen = sys.platform != "linux" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    return "" if has_screen else "offscreen"


class Child:
    """One run of the application with somebody at it who looks at the clock."""

    def __init__(self, began: float, epochs: int, idle_s: float) -> None:
        self.began = began
        self.epochs = epochs
        self.idle_s = idle_s
        self.facts: dict[str, Any] = {}

    def run(self, trains: bool) -> int:
        from hornstudio.paths import resource
        from hornstudio.ui import app

        build = app.build_window

        def build_watched(settings: "Settings | None" = None) -> "MainWindow":
            window = build(settings)
            self.watch(window, trains)
            return window

        app.build_window = build_watched
        seed_model = str(resource("templates", "mnist_mlp.horn"))
        status = app.run_window(*([seed_model] if trains else []))
        print(json.dumps(self.facts))
        return status

    def watch(self, window: "MainWindow", trains: bool) -> None:
        """Wait for the first paint, then for an event loop with nothing to do."""
        from PySide6.QtCore import QEvent, QObject, QTimer

        child = self

        class FirstPaint(QObject):
            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint:
                    window.removeEventFilter(self)
                    QTimer.singleShot(0, window, child.on_idle)
                return False

        self.window, self.trains = window, trains
        self.filter = FirstPaint()
        window.installEventFilter(self.filter)
        QTimer.singleShot(_PATIENCE_S * 1000, window, self.give_up)

    def on_idle(self) -> None:
        from PySide6.QtCore import QTimer

        self.facts["start_s"] = round(time.monotonic() - self.began, 3)
        self.facts["start_cpu_s"] = round(time.process_time(), 3)
        self.facts["has_jax"] = "jax" in sys.modules
        if not self.trains:
            self.window.close()
            return
        self.timer = QTimer(self.window, interval=50)
        self.timer.timeout.connect(self.wait_for_worker)
        self.timer.start()

    def wait_for_worker(self) -> None:
        """Let the warm worker come up, then train."""
        from hornstudio.engine.editing import edits
        from hornstudio.engine.graph import Training
        from hornstudio.ui.panels.training import State

        charts = self.window.workspace.training.charts
        if self.window.client.state is not State.READY or not charts.views:
            return
        waited = time.monotonic() - self.began
        if waited - self.facts.setdefault("worker_ready_s", round(waited, 3)) < self.idle_s:
            return
        self.timer.stop()
        document = self.window.document
        document.edit("bench", edits.set_training(document.graph, Training(epochs=self.epochs)))
        self.start_training()

    def start_training(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.gaps: list[float] = []
        self.busy: list[float] = []
        self.last_busy = time.thread_time()
        self.watchdog = QTimer(self.window, interval=WATCH_MS)
        self.watchdog.setTimerType(Qt.TimerType.PreciseTimer)
        self.watchdog.timeout.connect(self.on_watch)
        self.clicked = self.last = time.perf_counter()
        self.watchdog.start()
        self.window.workspace.tool_bar.train.click()

    def on_watch(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self.last)
        self.last = now
        busy = time.thread_time()
        self.busy.append(busy - self.last_busy)
        self.last_busy = busy
        panel = self.window.workspace.training
        # The points were handed over before this turn of the event loop, so they are painted.
        if "click_to_first_point_s" not in self.facts and len(panel.charts.views[0].picture.x):
            self.facts["click_to_first_point_s"] = round(now - self.clicked, 3)
        if panel.trainer.trouble is not None:
            raise SystemExit(panel.trainer.trouble.words)
        if not panel.is_running and panel.trainer.finished:
            self.watchdog.stop()
            self.note_figures(panel.trainer.finished)
            self.window.document.undo_stack.setClean()
            self.window.close()

    def note_figures(self, finished: "Finished") -> None:
        blocks = sorted((1000 * gap for gap in self.gaps), reverse=True)
        self.facts |= {
            "longest_block_ms": round(blocks[0], 1),
            "next_blocks_ms": [round(block, 1) for block in blocks[1:6]],
            "longest_busy_ms": round(1000 * max(self.busy), 1),
            "memory_mb": round(resident_mb(os.getpid()), 1),
            "worker_memory_mb": round(resident_mb(self.window.client.pid), 1),
            "training_s": round(finished.seconds, 2),
            "test": {k: v for k, v in finished.metrics.items() if k.startswith("test_")},
            "has_jax": "jax" in sys.modules,
            "platform": os.environ.get("QT_QPA_PLATFORM") or "default",
        }

    def give_up(self) -> None:
        raise SystemExit(f"no end after {_PATIENCE_S} s")


if __name__ == "__main__":
    sys.exit(main())
