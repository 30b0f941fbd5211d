"""Selecting with a rubber band, with real events."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.canvas.painted import Painted

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
RIGHT = Qt.MouseButton.RightButton


def test_what_the_band_touches_is_selected(hand):
    hand.drag(hand.at(-40, -40), hand.at(300, 120))
    assert set(hand.document.selection) == {"mnist", "flatten"}


@pytest.mark.parametrize(
    ("start", "end", "crossed"),
    [((300, -60), (300, 300), {"flatten"}), ((-40, 20), (600, 20), {"mnist", "flatten", "dense"})],
)
def test_a_band_straight_down_or_across_selects_what_it_crosses(hand, start, end, crossed):
    hand.drag(hand.at(*start), hand.at(*end))
    assert set(hand.document.selection) == crossed


@pytest.mark.parametrize(("button", "modifier"), [(LEFT, None), (RIGHT, CTRL)])
@pytest.mark.parametrize("end", [(-100, 300), (60, -100)])
def test_a_straight_band_or_cut_leaves_no_line_behind(hand, qtbot, end, button, modifier):
    start, modifiers = hand.at(-100, -100), modifier or Qt.KeyboardModifier.NoModifier
    hand.hold(start, hand.at(*end), button, modifiers)
    QApplication.processEvents()
    painted = Painted(hand.viewport)
    hand.release(hand.at(*end), button, modifiers)
    qtbot.waitUntil(lambda: painted.region.contains(start))
    assert painted.region.contains(hand.at(*end))
