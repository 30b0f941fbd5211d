"""A window that has taken the place of another one says all that one says which began so."""

import sys

import pytest
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)

from hornstudio.ui.canvas.edit.selection import toggle_frozen
from hornstudio.ui.main_window import MainWindow
from hornstudio.ui.panels.training import WorkerClient
from hornstudio.ui.settings import Settings
from hornstudio.ui.words import language
from tests.ending import forget_work


def work_in(window, mlp) -> None:
    """A network with steps and a problem, for which a training has been refused."""
    window.filing.open_copy(mlp)
    window.workspace.canvas.add_module("relu")
    window.document.select(["hidden"])
    toggle_frozen(window.document)
    window.workspace.training.controls.fields["epochs"].value_chosen.emit(7, False)
    window.workspace.training.train()
    window.workspace.bottom.show_page("training")
    window.workspace.show_code()
    window.workspace.show_build()
    QTest.qWait(300)


def words_in(window) -> set[str]:
    """All that can be read or heard, but for the hint of the moment and for figures."""
    said: set[str] = set()
    for widget in (window, *window.findChildren(QWidget)):
        if widget is window.status.hint:
            continue
        said |= {widget.toolTip(), widget.accessibleName(), widget.windowTitle()}
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            said.add(widget.text())
        if isinstance(widget, QTabBar):
            said |= set(map(widget.tabText, range(widget.count())))
        if isinstance(widget, QComboBox):
            said |= set(map(widget.itemText, range(widget.count())))
    for action in window.findChildren(QAction):
        said |= {action.text(), action.toolTip(), action.statusTip()}
    looks = {str(item.look) for item in window.workspace.canvas.scene.nodes.values()}
    stack = window.document.undo_stack
    steps = [stack.command(place).text() for place in range(stack.count())]
    said |= {*looks, *steps, window.workspace.training.trainer.trouble.words}
    return {words for words in said if any(map(str.isalpha, words))}


@pytest.mark.parametrize(("first", "then"), [("en", "ko"), ("ko", "en")])
def test_every_word_is_as_in_a_window_that_began_in_that_language(
    stage, choose, mlp, qapp, speak, first, then
):
    if first != language.spoken():
        choose(first)
    work_in(stage.window, mlp)
    window = choose(then)
    QTest.qWait(300)
    found = words_in(window)
    began = MainWindow(Settings(language=then), WorkerClient([sys.executable, "-c", "input()"]))
    began.client.setParent(began)
    began.resize(window.size())
    began.show()
    work_in(began, mlp)
    expected = words_in(began)
    forget_work(began)
    began.close()
    QApplication.processEvents()
    began.deleteLater()
    assert found - expected == set()
    assert len(found) > 500
