"""What one window takes over from another, and what is left of that one: nothing."""

import sys
import threading

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QMetaMethod, QObject
from PySide6.QtWidgets import QApplication

from hornstudio.ui.main_window import MainWindow
from hornstudio.ui.panels.training import WorkerClient
from hornstudio.ui.settings import Settings
from hornstudio.ui.theme import current
from hornstudio.ui.window.succession import make_successor
from tests.ending import forget_work


@pytest.fixture
def succeed(qtbot):
    """`succeed(window)`: the one that takes its place; the last one is closed at the end."""
    made = []

    def succeed(former):
        window = make_successor(former, lambda: None)
        made.append(window)
        qtbot.waitUntil(window.isActiveWindow)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        return window

    yield succeed
    forget_work(made[-1])
    made[-1].close()
    QApplication.processEvents()
    made[-1].deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def former(mlp, qtbot):
    window = MainWindow(Settings(), WorkerClient([sys.executable, "-c", "input()"]))
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    window.filing.open_copy(mlp)
    return window


def test_nothing_is_left_of_a_window_that_was_succeeded(former, succeed, qtbot):
    window = succeed(former)
    qtbot.waitUntil(lambda: not window.recovery.is_searching)
    widgets, threads = len(QApplication.allWidgets()), threading.active_count()
    for _ in range(3):
        window = succeed(window)
        qtbot.waitUntil(lambda w=window: not w.recovery.is_searching)
    assert not shiboken6.isValid(former)
    assert len(QApplication.allWidgets()) == widgets
    assert threading.active_count() <= threads
    assert [type(w) for w in QApplication.topLevelWidgets() if hasattr(w, "filing")] == [
        type(window)
    ]
    assert window.client.parent() is window
    assert window.tabs.parent() is window


def hearers_of(*senders: QObject) -> list[tuple[str, int]]:
    """How many hear each signal of what outlives a window."""
    found = []
    for sender in senders:
        kind = sender.metaObject()
        methods = (kind.method(place) for place in range(kind.methodCount()))
        for method in methods:
            if method.methodType() == QMetaMethod.MethodType.Signal:
                name = method.methodSignature().data().decode()
                found.append((name, sender.receivers(f"2{name}")))
    return found


def test_nobody_hears_for_a_window_that_was_succeeded(former, succeed, qtbot):
    def hearers(window):
        qtbot.waitUntil(lambda: not window.recovery.is_searching)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        document = window.document.current
        lasting = (window.client, window.tabs, window.guard, window.keeper, document)
        return hearers_of(*lasting, document.undo_stack, current(), QApplication.instance())

    window = succeed(former)
    before = hearers(window)
    assert sum(count for _, count in before) > 50
    for _ in range(2):
        window = succeed(window)
    assert hearers(window) == before


def test_edits_reach_only_the_panels_that_are_there(former, succeed):
    window = succeed(former)
    window.document.select(["hidden"])
    window.workspace.canvas.delete_selection()
    assert "hidden" not in window.workspace.canvas.scene.nodes
    window.document.undo_stack.undo()
    assert "hidden" in window.workspace.canvas.scene.nodes
    assert window.tabbing.close_tab(window.tabs.current)
    assert not window.is_working


def test_a_large_window_stays_large(former, succeed):
    former.showMaximized()
    window = succeed(former)
    assert window.isMaximized()
    window.table["full_screen"].trigger()
    again = succeed(window)
    assert again.isFullScreen()
    again.table["full_screen"].trigger()
    assert again.isMaximized()
