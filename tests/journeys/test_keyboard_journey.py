"""A person without a mouse: everything is reached with keys, seen to have the focus, and named."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QContextMenuEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from hornstudio.engine.editing import edits
from hornstudio.engine.editing.coloring import color_of
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.storage import files
from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.watch.events import Knob
from hornstudio.ui.canvas.highlight.heat import Measure
from hornstudio.ui.panels.runs.compare_dialog import CompareDialog
from hornstudio.ui.panels.runs.table import RunsTable
from hornstudio.ui.panels.shortcuts.dialog import ShortcutsDialog

# Menus, on the offscreen platform.
pytestmark = pytest.mark.qt_log_ignore("does not support")
WIRE = Wire("digits.image", "flatten.input")
TRAINED_MS = 120_000


class Fingers:
    """Keys go to whatever has the focus; nothing else is done to the window."""

    def __init__(self, person) -> None:
        self.person = person

    @property
    def focus(self) -> QWidget:
        """What has the focus: it is in sight, and has a name or says what it holds."""
        widget = QApplication.focusWidget()
        assert widget is not None, "the keyboard is nowhere"
        assert widget.isVisible()
        assert self.name, f"{widget} has no name"
        return widget

    @property
    def name(self) -> str:
        """What a screen reader calls the thing that has the focus."""
        told = QAccessible.queryAccessibleInterface(QApplication.focusWidget())
        here = told.focusChild() or told
        which = (QAccessible.Text.Name, QAccessible.Text.Value)
        return next((words for what in which if (words := here.text(what))), "")

    def press(self, *keys: str) -> None:
        for each in keys:
            QTest.keySequence(self.focus, QKeySequence(each))
            QTest.qWait(1)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)

    def tab_to(self, name: str, key: str = "Tab") -> None:
        """Press Tab until something of that name has the focus."""
        passed = []
        while name not in self.name:
            passed.append(self.name)
            assert len(passed) < 80, f"{name} is not reached by {key}: {passed}"
            self.press(key)
        assert self.focus.isEnabled()

    def choose(self, *path: str) -> None:
        """Open the menu of what has the focus, and walk to a line of it, also into submenus."""
        errors: list[BaseException] = []

        def walk() -> None:
            try:
                for words in path:
                    _walk_to(words)
            except BaseException as error:
                errors.append(error)
                while menu := QApplication.activePopupWidget():
                    menu.close()

        QTimer.singleShot(50, walk)
        reason, at = QContextMenuEvent.Reason.Keyboard, QPoint(1, 1)
        target = self.focus
        inner = target.viewport() if hasattr(target, "viewport") else target
        QApplication.sendEvent(inner, QContextMenuEvent(reason, at, inner.mapToGlobal(at)))
        self.person.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
        # The window is told a turn or two later that it is the active one again.
        self.person.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        if errors:
            raise errors[0]

    def undo_all_and_redo_all(self) -> None:
        """Back to the first document, and on to the very same ones."""
        stack, behind = self.person.window.document.undo_stack, []
        after = self.person.graph
        while stack.canUndo():
            behind.append(self.person.graph)
            self.press("Ctrl+Z")
        while behind:
            self.press("Ctrl+Shift+Z")
            assert self.person.graph is behind.pop()
        assert self.person.graph is after


def _walk_to(words: str) -> None:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [action.text().replace("&", "") for action in menu.actions()]
    for _ in texts:
        here = menu.activeAction()
        if here is not None and here.text().replace("&", "").startswith(words):
            break
        QTest.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction().text().replace("&", "").startswith(words), texts
    QTest.keyClick(menu, Qt.Key.Key_Right if menu.activeAction().menu() else Qt.Key.Key_Return)


@pytest.fixture
def fingers(person) -> Iterator[Fingers]:
    """A small network is on the canvas, which has the focus."""
    QAccessible.setActive(True)
    graph = edits.replace_kind(find_template("mnist_mlp").graph(), "mnist", "digits", {})
    person.window.filing.open_copy(edits.rename_node(graph, "mnist", "digits"))
    assert person.canvas.view.hasFocus()
    yield Fingers(person)
    QAccessible.setActive(False)


def test_points_frames_notes_and_colours_without_a_mouse(fingers, person):
    first = person.graph
    fingers.press("Ctrl+Right", "Shift+W")
    assert fingers.name.startswith("Canvas, wire from digits.image to flatten.input selected")
    fingers.press("R", "Right", "Down")
    assert "reroute point 1" in fingers.name
    (point,) = person.graph.reroutes[WIRE]
    fingers.choose("Straighten the wire")
    assert not person.graph.reroutes
    fingers.press("Ctrl+Z")
    assert person.graph.reroutes[WIRE] == (point,)
    fingers.press("Esc", "Ctrl+Right", "Ctrl+Shift+Right", "Shift+C")
    assert fingers.name == "Title of the frame"
    fingers.type("All of it")
    fingers.press("Return")
    assert fingers.name == "Canvas, frame All of it selected, 9 modules in it"
    fingers.choose("Colour", "Pink")
    assert person.graph.frames[0]["color"] == "pink"
    fingers.press("N")
    assert fingers.name == "Text of the note"
    fingers.type("by hand")
    fingers.press("Ctrl+Return")
    assert person.graph.frames[1]["text"] == "by hand"
    assert person.canvas.view.hasFocus()
    fingers.undo_all_and_redo_all()
    assert person.window.document.undo_stack.count() == 7
    assert first.nodes == person.graph.nodes


def test_nodes_get_a_colour_and_that_of_their_category_again_without_a_mouse(fingers, person):
    first = person.graph
    fingers.press("Ctrl+Right", "Ctrl+Right")
    assert fingers.name == "Canvas, Flatten selected"
    fingers.choose("Colour", "Teal")
    assert color_of(person.graph.nodes["flatten"]) == "teal"
    assert "coloured: Teal" in person.canvas.view.accessibleDescription()
    fingers.press("Ctrl+A")
    fingers.choose("Colour", "Amber")
    assert {color_of(node) for _, node in person.graph} == {"amber"}
    fingers.undo_all_and_redo_all()
    fingers.choose("Colour", "As its category")
    assert person.graph == first


def test_a_composite_is_made_entered_left_and_dissolved_without_a_mouse(fingers, person):
    document = person.window.document
    fingers.press("Ctrl+F6")
    fingers.tab_to("Training", "Ctrl+F6")
    fingers.press("Right", "Right", "Right")
    assert fingers.name == "Outline"
    fingers.tab_to("Fold the panel")
    fingers.press("Tab")
    fingers.press("Home", "Down", "Down", "Down", "Shift+Down")
    assert document.selection == ("relu", "scores")
    fingers.tab_to("Canvas", "Ctrl+F6")
    fingers.press("Ctrl+G")
    assert fingers.name == "Title of block"
    fingers.type("Head")
    fingers.press("Return")
    assert fingers.name == "Canvas, Head selected"
    fingers.press("Ctrl+Return")
    assert fingers.name.startswith("Canvas, inside of")
    fingers.press("Ctrl+Right", "Ctrl+Right")
    assert fingers.name == "Canvas, ReLU selected"
    fingers.press("B", "Alt+Up")
    assert fingers.name == "Canvas, Head selected"
    fingers.press("Ctrl+Shift+G")
    assert person.graph.nodes["relu"].bypassed
    assert person.canvas.view.hasFocus()
    fingers.undo_all_and_redo_all()


def test_colours_say_what_modules_cost_without_a_mouse(fingers, person):
    fingers.press("Ctrl+Right", "Ctrl+Right", "Ctrl+Right")
    assert fingers.name == "Canvas, Dense hidden selected"
    for key, words in (("Alt+2", "Weights: 99 %"), ("Alt+3", "FLOPs"), ("Alt+4", "Memory")):
        fingers.press(key)
        assert words in person.canvas.view.accessibleDescription()
    fingers.press("Alt+1")
    assert person.canvas.heat.measure is Measure.NOTHING


def _wait_for_end(fingers: Fingers) -> None:
    trainer = fingers.person.training.trainer
    fingers.person.qtbot.waitUntil(lambda: trainer.finished is not None, timeout=TRAINED_MS)


def _is_reachable(person, name: str) -> bool:
    named = [w for w in person.training.findChildren(QWidget) if w.accessibleName() == name]
    return any(widget.isVisible() and widget.isEnabled() for widget in named)


def test_runs_are_trained_turned_compared_and_restored_without_a_mouse(fingers, person):
    window, trained, told = person.window, person.graph, []
    window.client.event_received.connect(told.append)
    fingers.press("F5")
    _wait_for_end(fingers)
    fingers.press("Ctrl+Right", "Alt+6")
    fingers.tab_to("Training", "Ctrl+F6")
    fingers.tab_to("Epochs")
    fingers.press("Ctrl+A")
    fingers.type("4000")
    fingers.press("Return", "F5")
    person.qtbot.waitUntil(lambda: _is_reachable(person, "Knobs"), timeout=TRAINED_MS)
    fingers.tab_to("Knobs")
    fingers.press("Space")
    fingers.tab_to("sgd: learning rate")
    fingers.press("Tab", "Ctrl+A")
    fingers.type("0.05")
    fingers.press("Return", "Esc")
    assert fingers.name == "Knobs", "the keyboard is back where the knobs were opened"
    person.qtbot.waitUntil(lambda: any(isinstance(e, Knob) for e in told), timeout=TRAINED_MS)
    fingers.press("Shift+F5")
    person.qtbot.waitUntil(lambda: not window.is_training, timeout=TRAINED_MS)
    fingers.press("Ctrl+Shift+T")
    person.qtbot.waitUntil(lambda: isinstance(fingers.focus, RunsTable))
    table = fingers.focus
    person.qtbot.waitUntil(lambda: len(table.runs.rows) == 2)
    fingers.press("Home", "Shift+Down")
    assert len(table.selected) == 2
    seen: list[str] = []

    def start() -> None:
        fingers.choose("Compare")
        person.qtbot.waitUntil(lambda: bool(seen))

    person.in_dialog(CompareDialog, _compare(fingers, seen), start)
    table.setFocus()  # without a window manager nobody gives the table its focus back
    fingers.press("Up")
    fingers.choose("Restore the graph")
    person.qtbot.waitUntil(lambda: len(window.tabs) == 2)
    assert person.canvas.view.hasFocus()
    assert person.graph.nodes == trained.nodes
    assert person.graph.wires == trained.wires


def _compare(fingers: Fingers, seen: list[str]) -> Callable:
    def act(dialog: CompareDialog) -> None:
        fingers.person.qtbot.waitUntil(dialog.isActiveWindow)
        fingers.tab_to("Epochs", "Down")
        assert fingers.focus is dialog.table
        fingers.press("Tab")
        assert "Only what differs" in fingers.name
        fingers.press("Tab")
        assert "Copy the table" in fingers.name
        fingers.press("Space", "Esc")
        seen.append(QApplication.clipboard().text())
        assert "4000" in seen[0]

    return act


def test_a_shortcut_is_changed_without_a_mouse(fingers, person):
    def act(dialog: ShortcutsDialog) -> None:
        person.qtbot.waitUntil(dialog.field.hasFocus)
        fingers.type("comment frame")
        fingers.tab_to("Comment frame: Shift+C")
        fingers.press("Space")
        assert "New keys for Comment frame" in fingers.name
        fingers.press("Ctrl+Alt+Y")
        assert fingers.name == "Comment frame: Ctrl+Alt+Y"
        fingers.press("Esc")

    person.in_dialog(ShortcutsDialog, act, lambda: fingers.press("Ctrl+/"))
    before = person.graph
    fingers.press("Ctrl+Alt+Y", "Return")
    assert len(person.graph.frames) == 1
    assert before.frames == ()
    fingers.undo_all_and_redo_all()


@pytest.mark.parametrize("suffix", ["svg", "png", "tex"])
def test_a_picture_is_saved_without_a_mouse(fingers, person, tmp_path, suffix):
    path = tmp_path / f"picture.{suffix}"
    person.choose_file(lambda: fingers.press("Ctrl+Shift+E"), path)
    person.qtbot.waitUntil(path.exists)  # it is drawn in turns
    assert path.stat().st_size > 1000


def test_a_network_is_saved_opened_and_led_through_its_history_without_a_mouse(
    fingers, person, tmp_path
):
    path = tmp_path / "mine.horn"
    fingers.press("Ctrl+Right", "Ctrl+Right", "B", "Shift+F")
    shown: Graph = person.graph
    person.choose_file(lambda: fingers.press("Ctrl+S"), path)
    fingers.press("Ctrl+Shift+J")
    assert "Freeze" in fingers.name
    fingers.press("Up", "Return")
    assert not person.graph.nodes["flatten"].frozen
    assert person.graph.nodes["flatten"].bypassed
    fingers.press("Down", "Return")
    assert person.graph is shown
    fingers.press("Ctrl+W")
    fingers.tab_to("Open")
    person.choose_file(lambda: fingers.press("Ctrl+O"), path)
    assert person.graph == files.load(path)
    assert person.graph.nodes == shown.nodes
