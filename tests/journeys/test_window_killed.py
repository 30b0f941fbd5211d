"""The window itself is killed in mid-work: the next one brings back what was on the canvas."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from PySide6.QtCore import Qt

from hornstudio.engine.disk.lock import lock_of
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.engine.storage.journal import lost_work, read
from hornstudio.engine.storage.templates import find_template
from hornstudio.paths import journal_dir
from hornstudio.ui.main_window import MainWindow
from hornstudio.ui.panels.training import WorkerClient
from hornstudio.ui.settings import Settings
from hornstudio.ui.window.safekeeping.guard import Standing
from tests.ending import forget_work

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")

# Somebody begins a network in another tab, comes back to the file, drags one module, deletes one
# and adds two, of which one is taken back; then says what is there, and in the history.
SOMEBODY = """
import json
import sys
from pathlib import Path
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from hornstudio.engine.storage import files
from hornstudio.ui import app as application
from hornstudio.ui.main_window import MainWindow
from hornstudio.ui.settings import Settings
from hornstudio.ui.panels.training import WorkerClient

app = application.make_application()
window = MainWindow(Settings(), WorkerClient([sys.executable, "-c", "input()"]))
window.show()
window.filing.load(Path(sys.argv[1]))
canvas = window.workspace.canvas
app.processEvents()
window.filing.new()
canvas.add_module("relu")
window.tabbing.step(-1)
canvas.sight.fit()

def work():
    viewport, left = canvas.view.viewport(), Qt.MouseButton.LeftButton
    start = canvas.node_position("hidden")
    QTest.mousePress(viewport, left, pos=start)
    for step in range(1, 6):
        QTest.mouseMove(viewport, start + QPoint(0, 12 * step))
    QTest.mouseRelease(viewport, left, pos=start + QPoint(0, 60))
    QTest.mouseClick(viewport, left, pos=canvas.node_position("accuracy"))
    QTest.keyClick(canvas.view, Qt.Key.Key_Delete)
    canvas.add_module("dropout")
    canvas.add_module("flatten")
    window.table["undo"].trigger()
    stack = window.document.undo_stack
    steps = list(map(stack.command, range(stack.count())))
    graphs = [*(step.before for step in steps), steps[-1].after]
    names, texts = [step.text() for step in steps], list(map(files.to_text, graphs))
    sys.stdout.buffer.write(json.dumps([names, texts, stack.index()]).encode() + b"\\0")
    sys.stdout.flush()

QTimer.singleShot(50, work)
app.exec()
"""


def what_was_there(child: subprocess.Popen) -> tuple[list[str], list[str], int]:
    """Names of the steps, texts of the graphs between them, and which of these was shown."""
    content = b""
    assert child.stdout is not None
    while not content.endswith(b"\0"):
        block = os.read(child.stdout.fileno(), 65536)
        assert block, "the window has ended by itself"
        content += block
    names, texts, index = json.loads(content[:-1])
    return names, texts, index


def wait_until_kept(graph: Graph) -> None:
    """A second is what it may take; a busy machine gets some more."""
    deadline = time.monotonic() + 5.0
    while not any(
        work.graph == graph and work.steps.ahead
        for place in journal_dir().glob("*.journal")
        if (work := read(place).work)
    ):
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def window(qtbot):
    """The next window, on its start page; its worker only waits."""
    made = MainWindow(Settings(), WorkerClient([sys.executable, "-c", "input()"]))
    qtbot.addWidget(made, before_close_func=forget_work)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_killed_window_has_lost_nothing(window, qtbot, tmp_path):
    path, first = tmp_path / "그물.horn", find_template("mnist_mlp").graph()
    files.save(first, path)
    command = [sys.executable, "-c", SOMEBODY, str(path)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        _, texts, index = what_was_there(child)
        there = files.from_text(texts[index])
        wait_until_kept(there)
        assert len(list(journal_dir().glob("*.journal"))) == 2
        window.recovery.search()
        qtbot.waitUntil(lambda: not window.recovery.is_searching)
        assert window.recovery.found == []  # its window lives
        assert window.filing.load(path)
        assert window.guard.standing is Standing.HELD
        assert window.guard.holder.pid == child.pid
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    assert there.nodes["hidden"].at != first.nodes["hidden"].at
    assert "accuracy" not in there.nodes
    assert "dropout" in there.nodes
    assert lock_of(path).exists()
    window.guard.look()
    assert window.guard.standing is Standing.OURS  # the dead hold nothing
    window.show_home()
    offer = window.welcome.offer
    qtbot.waitUntil(lambda: offer.isVisible() and offer.rows[0].restore.width() > 0)
    qtbot.mouseClick(offer.rows[0].restore, Qt.MouseButton.LeftButton)
    document = window.document
    assert document.graph == there
    assert list(document.graph.nodes) == list(there.nodes)
    assert document.graph.wires == there.wires
    assert document.path == path
    assert document.is_modified
    assert files.load(path) == first
    assert window.filing.save()
    assert files.load(path) == there
    window.show_home()
    qtbot.waitUntil(lambda: offer.isVisible() and offer.rows[0].restore.width() > 0)
    qtbot.mouseClick(offer.rows[0].restore, Qt.MouseButton.LeftButton)
    assert list(document.graph.nodes) == ["relu"]
    assert [tab.document.path for tab in window.tabs] == [path, None]
    assert lost_work(journal_dir()) == []
    assert document.undo_stack.undoText() == "Add ReLU"
    document.undo_stack.undo()
    assert document.graph == Graph()


def test_a_killed_window_leaves_its_history(window, qtbot, tmp_path):
    path = tmp_path / "a.horn"
    files.save(find_template("mnist_mlp").graph(), path)
    child = subprocess.Popen([sys.executable, "-c", SOMEBODY, str(path)], stdout=subprocess.PIPE)
    try:
        names, texts, index = what_was_there(child)
        wait_until_kept(files.from_text(texts[index]))
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    window.recovery.search()
    offer = window.welcome.offer
    qtbot.waitUntil(lambda: offer.isVisible() and offer.rows[0].restore.width() > 0)
    qtbot.mouseClick(offer.rows[0].restore, Qt.MouseButton.LeftButton)
    stack = window.document.undo_stack
    assert [stack.text(place) for place in range(stack.count())] == names
    assert (len(names), stack.index()) == (4, 3)
    assert files.to_text(window.document.graph) == texts[3]
    for text in (texts[2], texts[1], texts[0]):
        window.table["undo"].trigger()
        assert files.to_text(window.document.graph) == text
    assert texts[0] == path.read_text(encoding="utf-8")
    for text in texts[1:]:
        window.table["redo"].trigger()
        assert files.to_text(window.document.graph) == text
    assert not window.table["redo"].isEnabled()
