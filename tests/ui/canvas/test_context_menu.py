"""The menu of what is under the pointer, and by key that of what is selected."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from hornstudio.engine.graph import Node, Wire, freeze
from hornstudio.ui.canvas.context_menu import build_menu

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
WIRE = Wire("mnist.image", "flatten.input")

pytestmark = pytest.mark.qt_log_ignore("does not support")  # menus, on the offscreen platform


@pytest.fixture
def hand(make_hand, graph_of):
    """A node lies over the middle of the view, another one over the second half of a wire."""
    nodes = {
        "mnist": Node("mnist", at=(0, 0)),
        "flatten": Node("flatten", at=(480, 0)),
        "dense": Node("dense", at=(240, 160)),
        "over": Node("relu", at=(250, 170)),
    }
    made = make_hand(graph_of(nodes, WIRE))
    made.canvas.view.centerOn(made.canvas.scene.nodes["over"].body.center())
    return made


def by_key(hand) -> QMenu:
    """What the menu key opens."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(hand.viewport, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert (
        hand.viewport.rect().adjusted(0, 0, 1, 1).contains(hand.viewport.mapFromGlobal(menu.pos()))
    )
    return menu


def words(menu: QMenu) -> list[str]:
    return [action.text().partition("\t")[0] for action in menu.actions()]


def choose(menu: QMenu, text: str) -> None:
    """Walk down to a line with the arrow key, and press Enter."""
    for _ in menu.actions():
        QTest.keyClick(menu, KEY.Key_Down)
        if menu.activeAction() and menu.activeAction().text().startswith(text):
            break
    QTest.keyClick(menu, KEY.Key_Return)
    assert not menu.isVisible()


def test_a_menu_does_not_outlive_what_it_was_opened_for(hand) -> None:
    hand.document.select(["flatten"])
    menu = build_menu(hand.canvas, hand.canvas.scene.nodes["flatten"].body.center())
    menu.popup(QPoint(0, 0))
    assert menu.isVisible()
    hand.canvas.delete_selection()
    assert "flatten" not in hand.graph.nodes
    assert not menu.isVisible()
    menu.deleteLater()


def test_the_menu_key_means_the_canvas_where_nothing_is_selected(hand):
    menu = by_key(hand)
    assert words(menu)[0] == "Add a module…"
    assert hand.document.selection == ()
    before = hand.graph
    choose(menu, "Add a note")
    assert len(hand.graph.frames) == 1
    hand.key(KEY.Key_Escape)
    hand.undo_and_redo(before)


def test_the_menu_key_means_the_selected_node_though_another_lies_over_it(hand):
    hand.document.select(["dense"])
    before = hand.graph
    menu = by_key(hand)
    assert hand.document.selection == ("dense",)
    choose(menu, "Bypass")
    assert hand.graph.nodes["dense"].bypassed
    assert not hand.graph.nodes["over"].bypassed
    hand.undo_and_redo(before)


def test_the_menu_key_means_all_selected_nodes_though_one_lies_between_them(hand):
    hand.document.select(["mnist", "flatten"])
    before = hand.graph
    choose(by_key(hand), "Fold to the title bar")
    assert hand.document.selection == ("mnist", "flatten")
    hand.undo_and_redo(before)


def test_the_menu_key_means_the_selected_wire(hand):
    hand.key(KEY.Key_W, SHIFT)
    before = hand.graph
    choose(by_key(hand), "Delete wire")
    assert hand.graph.wires == ()
    hand.undo_and_redo(before)


def test_the_menu_key_means_the_selected_reroute_point(hand):
    hand.key(KEY.Key_W, SHIFT)
    hand.key(KEY.Key_R)
    before = hand.graph
    menu = by_key(hand)
    assert words(menu) == ["Delete", "Straighten the wire"]
    choose(menu, "Delete")
    assert not hand.graph.reroutes
    hand.undo_and_redo(before)


def test_the_menu_key_means_the_selected_frame_out_of_view_too(hand):
    hand.document.select(["mnist"])
    hand.canvas.framing.add()
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    hand.canvas.view.centerOn(4000, 4000)
    before = hand.graph
    menu = by_key(hand)
    colours = next(action.menu() for action in menu.actions() if action.menu())
    colours.actions()[-1].trigger()
    menu.close()
    assert hand.graph.frames[0]["color"] == "pink"
    hand.undo_and_redo(before)


def test_several_modules_are_lined_up_and_spread_from_their_menu(hand):
    hand.document.select(["mnist", "flatten", "dense"])
    before = hand.graph
    menu = build_menu(hand.canvas, hand.canvas.scene.nodes["dense"].body.center())
    lines = next(a.menu() for a in menu.actions() if a.text() == "Line up")
    titles = {a.text().partition("\t")[0]: a for a in lines.actions()}
    assert "Even gaps &across" in titles
    titles["To&p edges"].trigger()
    assert len({hand.graph.nodes[i].at[1] for i in ("mnist", "flatten", "dense")}) == 1
    assert hand.graph.nodes["over"] is before.nodes["over"]
    hand.undo_and_redo(before)
    menu.deleteLater()


def test_two_modules_have_no_gaps_and_one_has_no_line(hand):
    hand.document.select(["mnist", "dense"])
    two = build_menu(hand.canvas, hand.canvas.scene.nodes["dense"].body.center())
    lines = next(a.menu() for a in two.actions() if a.text() == "Line up")
    assert not any("gaps" in a.text() for a in lines.actions())
    hand.document.select(["dense"])
    one = build_menu(hand.canvas, hand.canvas.scene.nodes["dense"].body.center())
    assert "Line up" not in words(one)
    two.deleteLater()
    one.deleteLater()


def test_weights_that_fit_are_offered_before_those_that_do_not(make_hand, graph_of):
    units = freeze({"units": 64})
    nodes = {
        "digits": Node("digits"),
        "flatten": Node("flatten"),
        "first": Node("dense", units),
        "second": Node("dense", units),
        "third": Node("dense", units, at=(0, 400)),
    }
    ends = [("digits.image", "flatten"), ("flatten.output", "first")]
    ends += [("first.output", "second"), ("second.output", "third")]
    hand = make_hand(graph_of(nodes, *(Wire(a, f"{b}.input") for a, b in ends)))
    menu = build_menu(hand.canvas, hand.canvas.scene.nodes["third"].body.center())
    sharing = next(a.menu() for a in menu.actions() if a.text() == "Share weights with")
    texts = [a.text() for a in sharing.actions() if not a.isSeparator()]
    assert texts == ["Dense second", "Dense first"]
