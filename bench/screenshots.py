"""Pictures of the window in all its states: to look at after a change, and for documents.

usage: python bench/screenshots.py FOLDER [--states main,error] [--themes dark,light]
                                   [--scales 1,2] [--languages en,ko] [--no-training]

Each theme, scale and language is a process of its own, offscreen, with settings and runs of its
own; the pictures are FOLDER/STATE-THEME-SCALE-LANGUAGE.png. What is trained is the digits that
ship with the program. No screen is needed.
"""

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from screenshot import PLACES, ROOT, isolate

if TYPE_CHECKING:
    from PySide6.QtWidgets import QSplitter

    from hornstudio.engine.graph import Graph
    from hornstudio.engine.watch.events import AnyEvent
    from hornstudio.ui.canvas import Canvas

SIZE = (1600, 1000)
SETTLE_MS = 500
_PATIENCE_S = 240.0
_EPOCHS, _EPOCH = 200, 24


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--states", default=",".join(STATES), help="which, by name")
    parser.add_argument("--themes", default="dark,light")
    parser.add_argument("--scales", default="1,2")
    parser.add_argument("--languages", default="en,ko")
    parser.add_argument("--no-training", action="store_true", help="without a worker")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    wishes = parser.parse_args()
    states = [s for s in wishes.states.split(",") if not (wishes.no_training and s in TRAINED)]
    if wishes.child:
        Sitting(wishes.folder, *wishes.child).run(states)
    wishes.folder.mkdir(parents=True, exist_ok=True)
    kinds = (wishes.themes, wishes.scales, wishes.languages)
    failed = 0
    for theme, scale, language in itertools.product(*(kind.split(",") for kind in kinds)):
        command = [sys.executable, __file__, str(wishes.folder), "--states", ",".join(states)]
        env = {**os.environ, "QT_SCALE_FACTOR": scale, "PYTHONPATH": str(ROOT)}
        child = ["--child", theme, scale, language]
        failed += bool(subprocess.run([*command, *child], env=env, check=False).returncode)
    return int(failed > 0)


