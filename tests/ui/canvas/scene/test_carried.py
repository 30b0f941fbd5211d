"""Many nodes in the hand look as few do: where they are going, with all their wires."""

import pytest
from PySide6.QtCore import QPointF

from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.ui.canvas.scene import scene as scene_module

STEP = QPointF(160, 40)


@pytest.fixture
def hand(make_hand, monkeypatch):
    """A hand to which two nodes are many."""
    monkeypatch.setattr(scene_module, "HANDFUL", 1)
    nodes = {n: Node("relu", at=(220.0 * i, 0.0)) for i, n in enumerate(("a", "b", "c"))}
    wires = (Wire("a.output", "b.input"), Wire("b.output", "c.input"))
    return make_hand(Graph(nodes=freeze(nodes), wires=wires))


def drag(hand):
    hand.document.select(["a", "b"])
    start = hand.canvas.node_position("a")
    hand.press(start)
    hand.move(start + STEP.toPoint() / 2)
    hand.move(start + STEP.toPoint())
    return start + STEP.toPoint()


@pytest.mark.parametrize("scale", [1.0, 0.2])
def test_the_picture_while_dragging_is_the_one_after(hand, scale):
    view = hand.canvas.view
    view.has_guides = False
    view.zoom_to(scale)
    view.centerOn(300, 60)
    view._on_zoom_rested()
    before = hand.viewport.grab().toImage()
    at = drag(hand)
    carried = hand.canvas.scene.carried
    assert carried.ids == {"a", "b"}
    held = hand.viewport.grab().toImage()
    assert held != before
    body = carried.body(hand.canvas.scene.nodes["b"])
    hand.release(at)
    assert hand.canvas.scene.carried is None
    assert hand.canvas.scene.nodes["b"].body == body
    dropped = hand.viewport.grab().toImage()
    for place in (body.center(), body.topLeft() + QPointF(12, 12), QPointF(40, 10)):
        seen = view.mapFromScene(place)
        assert held.pixelColor(seen) == dropped.pixelColor(seen)


def test_a_wire_to_what_stays_follows_and_one_between_them_moves_along(hand):
    scene = hand.canvas.scene
    drag(hand)
    step = scene.carried.step
    border = scene.wires[Wire("b.output", "c.input")]
    port = scene.nodes["b"].port_point("out", 0) + step
    assert border.way.points[0] == port
    assert scene.bounds(()).right() >= scene.nodes["c"].body.right()
    along = scene.carried.batches()[1]
    assert len(along.blocks["activation"]) == 2
    assert sum(map(len, along.lines.values())) == 1


def test_esc_puts_all_back(hand):
    scene = hand.canvas.scene
    drag(hand)
    assert not scene.nodes["a"].isVisible()
    hand.canvas.view.cancel_gesture()
    assert scene.carried is None
    assert all(item.isVisible() for item in (*scene.nodes.values(), *scene.wires.values()))
    assert scene.nodes["a"].body.topLeft() == QPointF(0, 0)
    start, end = scene.ends(Wire("b.output", "c.input"))
    way = scene.wires[Wire("b.output", "c.input")].way
    assert (way.points[0], way.points[-1]) == (start, end)


def test_what_was_only_carried_along_is_not_laid_anew(hand, monkeypatch):
    scene = hand.canvas.scene
    drag(hand)
    inner, border = (scene.wires[w] for w in hand.graph.wires)
    before, laid = inner.way, []
    monkeypatch.setattr(type(inner), "lay", lambda line, *_, **__: laid.append(line))
    hand.canvas.view.cancel_gesture()
    assert laid == [border]
    assert inner.way is before
