"""What somebody who does anything at all can break: sessions of random events at the real window.

usage: python bench/random_user.py [--sessions 20] [--steps 1500] [--seconds 90] [--seed 0]
       [--train]

Each session is a window in a process of its own (offscreen, with folders of its own), begun with
one of the templates, in which a hand drags, clicks, types and chooses by dice, in English or
Korean, light or dark. No worker runs, but with --train: there the hand trains digits, pauses, stops
and turns, looks at runs, and has the computing process killed, and in the end a sound network has
to train. Dialogs for files, printing and drags out of the palette are answered with a refusal.
Looked for after every few steps: exceptions, warnings of Qt or the log,
modules that the canvas shows otherwise than the document has them, problems other than a check
from scratch finds, a network that its file does not give back, a history that does not lead there
and back to the same network. Prints JSON: "faults" are each told once a session, with the steps
before. The same seed does the same as far as the clock has no say.
"""

import argparse
import faulthandler
import json
import logging
import os
import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType

    from hornstudio.engine.graph import Graph
    from hornstudio.ui.main_window import MainWindow

SIZES = ((1600, 1000), (1366, 768), (1100, 700))
LOOK_EVERY, ANSWER_MS, REST_S = 10, 15, 0.6
_LONGEST = 1500
_GRACE_S = 120.0


def main() -> int:
    parser = argparse.ArgumentParser(description="what a random user can break")
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--steps", type=int, default=1500, help="a session")
    parser.add_argument("--seconds", type=float, default=90.0, help="a session at most")
    parser.add_argument("--seed", type=int, default=0, help="of the first session")
    parser.add_argument("--train", action="store_true", help="let it train")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    wishes = parser.parse_args()
    if wishes.child is not None:
        # One that hangs says where.
        faulthandler.dump_traceback_later(wishes.seconds + _GRACE_S / 2, exit=True)
        session = Session(wishes.child, wishes.train)
        told = json.dumps(session.run(wishes.steps, wishes.seconds))
        session.end()
        print(told, flush=True)
        os._exit(0)  # what is unsaved is not asked about
    found = [run(wishes, wishes.seed + number) for number in range(wishes.sessions)]
    facts = {
        "sessions": len(found),
        "steps": sum(each["steps"] for each in found),
        "seconds": round(sum(each["seconds"] for each in found), 1),
        "heard": dict(sum((Counter(each.get("heard", {})) for each in found), Counter())),
        "faults": [fault for each in found for fault in each["faults"]],
    }
    print(json.dumps(facts, indent=2, ensure_ascii=False))
    return 0


def run(wishes: argparse.Namespace, seed: int) -> dict[str, Any]:
    """One session; a process that dies of it is a fault, too."""
    command = [sys.executable, "-X", "faulthandler", __file__, "--child", str(seed)]
    command += ["--steps", str(wishes.steps), "--seconds", str(wishes.seconds)]
    command += ["--train"] * wishes.train
    with tempfile.TemporaryDirectory() as folder:
        names = ("CONFIG", "CACHE", "RUNS", "JOURNAL", "MODULES")
        folders = {f"HORNSTUDIO_{name}": f"{folder}/{name.lower()}" for name in names}
        away = {**os.environ, **folders, "HOME": folder, "QT_QPA_PLATFORM": "offscreen"}
        limit = wishes.seconds + _GRACE_S
        try:
            done = subprocess.run(
                command, env=away, cwd=folder, capture_output=True, text=True, timeout=limit
            )
            ended = f"ended with {done.returncode}: {done.stderr[-_LONGEST:]}"
            last = done.stdout.strip().rpartition("\n")[2]
        except subprocess.TimeoutExpired:
            ended, last = f"did not end within {limit:.0f} s", ""
    try:
        return dict(json.loads(last))
    except ValueError:
        return {"steps": 0, "seconds": 0.0, "faults": [{"seed": seed, "what": ended}]}


