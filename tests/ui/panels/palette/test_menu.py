"""The menu of a row: what is kept is renamed and given up there."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QInputDialog

from hornstudio.engine.composite import inside
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import shelf
from hornstudio.ui.document import Document
from hornstudio.ui.panels.palette import Palette
from hornstudio.ui.panels.palette.menu import ModuleMenu
from tests.engine.composite.sample_composite import residual

ROWS = ["Add to the canvas", "Rename…", "Take out of my palette…"]


@pytest.fixture
def make_palette(qtbot):
    def make(graph=None):
        palette = Palette(Document(graph or Graph()))
        qtbot.addWidget(palette)
        palette.resize(236, 900)
        palette.show()
        qtbot.waitExposed(palette)
        return palette

    return make


@pytest.fixture(autouse=True)
def shown(monkeypatch):
    """Menus and the points at which they would pop up; offscreen they cannot."""
    menus = []
    monkeypatch.setattr(ModuleMenu, "pop_up", lambda menu, at: menus.append((menu.menu, at)))
    return menus


@pytest.fixture
def menu_of(shown):
    def ask(palette, title):
        """The menu that a right click on a row opens."""
        palette.search.setText(title)
        tree = palette.tree
        at = tree.visualRect(tree.first_module()).center()
        reason, point = QContextMenuEvent.Reason.Mouse, tree.viewport().mapToGlobal(at)
        QApplication.sendEvent(tree.viewport(), QContextMenuEvent(reason, at, point))
        menu, where = shown.pop()
        assert where == point
        return menu

    return ask


def press(menu, text):
    (action,) = [a for a in menu.actions() if a.text() == text]
    action.trigger()


def test_a_built_in_module_can_only_be_added(make_palette, menu_of, qtbot):
    palette = make_palette()
    menu = menu_of(palette, "dropout")
    assert [a.text() for a in menu.actions()] == ROWS[:1]
    with qtbot.waitSignal(palette.module_chosen) as chosen:
        press(menu, ROWS[0])
    assert chosen.args == ["dropout"]


def test_what_is_kept_is_given_up_when_a_person_is_sure(make_palette, menu_of, answer):
    shelf.keep(residual(), "residual_block")
    palette = make_palette()
    said = answer("Cancel", "Take out")
    menu = menu_of(palette, "residual block")
    assert [a.text() for a in menu.actions()] == ROWS
    press(menu, ROWS[2])
    assert "Take Residual block out of your palette for good?" in said[0]
    assert list(shelf.kept())
    press(menu_of(palette, "residual block"), ROWS[2])
    assert not list(shelf.kept())
    assert palette.tree.first_module().data() != "Residual block"


def test_what_is_kept_is_renamed(make_palette, menu_of, monkeypatch):
    shelf.keep(residual(), "residual_block")
    palette = make_palette()

    def type_name(dialog):
        dialog.setTextValue("Shortcut")
        return QInputDialog.DialogCode.Accepted

    monkeypatch.setattr(QInputDialog, "exec", type_name)
    press(menu_of(palette, "residual block"), ROWS[1])
    palette.search.setText("shortcut")
    assert palette.tree.first_module().data() == "Shortcut"


def test_a_composite_of_the_network_is_kept_and_given_up_without_a_question(make_palette, menu_of):
    palette = make_palette(residual())
    press(menu_of(palette, "residual block"), "Keep in my palette")
    assert [k.kind for k in shelf.kept()] == ["residual_block"]
    press(menu_of(palette, "residual block"), "Take out of my palette")
    assert not list(shelf.kept())


def test_the_menu_key_opens_it_at_the_row(make_palette, shown):
    palette = make_palette()
    palette.search.setText("dropout")
    tree = palette.tree
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(tree.viewport(), QContextMenuEvent(reason, QPoint(1, 500)))
    ((_, at),) = shown
    row = tree.visualRect(tree.first_module())
    assert at == tree.viewport().mapToGlobal(row.bottomLeft())


def test_another_composite_of_the_kind_is_listed_too(make_palette):
    graph = residual()
    shelf.keep(graph, "normal")
    body = edits.rename_node(inside.body_of(graph, "normal"), "scale", "own")
    other = inside.with_body(graph, body)
    palette = make_palette(other)
    palette.search.setText("normal")
    model = palette.tree.entries
    modules = [palette.tree.module_at(model.index(row, 0)) for row in range(model.rowCount())]
    assert "kept:normal" in [m.kind for m in modules]
