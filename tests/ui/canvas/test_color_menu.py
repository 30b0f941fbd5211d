"""The menu of colours, and where a module's colour is seen."""

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QMenu

from hornstudio.engine.editing.coloring import COLORS, color_of, set_color
from hornstudio.engine.graph import Node, Wire
from hornstudio.ui.canvas import color_menu
from hornstudio.ui.canvas.context_menu import build_menu_of_chosen
from hornstudio.ui.canvas.figure.drawing import drawing_of
from hornstudio.ui.canvas.figure.tikz import tikz_text
from hornstudio.ui.canvas.paint.batch import Batch
from hornstudio.ui.theme import current
from hornstudio.ui.words.color import color_titles

pytestmark = pytest.mark.qt_log_ignore("does not support")  # menus, on the offscreen platform


@pytest.fixture
def hand(make_hand, graph_of):
    nodes = {"mnist": Node("mnist"), "flatten": Node("flatten", at=(300, 0))}
    return make_hand(graph_of(nodes, Wire("mnist.image", "flatten.input")))


def colors_in(menu: QMenu) -> QMenu:
    (found,) = (a.menu() for a in menu.actions() if a.text() == "Colour")
    return found


def choose(hand, title: str) -> None:
    menu = colors_in(build_menu_of_chosen(hand.canvas)[0])
    next(a for a in menu.actions() if a.text() == title).trigger()


def chosen_in(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.isChecked()]


def test_the_one_there_is_is_chosen_and_has_a_ring(qtbot):
    menu = QMenu()
    qtbot.addWidget(menu)
    color_menu.fill(menu, "teal", lambda name: None)
    color_menu.fill(menu, "red", lambda name: None)
    one, other = (action.menu() for action in menu.actions())
    assert [a.text() for a in one.actions()] == list(color_titles().values())
    assert chosen_in(one) == ["Teal"]
    size, differing = QSize(12, 12), []
    for a, b in zip(one.actions(), other.actions(), strict=True):
        if a.icon().pixmap(size).toImage() != b.icon().pixmap(size).toImage():
            differing.append(a.text())
    assert differing == ["Teal", "Red"]


def test_a_module_has_the_colour_of_its_category_until_it_is_given_one(hand):
    hand.document.select(["mnist", "flatten"])
    before = hand.graph
    menu = colors_in(build_menu_of_chosen(hand.canvas)[0])
    assert chosen_in(menu) == ["As its category"]
    choose(hand, "Violet")
    assert {color_of(node) for _, node in hand.graph} == {"violet"}
    hand.document.select(["flatten"])
    choose(hand, "Pink")
    hand.document.select(["mnist", "flatten"])
    assert chosen_in(colors_in(build_menu_of_chosen(hand.canvas)[0])) == []
    after = hand.graph
    hand.document.undo_stack.undo()
    hand.document.undo_stack.undo()
    assert hand.graph == before
    hand.document.undo_stack.redo()
    hand.document.undo_stack.redo()
    assert hand.graph == after


@pytest.mark.parametrize("color", [*COLORS, "plaid"])
def test_it_is_seen_close_up_from_afar_and_in_figures(hand, color):
    hand.document.edit("colour", set_color(hand.graph, ["flatten"], color))
    scene, theme = hand.canvas.scene, current()
    item = scene.nodes["flatten"]
    at = hand.canvas.view.mapFromScene(item.body.topRight()) + QPoint(-12, 12)
    picture = hand.canvas.view.grab().toImage()
    assert picture.pixelColor(at).name() == theme.header(f"tint.{color}").name()
    batch = Batch(scene.nodes.values(), ())
    assert set(batch.blocks) == {"data", f"tint.{color}"}
    figure = tikz_text(drawing_of(hand.graph), "net")
    assert f"{{horn-tint{color}}}" in figure
    assert f"[module, horn-tint{color}" in figure
