"""What the whole view has to show anew is painted, whatever Qt was told a moment before."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from tests.ui.canvas.painted import Painted


def settled(scene) -> None:
    scene.settle()


def renewed(scene) -> None:
    scene.renew()


@pytest.mark.parametrize("act", [settled, renewed])
@pytest.mark.parametrize("between", ["before", "after"])
def test_all_is_painted_after_a_frame_that_came_between(hand, act, between):
    scene, port = hand.canvas.scene, hand.viewport
    QApplication.processEvents()
    scene.place_nodes({"relu": QPointF(500, 220)})
    QApplication.processEvents()
    painted = Painted(port)
    if between == "before":
        scene.update()
    else:
        act(scene)
    port.repaint(0, 0, 8, 8)  # before Qt has looked at what it was told
    if between == "before":
        act(scene)
    QApplication.processEvents()
    assert painted.whole >= 1


def test_wires_go_around_a_node_that_has_grown_by_its_figure(hand):
    scene = hand.canvas.scene
    before = scene.nodes["relu"].body
    scene.set_live({"relu": "0.25"}, is_training=True)
    body = scene.nodes["relu"].body
    assert body.height() > before.height()
    assert body in scene.blocks.touching(body)
