import json
from collections.abc import Callable
from dataclasses import asdict, replace

import pytest
from PySide6.QtWidgets import QFileDialog

from hornstudio.engine.disk.lock import lock_of
from hornstudio.engine.disk.owner import new_owner
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Node
from hornstudio.engine.storage.journal import Journal, Work
from hornstudio.engine.storage.templates import find_template
from hornstudio.paths import journal_dir


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