class Session:
    """One window, the hand at it, and what was found."""

    def __init__(self, seed: int, trains: bool) -> None:
        self.trains = trains
        self.seed, self.dice = seed, random.Random(seed)
        self.faults: dict[str, dict[str, Any]] = {}
        self.heard: dict[str, int] = {}
        self.step = 0
        self.is_answering = True
        self.window = self.make_window()

    def make_window(self) -> "MainWindow":
        from PySide6.QtCore import Qt, QTimer, qInstallMessageHandler
        from PySide6.QtGui import QDrag
        from PySide6.QtPrintSupport import QPrintDialog
        from PySide6.QtWidgets import QFileDialog
        from random_coach import Coach
        from random_hand import Hand

        from hornstudio.engine.storage import files
        from hornstudio.ui import theme
        from hornstudio.ui.app import build_window, make_application
        from hornstudio.ui.collector import Collector
        from hornstudio.ui.panels.training.course.trainer import Trainer
        from hornstudio.ui.settings import Settings
        from hornstudio.ui.words import language

        for dialog in (QFileDialog, QPrintDialog):
            answer_with(dialog, "exec", 0)
        answer_with(QDrag, "exec", Qt.DropAction.IgnoreAction)
        for name in () if self.trains else ("train", "train_on"):
            answer_with(Trainer, name, False)
        sys.excepthook = self.on_exception
        qInstallMessageHandler(self.on_message)
        logging.getLogger().addHandler(Listener(self))
        self.app = make_application()
        Collector(self.app)
        theme.install(self.app, self.dice.choice([theme.Mode.DARK, theme.Mode.LIGHT]))
        language.install(self.app, self.dice.choice(["en", "ko"]))
        window = build_window(Settings())
        if not self.trains:
            window._make_ready = lambda: None  # type: ignore[method-assign]  # no worker
        window.resize(*self.dice.choice(SIZES))
        window.show()
        window.activateWindow()
        self.file = Path("start.horn").resolve()
        files.save(self.first_graph(), self.file)
        window.filing.load(self.file)
        self.app.processEvents()
        self.hand = (
            Coach(window, self.dice, self.first_graph) if self.trains else Hand(window, self.dice)
        )
        QTimer.singleShot(ANSWER_MS, self.answer)
        return window

    def answer(self) -> None:
        """Again and again: also within what an answer has opened, where one timer would wait."""
        from PySide6.QtCore import QTimer

        if self.is_answering:
            QTimer.singleShot(ANSWER_MS, self.answer)
            self.hand.answer()

    def first_graph(self) -> "Graph":
        """A template; where it is trained, one of digits."""
        from hornstudio.engine.catalog import catalog
        from hornstudio.engine.remedies import replace_node_kind
        from hornstudio.engine.storage.templates import TEMPLATES, find_template

        if not self.trains:
            return self.dice.choice(TEMPLATES).graph()
        graph = find_template(self.dice.choice(("mnist_mlp", "mnist_cnn"))).graph()
        return replace_node_kind(graph, "mnist", "digits", catalog())

    def run(self, steps: int, seconds: float) -> dict[str, Any]:
        begun = time.monotonic()
        while self.step < steps and time.monotonic() - begun < seconds:
            self.step += 1
            try:
                self.hand.do_anything()
                self.app.processEvents()
                if not self.window.has_document:
                    self.window.filing.load(self.file)
                if self.step % LOOK_EVERY == 0:
                    self.look()
            except Exception:
                self.note(traceback.format_exc())
            if not self.window.isVisible():
                self.note("the window is gone")
                break
        self.see_it_train()
        took = round(time.monotonic() - begun, 1)
        found = {"steps": self.step, "seconds": took, "faults": list(self.faults.values())}
        return found | {"heard": self.heard}

    def see_it_train(self) -> None:
        """After all that a sound network has to train, where any may."""
        from random_coach import Coach

        if not isinstance(self.hand, Coach):
            return
        self.is_answering = False
        if not self.hand.trains_still():
            self.note("a sound network does not train any more")
        self.heard = self.hand.heard

    def end(self) -> None:
        """No process is left behind."""
        if self.trains:
            self.window.client.shutdown(keeps_run=False)

    def look(self) -> None:
        """Whether all that is shown is what the document has, and can be kept."""
        from hornstudio.engine.check import check
        from hornstudio.engine.errors import HornError
        from hornstudio.engine.storage import files

        document = self.window.document
        graph = document.graph
        told, fresh = document.report.problems, check(graph).problems
        if list(map(str, told)) != list(map(str, fresh)):
            self.note(f"problems are other ones than a check finds: {told} and {fresh}")
        try:
            if files.from_text(files.to_text(graph)) != graph:
                self.note("the file gives another network back")
        except HornError as error:
            self.note(f"the file cannot be read: {error}")
        if self.dice.random() < 0.1:
            self.compare_places()
        if self.dice.random() < 0.1:
            stack, place = document.undo_stack, document.undo_stack.index()
            stack.setIndex(0)
            stack.setIndex(place)
            if document.graph != graph:
                self.note("the history does not lead back to the same network")

    def compare_places(self) -> None:
        """Once everything rests, modules are where the document has them."""
        until = time.monotonic() + REST_S
        while time.monotonic() < until:
            self.app.processEvents()
        canvas = self.window.workspace.canvas
        if canvas.view.gesture is not None:
            return
        shown = {i: item.body.topLeft().toTuple() for i, item in canvas.scene.nodes.items()}
        meant = {i: tuple(map(float, node.at)) for i, node in canvas.document.graph}
        if shown != meant:
            self.note(f"the canvas shows {shown}, the document has {meant}")

    def note(self, what: str) -> None:
        """Keep a fault, once, with what was done before."""
        what = what[-_LONGEST:]
        fault = {"seed": self.seed, "step": self.step, "what": what, "trail": [*self.hand.trail]}
        self.faults.setdefault(what, fault)

    def on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self.note("".join(traceback.format_exception(kind, error, trace)))

    def on_message(self, kind: "QtMsgType", _where: "QMessageLogContext", text: str) -> None:
        from PySide6.QtCore import QtMsgType

        if kind is not QtMsgType.QtDebugMsg and not text.startswith("This plugin does not"):
            self.note(f"Qt: {text}")


def answer_with(owner: type, name: str, answer: object) -> None:
    """Let a method do nothing."""
    setattr(owner, name, lambda *_, **__: answer)


class Listener(logging.Handler):
    """Hears warnings of the log."""

    def __init__(self, session: Session) -> None:
        super().__init__(logging.WARNING)
        self._session = session

    def emit(self, record: logging.LogRecord) -> None:
        self._session.note(f"log: {record.getMessage()}")


if __name__ == "__main__":
    sys.exit(main())
