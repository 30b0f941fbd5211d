import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from hornstudio.engine.disk.lock import lock_of
from hornstudio.engine.disk.owner import new_owner
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Node
from hornstudio.engine.storage.journal import Found, Journal, Work, read
from hornstudio.engine.storage.templates import find_template
from hornstudio.paths import journal_dir
from hornstudio.ui.window.safekeeping import finder


@pytest.fixture
def mlp():
    return find_template("mnist_mlp").graph()


@pytest.fixture
def edit() -> Callable:
    """`edit(window)`: one more module on the canvas."""

    def add(window) -> None:
        graph = window.document.graph
        window.document.edit("add", edits.add_node(graph, graph.new_id("relu"), Node("relu")))

    return add


@pytest.fixture
def leave() -> Callable:
    """`leave(work)`: what a window that was killed would have left of it."""

    def write(work: Work) -> Journal:
        journal = Journal(journal_dir(), replace(new_owner(), birth="long ago"))
        journal.write(work)
        return journal

    return write


@pytest.fixture
def hold() -> Callable:
    """`hold(path)`: another living window works on that file."""

    def write(path):
        other = replace(new_owner(), user="ana", host="lab")
        lock_of(path).write_text(json.dumps(asdict(other)))
        return other

    return write


@pytest.fixture
def choose(monkeypatch) -> Callable:
    """`choose(path)`: what the file dialog returns from now on; the names that it proposes."""
    proposed: list[str] = []

    def _choose(path) -> list[str]:
        monkeypatch.setattr(QFileDialog, "exec", lambda dialog: bool(path))
        monkeypatch.setattr(QFileDialog, "selectedFiles", lambda dialog: [str(path)])
        monkeypatch.setattr(QFileDialog, "selectFile", lambda dialog, name: proposed.append(name))
        return proposed

    return _choose


class SlowReading:
    """has_begun: a journal is about to be read. It is read when it may_end."""

    def __init__(self) -> None:
        self.has_begun, self.may_end = threading.Event(), threading.Event()
        self.places: list[Path] = []

    def read(self, place: Path) -> Found:
        self.places.append(place)
        self.has_begun.set()
        self.may_end.wait(60)
        return read(place)


@pytest.fixture
def slow_reading(monkeypatch) -> Iterator[SlowReading]:
    """Journals are read only when the test lets them be."""
    slow = SlowReading()
    monkeypatch.setattr(finder, "read", slow.read)
    yield slow
    slow.may_end.set()
