"""Arranging by command, with a real canvas."""

from hornstudio.engine.graph import Wire
from hornstudio.ui.canvas.edit.arranging import measure


def test_sizes_and_levels_are_those_that_are_drawn(hand):
    room, ends = measure(hand.canvas.scene)
    look = hand.canvas.scene.nodes["dense"].look
    assert room["dense"] == (look.width, look.height)
    assert ends[Wire("mnist.image", "flatten.input")] == (44.0, 44.0)
