"""A language that shows its seams, a whole window, and somebody who answers its dialogs."""

import sys
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer, QTranslator
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QListWidget

from hornstudio.engine.graph import Graph
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.words import language
from tests.ending import forget_work

_PATIENCE_MS = 60_000
"""For what comes for certain, also on a machine that is busy or was paused meanwhile."""


class PseudoTranslator(QTranslator):
    """Wraps every string that is looked up; what shows up unwrapped was never translatable."""

    def translate(self, context, source_text, disambiguation=None, n=-1) -> str:
        return f"«{source_text}»"

    def isEmpty(self) -> bool:
        return False


@pytest.fixture
def pseudo_language(qapp) -> Iterator[PseudoTranslator]:
    """Install the pseudo-translator before any widget of the test is built."""
    translator = PseudoTranslator()
    assert qapp.installTranslator(translator)
    yield translator
    qapp.removeTranslator(translator)


@pytest.fixture
def announced(monkeypatch) -> list[str]:
    """All that a screen reader is told at once, in its order."""
    said: list[str] = []

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return said


@pytest.fixture
def called_back(monkeypatch) -> list[QObject]:
    """What a screen reader is told to have the keyboard still, in its order."""
    told: list[QObject] = []

    def hear(event: QAccessibleEvent) -> None:
        if event.type() is QAccessible.Event.Focus:
            told.append(event.object())

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return told


@pytest.fixture
def make_window(qtbot) -> Callable:
    """`make_window(settings)`: the main window with a worker that only waits; closed at the end."""
    from hornstudio.ui.main_window import MainWindow
    from hornstudio.ui.panels.training import WorkerClient
    from hornstudio.ui.settings import Settings

    idle = [sys.executable, "-c", "import sys; sys.stdin.buffer.read()"]

    def make(settings: Settings | None = None) -> MainWindow:
        client = WorkerClient(idle)
        window = MainWindow(settings or Settings(), client)
        client.setParent(window)  # as its own would be, so that nothing outlives it
        qtbot.addWidget(window, before_close_func=_leave)
        window.show()
        qtbot.waitUntil(window.isActiveWindow, timeout=_PATIENCE_MS)
        return window

    return make


def _leave(window) -> None:
    """What was put off to the next moment is done: Qt for Python holds it for ever otherwise."""
    forget_work(window)
    QApplication.processEvents()


@pytest.fixture
def window(make_window):
    """The main window on its start page."""
    window = make_window()
    window.resize(1280, 800)
    return window


@pytest.fixture
def speak(qapp) -> Iterator[Callable[[str], str]]:
    """`speak("ko")` changes the language of the window; English is spoken again at the end."""
    yield partial(language.install, qapp)
    language.install(qapp, "en")


@pytest.fixture
def answer(qtbot) -> Iterator[Callable[..., list[str]]]:
    """`answer("Save")` presses the buttons of the dialogs to come, and returns what they said."""
    said: list[str] = []
    waiting: list[str] = []
    timer = QTimer(interval=10)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if waiting and isinstance(dialog, QDialog) and dialog.isVisible():
            wish = waiting.pop(0)
            said.append(_words_of(dialog))
            _press(dialog, wish)

    def expect(*wishes: str) -> list[str]:
        waiting.extend(wishes)
        timer.start()
        return said

    timer.timeout.connect(look)
    yield expect
    timer.stop()
    assert not waiting, f"no dialog came for {waiting}"


def _press(dialog: QDialog, wish: str) -> None:
    if wish == "Escape":
        dialog.reject()
        return
    buttons = {b.text().replace("&", ""): b for b in dialog.findChildren(QAbstractButton)}
    assert wish in buttons, f"{wish} is none of {list(buttons)}"
    buttons[wish].click()


def _words_of(dialog: QDialog) -> str:
    words = [label.text() for label in dialog.findChildren(QLabel)]
    for view in dialog.findChildren(QListWidget):
        words += [view.item(row).text() for row in range(view.count())]
    return "\n".join(words)


@pytest.fixture
def mlp() -> Graph:
    return find_template("mnist_mlp").graph()


@pytest.fixture
def working(window, mlp):
    """A window with a network in it."""
    window.filing.open_copy(mlp)
    return window


@pytest.fixture
def stage(qapp, qtbot, speak):
    """A window, English at first, in whose place another one may come; the last one is closed."""
    from hornstudio.ui.main_window import MainWindow
    from hornstudio.ui.panels.training import WorkerClient
    from hornstudio.ui.settings import Settings
    from hornstudio.ui.stage import Stage

    speak("en")
    window = MainWindow(Settings(language="en"), WorkerClient([sys.executable, "-c", "input()"]))
    window.client.setParent(window)
    window.resize(1280, 800)
    stage = Stage(qapp, window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    yield stage
    forget_work(stage.window)
    stage.window.close()
    QApplication.processEvents()
    stage.window.deleteLater()
    stage.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def choose(stage, qtbot):
    """`choose("ko")`: as in the menu; the window that has come."""

    def choose(code: str):
        former = stage.window
        former.table[f"language_{code}"].trigger()
        qtbot.waitUntil(lambda: stage.window is not former)
        qtbot.waitUntil(stage.window.isActiveWindow)
        QTest.qWait(50)
        return stage.window

    return choose
