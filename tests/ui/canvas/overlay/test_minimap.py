"""The map shows all nodes and what is in view, and leads there."""

from itertools import count

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from hornstudio.engine.editing import edits
from hornstudio.engine.editing.frame import Frame, add_frame
from hornstudio.engine.graph import Node
from hornstudio.ui.theme import current


def spread(make_hand, graph_of):
    """A hand on two nodes that are far from each other, with one in view."""
    nodes = {"near": Node("dense", at=(0, 0)), "far": Node("mnist", at=(6000, 3000))}
    hand = make_hand(graph_of(nodes))
    hand.canvas.view.centerOn(80, 60)
    return hand


def place_on(minimap, node_id, canvas) -> QPoint:
    return minimap.to_map().map(canvas.scene.nodes[node_id].body.center()).toPoint()


def test_a_press_brings_its_place_into_view(make_hand, graph_of):
    hand = spread(make_hand, graph_of)
    canvas, minimap = hand.canvas, hand.canvas.minimap
    far = canvas.scene.nodes["far"].body
    assert not canvas.view.visible_area().intersects(far)
    at = place_on(minimap, "far", canvas)
    QTest.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=at)
    assert canvas.view.visible_area().contains(far)
    assert hand.document.undo_stack.count() == 0  # looking changes nothing


def test_a_drag_follows_the_pointer(make_hand, graph_of):
    hand = spread(make_hand, graph_of)
    minimap = hand.canvas.minimap
    start, end = (place_on(minimap, i, hand.canvas) for i in ("near", "far"))
    QTest.mousePress(minimap, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(minimap, end)
    QTest.mouseRelease(minimap, Qt.MouseButton.LeftButton, pos=end)
    assert hand.canvas.view.visible_area().contains(hand.canvas.scene.nodes["far"].body)


def test_nodes_are_blocks_in_the_colours_of_their_kinds(make_hand, graph_of):
    hand = spread(make_hand, graph_of)
    minimap = hand.canvas.minimap
    before = minimap.grab().toImage()
    for node_id, category in (("near", "core"), ("far", "data")):
        seen = before.pixelColor(place_on(minimap, node_id, hand.canvas))
        hue = current().category(category).hue()
        assert abs(seen.hue() - hue) < 25, category
    graph = edits.move_nodes(hand.graph, {"near": (5000.0, 0.0)})
    hand.document.edit("Move", graph)
    assert minimap.grab().toImage() != before


def test_the_frame_follows_the_view(make_hand, graph_of):
    hand = spread(make_hand, graph_of)
    minimap = hand.canvas.minimap
    before = minimap.grab().toImage()
    hand.canvas.view.centerOn(QPointF(6000, 3000))
    moved = minimap.grab().toImage()
    assert moved != before
    hand.canvas.view.zoom_to(0.5)
    assert minimap.grab().toImage() != moved


def test_m_and_the_button_put_it_away(make_hand, graph_of):
    hand = spread(make_hand, graph_of)
    minimap, button = hand.canvas.minimap, hand.canvas.zoom_box.map
    assert minimap.isVisible()
    assert button.isChecked()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not minimap.isVisible()
    assert not button.isChecked()
    hand.canvas.toggle_map()
    assert minimap.isVisible()
    assert button.isChecked()


def test_it_stays_in_its_corner(make_hand, graph_of):
    hand = spread(make_hand, graph_of)
    before = hand.canvas.minimap.geometry()
    hand.canvas.view.pan_by(60, 40)
    assert hand.canvas.minimap.geometry() == before
    assert hand.viewport.rect().contains(before)


def test_an_empty_canvas_has_an_empty_map(make_hand, graph_of):
    hand = make_hand(graph_of({}))
    hand.canvas.minimap.grab()
    QTest.mouseClick(hand.canvas.minimap, Qt.MouseButton.LeftButton)


def test_frames_are_on_the_map(make_hand, graph_of):
    hand = spread(make_hand, graph_of)
    frame = Frame("Part", color="red", at=(2000.0, 1000.0), size=(1500.0, 1200.0))
    hand.document.edit("frame", add_frame(hand.graph, frame))
    minimap = hand.canvas.minimap
    at = minimap.to_map().map(QPointF(2700, 1600)).toPoint()
    shown = minimap.grab().toImage()
    ratio = shown.devicePixelRatio()
    inside = shown.pixelColor(at * ratio)
    outside = shown.pixelColor(minimap.to_map().map(QPointF(1200, 2600)).toPoint() * ratio)
    assert inside.red() > outside.red()


@pytest.mark.parametrize("number", [1, 12])
def test_what_is_dragged_moves_on_the_map_at_once(make_hand, graph_of, qtbot, number):
    nodes = {f"n{i}": Node("dense", at=(0, 120 * i)) for i in range(number)}
    hand = make_hand(graph_of({**nodes, "far": Node("mnist", at=(2400, 1200))}))
    canvas, minimap = hand.canvas, hand.canvas.minimap
    canvas.sight.fit_all()
    canvas.document.select(nodes)
    body = canvas.scene.nodes["n0"].body
    goal = body.translated(900, 0)
    there = minimap.to_map().map(goal.center()).toPoint()
    here = minimap.to_map().map(body.center()).toPoint()
    bare = minimap.grab().toImage().pixelColor(there)
    painted = Painted(minimap)
    hand.hold(canvas.view.mapFromScene(body.center()), canvas.view.mapFromScene(goal.center()))
    qtbot.waitUntil(lambda: painted.count > 0)
    seen = minimap.grab().toImage()
    assert seen.pixelColor(there) != bare
    assert seen.pixelColor(here) == bare
    canvas.view.cancel_gesture()
    assert minimap.grab().toImage().pixelColor(there) == bare


def test_of_a_large_graph_what_is_dragged_leaves_its_place_while_it_still_moves(
    make_hand, graph_of, qtbot
):
    rows = {f"n{i}": Node("dense", at=(180 * (i % 20), 120 * (i // 20))) for i in range(301)}
    hand = make_hand(graph_of({**rows, "far": Node("mnist", at=(6000, 4000))}))
    canvas, minimap = hand.canvas, hand.canvas.minimap
    canvas.sight.fit_all()
    body = canvas.scene.nodes["n300"].body
    here = minimap.to_map().map(body.center()).toPoint()
    taken = minimap.grab().toImage().pixelColor(here)
    goal = canvas.view.mapFromScene(body.center() + QPointF(2400, 300))
    canvas.document.select(["n300"])
    hand.hold(canvas.view.mapFromScene(body.center()), goal)

    def is_bare() -> bool:
        hand.move(goal + QPoint(next(steps) % 40, 0))
        return minimap.grab().toImage().pixelColor(here) != taken

    steps = count()
    qtbot.waitUntil(is_bare, timeout=2000)
    canvas.view.cancel_gesture()


class Painted(QObject):
    """Counts how often a widget is painted from now on."""

    def __init__(self, widget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched, event) -> bool:
        self.count += event.type() is QEvent.Type.Paint
        return False
