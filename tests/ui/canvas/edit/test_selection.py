"""Edits of what is selected."""

from PySide6.QtCore import Qt

from hornstudio.ui.canvas.context_menu import build_menu
from hornstudio.ui.canvas.paint.reading import node_looks, wire_looks

SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_disabling_dims_what_needs_it_and_is_one_step(hand) -> None:
    hand.wire("flatten.output", "dense.input")
    before = hand.graph
    hand.document.select(["flatten"])
    hand.key(Qt.Key.Key_B, SHIFT)
    assert hand.graph.nodes["flatten"].disabled
    looks = node_looks(hand.document.report, {})
    assert (looks["flatten"].is_disabled, looks["flatten"].is_absent) == (True, True)
    assert (looks["dense"].is_disabled, looks["dense"].is_absent) == (False, True)
    assert looks["dense"].footer == ("left out", "")
    assert not looks["mnist"].is_absent
    assert {look.status for look in wire_looks(hand.document.report).values()} == {"waiting"}
    assert all(looks[i].status == "" for i in ("flatten", "dense"))
    assert hand.undo_texts()[-1] == "Disable Flatten"
    hand.undo_and_redo(before)
    menu = build_menu(hand.canvas, hand.canvas.scene.nodes["flatten"].body.center())
    next(a for a in menu.actions() if a.text().startswith("Enable")).trigger()
    menu.deleteLater()
    assert hand.graph == before
    assert hand.undo_texts()[-1] == "Enable Flatten"
