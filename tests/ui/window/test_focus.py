"""Where the keyboard goes when what has it hides or is disabled."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QPushButton, QToolButton

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.storage.templates import find_template


def test_what_hides_or_is_disabled_gives_the_focus_to_the_canvas(window):
    window.filing.open_copy(find_template("mnist_mlp").graph())
    workspace = window.workspace
    training = workspace.training
    view = workspace.canvas.view
    bar = training.time_bar
    bar.show()
    for widget in (bar.branch, bar.close_button):
        widget.setEnabled(True)
        widget.setFocus()
        assert widget.hasFocus()
        bar.hide()
        assert QApplication.focusWidget() is view
        bar.show()
    bar.measure.setEnabled(True)
    bar.measure.setFocus()
    bar.measure.setEnabled(False)
    assert QApplication.focusWidget() is view
    bar.hide()
    _lend(training.controls.train).hide()
    assert QApplication.focusWidget() is view
    knobs = training.controls.knobs
    knobs.show()
    _lend(knobs.knobs)
    knobs.hide()
    assert QApplication.focusWidget() is view


def _lend(button: QPushButton | QToolButton) -> QPushButton | QToolButton:
    button.show()
    button.setEnabled(True)
    button.setFocus()
    assert button.hasFocus()
    return button


def test_beside_code_it_goes_to_the_code(window):
    window.filing.open_copy(find_template("mnist_mlp").graph())
    window.table["code"].trigger()
    code = window.workspace.centre.currentWidget()
    bar = window.workspace.training.time_bar
    bar.show()
    bar.close_button.setFocus()
    bar.hide()
    assert code.isAncestorOf(QApplication.focusWidget())


def test_the_keys_of_canvas_and_code_lead_into_them_from_anywhere(window, qtbot):
    window.filing.open_copy(find_template("mnist_mlp").graph())
    workspace = window.workspace
    for keys in (Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_1):
        window.table["outline"].trigger()
        assert workspace.bottom.isAncestorOf(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), keys, Qt.KeyboardModifier.ControlModifier)
        assert workspace.centre.currentWidget().isAncestorOf(QApplication.focusWidget())


def test_a_window_that_is_ready_leaves_the_screen_reader_with_the_keyboard(
    called_back, make_window, qtbot
):
    window = make_window()
    qtbot.waitUntil(lambda: window._workspace is not None and bool(called_back))
    assert called_back[-1] is window.focusWidget()


def test_a_composite_is_left_from_the_inspector_too(window):
    graph, use = group_nodes(find_template("mnist_mlp").graph(), ["hidden"], "Block", catalog())
    window.filing.open_copy(graph)
    level = window.workspace.level
    level.enter(use)
    level.select(["hidden"])
    field = window.workspace.inspector.findChildren(QAbstractSpinBox)[0]
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert not level.is_inside
    assert level.selection == (use,)