class Sitting:
    """One window, in one theme, scale and language, in one state after another."""

    def __init__(self, folder: Path, theme: str, scale: str, language: str) -> None:
        self.folder, self.name = folder, f"{theme}-{round(100 * float(scale))}-{language}"
        self.theme, self.language = theme, language
        self.sizes: list[int] = []

    def run(self, states: list[str]) -> None:
        """Take the pictures, and end the process."""
        with tempfile.TemporaryDirectory() as own:
            isolate(own)
            from hornstudio.ui import theme
            from hornstudio.ui.app import build_window, make_application
            from hornstudio.ui.words import language

            app = make_application()
            theme.install(app, theme.Mode(self.theme))
            language.install(app, self.language)
            self.window = build_window()
            if not TRAINED & set(states):
                self.window._make_ready = lambda: None  # type: ignore[method-assign]  # no worker
            self.window.resize(*SIZE)
            self.window.show()
            for state in states:
                self.wait(SETTLE_MS)
                STATES[state](self)
                self.wait(SETTLE_MS)
                self.take(state)
            if self.window._client is not None:
                self.window._client.shutdown()
            self.window.hide()
            sys.stdout.flush()
            os._exit(0)

    def wait(self, milliseconds: int) -> None:
        from PySide6.QtTest import QTest

        QTest.qWait(milliseconds)

    def wait_for(self, what: str, is_there: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _PATIENCE_S
        while not is_there():
            self.wait(50)
            if time.monotonic() > deadline:
                raise SystemExit(f"no {what} after {_PATIENCE_S:.0f} s")

    def take(self, state: str) -> None:
        """The window, with whatever stands on it."""
        from PySide6.QtGui import QPainter
        from PySide6.QtWidgets import QApplication

        picture = self.window.grab()
        painter = QPainter(picture)
        for other in QApplication.topLevelWidgets():
            if other is not self.window and other.isVisible() and other.parent() is not None:
                at = other.mapToGlobal(other.rect().topLeft())
                painter.drawPixmap(self.window.mapFromGlobal(at), other.grab())
        painter.end()
        path = self.folder / f"{state}-{self.name}.png"
        if not picture.save(str(path)):
            raise SystemExit(f"cannot write {path}")
        print(path)

    # What there is to see.

    @property
    def canvas(self) -> "Canvas":
        return self.window.workspace.canvas

    @property
    def column(self) -> "QSplitter":
        """What shares the height between canvas and panels."""
        from PySide6.QtWidgets import QSplitter

        column = self.window.workspace.bottom.parentWidget()
        assert isinstance(column, QSplitter)
        return column

    def open(self, name: str, places: dict[str, tuple[float, float]] | None = None) -> None:
        from hornstudio.engine.editing import edits

        graph = find_graph(name)
        self.window.filing.open_copy(edits.move_nodes(graph, places) if places else graph)
        for tab in list(self.window.tabs):  # what the states before have left
            if tab is not self.window.tabs.current:
                self.window.tabs.remove(tab)
        self.wait(SETTLE_MS)
        self.canvas.sight.fit_all()

    def trigger(self, action: str) -> None:
        self.window.table[action].trigger()

    def welcome(self) -> None:
        self.window.show_home()

    def main(self) -> None:
        self.open("mnist_cnn", PLACES)
        self.window.document.select(["conv_1"])

    def error(self) -> None:
        from hornstudio.engine.editing import edits

        self.open("mnist_cnn", PLACES)
        document = self.window.document
        graph = edits.set_param(document.graph, "scores", "units", 7)
        document.edit("change", edits.set_param(graph, "dropout", "rate", 1.5))
        self.window.workspace.bottom.show_page("problems")
        at = self.canvas.scene.nodes["dropout"].body.center()
        self.canvas.advice.explain("dropout", None, at)

    def composite(self) -> None:
        from hornstudio.ui.level import Level

        self.open("residual_net")
        document = self.canvas.document
        assert isinstance(document, Level)
        layers = [i for i, f in document.report.facts.items() if f.module.role == "layer"]
        document.select(layers[:4])
        self.trigger("group")
        self.wait(SETTLE_MS)
        document.enter(document.selection[0])
        self.wait(SETTLE_MS)
        self.canvas.sight.fit_all()

    def search(self) -> None:
        from PySide6.QtCore import QPointF
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QLineEdit

        self.open("mnist_cnn", PLACES)
        self.canvas.ask_module(QPointF(300, 200))
        field = self.canvas.popup.findChild(QLineEdit)
        assert field is not None
        QTest.keyClicks(field, "conv")

    def minimap(self) -> None:
        self.open("resnet")
        if self.canvas.minimap.isHidden():
            self.canvas.toggle_map()
        self.canvas.sight.zoom_reset()

    def heat(self) -> None:
        from hornstudio.ui.canvas.highlight.heat import Measure

        self.open("mnist_cnn", PLACES)
        self.canvas.colour_by(Measure.WEIGHTS)

    def heat_off(self) -> None:
        from hornstudio.ui.canvas.highlight.heat import Measure

        self.canvas.colour_by(Measure.NOTHING)

    def commands(self) -> None:
        self.heat_off()
        self.open("mnist_cnn", PLACES)
        self.trigger("commands")

    def tabs(self) -> None:
        """Three networks, the last one in front."""
        self.open("mnist_mlp")
        for name in ("siamese_net", "transformer_encoder"):
            self.window.filing.open_copy(find_graph(name))
            self.wait(SETTLE_MS)
        self.canvas.sight.fit_all()

    def code(self) -> None:
        self.open("mnist_mlp")
        self.trigger("code")

    def outline(self) -> None:
        self.open("two_in_two_out")
        self.trigger("build")
        self.window.workspace.bottom.show_page("outline")

    def callbacks(self) -> None:
        """Below a run's settings, in a panel with room for them."""
        from hornstudio.engine.editing import callback_edits

        self.open("mnist_mlp")
        document = self.window.document
        graph = document.graph
        for kind in ("early_stopping", "time_limit", "reduce_lr_on_plateau"):
            graph = callback_edits.add(graph, kind)
        document.edit("callbacks", graph)
        workspace = self.window.workspace
        workspace.bottom.show_page("training")
        column = self.column
        self.sizes = column.sizes()
        column.setSizes([SIZE[1] // 3, SIZE[1] // 3 * 2])
        section = workspace.training.controls.callbacks
        section.fold.open()
        section.cards[-1].open()

    def training(self) -> None:
        from dataclasses import replace

        from hornstudio.engine.editing import edits
        from hornstudio.engine.watch.events import Failed, Step

        if self.sizes:
            self.column.setSizes(self.sizes)
        self.open("mnist_mlp")
        document = self.window.document
        events: list[AnyEvent] = []
        self.window.client.event_received.connect(events.append)
        graph = edits.replace_kind(document.graph, "mnist", "digits", {})
        settings = replace(graph.training, epochs=_EPOCHS)
        document.edit("digits", edits.set_training(graph, settings))
        self.wait_for("worker", lambda: self.window.table["train"].isEnabled())
        self.trigger("train")
        is_over = lambda e: isinstance(e, Failed) or (isinstance(e, Step) and e.epoch >= _EPOCH)  # noqa: E731
        self.wait_for("training", lambda: any(map(is_over, events[-3:])))

    def knobs(self) -> None:
        """Of the run in progress, one of them turned."""
        from PySide6.QtWidgets import QApplication

        bar = self.window.workspace.training.controls.knobs
        bar.turner.turn("sgd.learning_rate", 0.02)
        self.wait(SETTLE_MS)
        bar.knobs.click()
        QApplication.processEvents()

    def runs(self) -> None:
        """What the training before has left."""
        self.window.workspace.training.controls.knobs.popover.leave()
        self.trigger("stop")
        self.wait_for("end", lambda: not self.window.is_training)
        self.trigger("runs")
        self.wait(4 * SETTLE_MS)


def find_graph(template: str) -> "Graph":
    from hornstudio.engine.storage.templates import find_template

    return find_template(template).graph()


STATES: dict[str, Callable[[Sitting], None]] = {
    "welcome": Sitting.welcome,
    "main": Sitting.main,
    "error": Sitting.error,
    "composite": Sitting.composite,
    "search": Sitting.search,
    "minimap": Sitting.minimap,
    "heat": Sitting.heat,
    "commands": Sitting.commands,
    "tabs": Sitting.tabs,
    "code": Sitting.code,
    "outline": Sitting.outline,
    "callbacks": Sitting.callbacks,
    "training": Sitting.training,
    "knobs": Sitting.knobs,
    "runs": Sitting.runs,
}
TRAINED = {"training", "knobs", "runs"}
"""These need a worker; the others come after the first."""

if __name__ == "__main__":
    sys.exit(main())
