"""Gliding; see also tests of arranging."""

from PySide6.QtCore import QPointF

from hornstudio.ui.canvas import glide
from hornstudio.ui.theme import current


def test_nodes_start_where_they_were(hand):
    hand.canvas.arranging.glide.start({"dense": QPointF(0, 400), "relu": QPointF(480, 200)})
    assert hand.canvas.arranging.glide.is_on
    hand.canvas.arranging.glide.stop()
    assert hand.canvas.scene.nodes["dense"].pos() == QPointF(480, 0)


def test_a_press_ends_it(hand):
    hand.canvas.arranging.glide.start({"dense": QPointF(0, 400)})
    hand.click(hand.at(700, 420))
    assert not hand.canvas.arranging.glide.is_on


def test_many_nodes_and_reduced_motion_do_without(hand, monkeypatch):
    monkeypatch.setattr(glide, "MOST", 0)
    hand.canvas.arranging.glide.start({"dense": QPointF(0, 400)})
    assert not hand.canvas.arranging.glide.is_on
    monkeypatch.undo()
    monkeypatch.setattr(current(), "reduced_motion", True)
    hand.canvas.arranging.glide.start({"dense": QPointF(0, 400)})
    assert not hand.canvas.arranging.glide.is_on
