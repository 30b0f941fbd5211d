"""Values that are set on the node, in the inspector's own fields."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hornstudio.engine.graph import Node
from hornstudio.ui.form.fields.field import Field

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def open_value(hand, qtbot):
    """Double-click a value of a node; returns the floating editor."""
    hand.canvas.activateWindow()
    qtbot.waitUntil(hand.canvas.isActiveWindow)

    def open_it(node_id, index=0):
        item = hand.canvas.scene.nodes[node_id]
        place = item.look.pill_rects()[index].translated(item.pos()).center()
        hand.double_click(hand.at(place.x(), place.y()))
        return hand.canvas.valuing.editor

    return open_it


def test_a_value_is_typed_over_and_a_bad_one_is_refused_in_words(hand, open_value):
    before = hand.graph
    editor = open_value("dense")
    box = editor.field.box
    assert QApplication.focusWidget() is box
    QTest.keyClicks(box, "0")
    QTest.keyClick(box, KEY.Key_Return)
    assert editor.isVisible()
    assert "at least 1" in editor.refusal.text()
    assert hand.graph is before
    QTest.keyClick(box, KEY.Key_A, CTRL)
    QTest.keyClicks(box, "10")
    QTest.keyClick(box, KEY.Key_Return)
    assert hand.graph.nodes["dense"].params["units"] == 10
    assert editor.isHidden()
    assert QApplication.focusWidget() is hand.canvas.view
    assert hand.undo_texts() == ["Set units of dense to 10"]
    hand.undo_and_redo(before)


def test_a_value_that_the_node_shows_no_more_once_it_is_set_is_taken(hand, open_value, qtbot):
    editor = open_value("dense")
    hand.document.graph_changed.connect(lambda *_: editor.leave())
    with qtbot.captureExceptions() as found:
        QTest.keyClicks(editor.field.box, "10")
        QTest.keyClick(editor.field.box, KEY.Key_Return)
    assert found == []
    assert hand.graph.nodes["dense"].params["units"] == 10


def test_escape_leaves_the_value_and_going_elsewhere_takes_it(hand, open_value):
    editor = open_value("dense")
    QTest.keyClicks(editor.field.box, "77")
    QTest.keyClick(editor.field.box, KEY.Key_Escape)
    assert editor.isHidden()
    assert "units" not in hand.graph.nodes["dense"].params
    editor = open_value("dense")
    QTest.keyClicks(editor.field.box, "77")
    hand.canvas.view.setFocus()
    assert editor.isHidden()
    assert hand.graph.nodes["dense"].params["units"] == 77


def test_steps_are_one_undo_and_the_field_stays(hand, open_value):
    before = hand.graph
    editor = open_value("dense")
    for _ in range(3):
        QTest.keyClick(editor.field.box, KEY.Key_Up)
    assert editor.isVisible()
    assert hand.graph.nodes["dense"].params["units"] == 35
    assert len(hand.undo_texts()) == 1
    hand.document.undo_stack.undo()
    assert hand.graph is before
    assert editor.field.box.lineEdit().text() == "32"
    editor.leave()


def test_enter_and_tab_reach_every_value_by_keyboard(hand, open_value):
    hand.document.select(["dense"])
    hand.key(KEY.Key_Return)
    editor = hand.canvas.valuing.editor
    assert editor.field.param.name == "units"
    QTest.keyClicks(editor.field.box, "5")
    QTest.keyClick(editor.field.box, KEY.Key_Tab)
    assert editor.field.param.name == "activation"
    assert hand.graph.nodes["dense"].params["units"] == 5
    QTest.keyClick(editor.field.combo, KEY.Key_Tab)
    assert editor.isHidden()
    assert QApplication.focusWidget() is hand.canvas.view


def test_tab_throws_no_switch(make_hand, graph_of):
    hand = make_hand(graph_of({"attention": Node("attention", at=(0, 0))}))
    before = hand.graph
    hand.document.select(["attention"])
    hand.key(KEY.Key_Return)
    editor = hand.canvas.valuing.editor
    assert editor.field.param.name == "score_mode"
    QTest.keyClick(editor.field.editors()[-1], KEY.Key_Tab)
    assert editor.isHidden()
    assert hand.graph is before


def test_tab_leads_from_the_title_to_the_first_value(hand, qtbot):
    hand.document.select(["dense"])
    hand.key(KEY.Key_F2)
    field, editor = hand.canvas.naming.editor, hand.canvas.valuing.editor
    QTest.keyClicks(field, "Wide")
    QTest.keyClick(field, KEY.Key_Tab)
    assert hand.graph.nodes["dense"].title == "Wide"
    assert editor.field.param.name == "units"
    QTest.keyClick(editor.field.box, KEY.Key_Escape)
    hand.key(KEY.Key_F2)
    QTest.keyClick(field, KEY.Key_Backtab)
    assert field.isHidden()
    assert editor.isHidden()
    assert QApplication.focusWidget() is hand.canvas.view


def test_tab_leads_from_a_title_without_values_back_to_the_canvas(hand):
    hand.document.select(["flatten"])
    hand.key(KEY.Key_F2)
    QTest.keyClicks(hand.canvas.naming.editor, "Flat")
    QTest.keyClick(hand.canvas.naming.editor, KEY.Key_Tab)
    assert hand.graph.nodes["flatten"].title == "Flat"
    assert QApplication.focusWidget() is hand.canvas.view


def test_a_list_is_chosen_from_on_the_node(hand, open_value):
    before = hand.graph
    editor = open_value("dense", 1)
    combo = editor.field.combo
    place = combo.findData("relu")
    QTest.keyClick(combo, KEY.Key_Home)
    for _ in range(place):
        QTest.keyClick(combo, KEY.Key_Down)
    assert hand.graph.nodes["dense"].params["activation"]["kind"] == "relu"
    QTest.keyClick(combo, KEY.Key_Return)
    assert editor.isHidden()
    while hand.document.undo_stack.canUndo():
        hand.document.undo_stack.undo()
    assert hand.graph is before


def test_the_field_moves_with_its_node_and_goes_with_it(hand, open_value):
    editor = open_value("dense")
    before = editor.pos()
    hand.canvas.view.pan_by(40, 0)
    assert editor.pos().x() == before.x() + 40
    hand.document.select(["dense"])
    hand.canvas.delete_selection()
    assert editor.isHidden()


def test_a_node_without_values_says_where_its_settings_are(hand, qtbot):
    hand.document.select(["flatten"])
    with qtbot.waitSignal(hand.canvas.said) as said:
        hand.key(KEY.Key_Return)
    assert "panel at the right" in said.args[0]


def test_an_input_method_composes_in_the_field_and_its_text_is_taken(hand, open_value):
    editor = open_value("dense")
    half, whole = QInputMethodEvent("ㅎ", []), QInputMethodEvent("", [])
    whole.setCommitString("64")
    QApplication.sendEvent(QApplication.focusWidget(), half)
    assert editor.isVisible()
    QApplication.sendEvent(QApplication.focusWidget(), whole)
    QTest.keyClick(editor.field.box, KEY.Key_Return)
    assert hand.graph.nodes["dense"].params["units"] == 64


def test_a_field_is_filled_once_it_has_the_keyboard(hand, open_value, monkeypatch):
    """Orca says no name of a field in which the cursor moves before it has the keyboard."""
    had_focus, show_value = [], Field.show_value

    def watched(field, raw):
        had_focus.append(QApplication.focusWidget() in field.editors())
        show_value(field, raw)

    monkeypatch.setattr(Field, "show_value", watched)
    editor = open_value("dense")
    assert had_focus[0]
    assert editor.field.box.text() == str(hand.graph.nodes["dense"].params.get("units", 32))
    assert editor.field.box.lineEdit().selectedText() == editor.field.box.text()
