"""What panning bares is copied from squares; what is seen is what all drawn anew would show."""

import random
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QApplication

from hornstudio.engine.editing import edits
from hornstudio.engine.editing.frame import Frame, add_frame
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.ui.canvas.scene import ahead, tiles
from hornstudio.ui.canvas.scene.tiles import SIDE_PX, Tiles
from tests.ui.canvas.painted import Painted
from tests.ui.canvas.scene.drawn_anew import assert_alike

MIDDLE = Qt.MouseButton.MiddleButton


@pytest.fixture
def hand(make_hand, monkeypatch):
    """A hand over rows of nodes, wider than the view, with wires straight and across.

    All wires are whole: where the dashes of others end depends on where a part ends.
    """
    monkeypatch.setattr(tiles, "_FEW", 0)
    nodes = {
        f"n{x}{y}": Node(
            "relu" if x else "mnist", at=(x * 210.0 + 7.0 * y, y * 150.0 + 80.0 * (y > 3))
        )
        for x in range(9)
        for y in range(7)
    }
    nodes |= {f"m{x}": Node("relu", at=(x * 210.0 + 500.0, 1000.0)) for x in (1, 3, 5)}
    nodes |= {f"z{x}": Node("relu", at=(x * 210.0, 560.0)) for x in range(9)}
    ends = [(f"n{x}{y}", f"n{x + 1}{y}") for x in range(8) for y in range(7)]
    ends += [(f"n{x}0", f"m{x}") for x in (1, 3, 5)]
    wires = [Wire(f"{a}.{'image' if a[1] == '0' else 'output'}", f"{b}.input") for a, b in ends]
    hand = make_hand(Graph(nodes=freeze(nodes), wires=tuple(wires)))
    hand.canvas.resize(640, 420)
    hand.canvas.view.zoom_to(0.7)
    rested(hand)
    hand.canvas.view.centerOn(hand.canvas.scene.bounds().center())
    return hand


def rested(hand) -> None:
    """The wheel rests."""
    hand.canvas.view._rest.stop()
    hand.canvas.view._on_zoom_rested()


def kept(hand) -> dict:
    return hand.canvas.view._tiles._kept


def look_around(hand) -> None:
    """Everything that is drawn while the view stands still."""
    view = hand.canvas.view
    for step in (1, -1):
        view.pan_by(step, 0)
        view.viewport().repaint()
    view._ahead.wait()
    while view._ahead._bare is None or view._ahead._bare:
        view._ahead._on_time()


def seen(hand, *, from_squares: bool) -> QImage:
    hand.canvas.view._has_scrolled = from_squares
    return hand.viewport.grab().toImage()


def assert_same(hand) -> None:
    """Hold what squares make up against all drawn anew."""
    assert_alike(seen(hand, from_squares=True), seen(hand, from_squares=False))


def test_the_edges_of_a_view_that_stands_still_are_ready(hand):
    look_around(hand)
    assert kept(hand)
    assert hand.canvas.view._tiles.around() == []
    assert_same(hand)


def test_a_pan_over_what_is_ready_draws_nothing(hand, monkeypatch):
    look_around(hand)
    view, parts = hand.canvas.view, []
    monkeypatch.setattr(view, "_paint_part", parts.append)
    start = hand.viewport.rect().center()
    hand.press(start, MIDDLE)
    QApplication.processEvents()
    parts.clear()
    hand.move(start + QPoint(-25, -14), MIDDLE)
    QApplication.processEvents()
    hand.release(start + QPoint(-25, -14), MIDDLE)
    assert parts == []


def test_a_long_pan_goes_on_drawing_ahead_and_keeps_little(hand, monkeypatch):
    monkeypatch.setattr(ahead, "_SPARE_S", 60.0)
    look_around(hand)
    view = hand.canvas.view
    for _ in range(30):
        view.pan_by(-23, -5)
        QApplication.processEvents()
        assert_same(hand)
    first = min(across for across, _ in kept(hand))
    assert len(kept(hand)) <= (640 // SIDE_PX + 5) * (420 // SIDE_PX + 5)
    for _ in range(120):
        view.pan_by(-23, 0)
        QApplication.processEvents()
    assert min(across for across, _ in kept(hand)) > first


def test_a_slow_frame_leaves_no_time_to_draw_ahead(hand, monkeypatch):
    view = hand.canvas.view
    monkeypatch.setattr(ahead, "_SPARE_S", 0.0)
    view.pan_by(-23, -5)
    hand.viewport.repaint()
    assert not view._ahead._next.isActive()
    monkeypatch.setattr(ahead, "_SPARE_S", 60.0)
    view.pan_by(-23, -5)
    hand.viewport.repaint()
    assert view._ahead._next.isActive()


@pytest.mark.parametrize("scale", [0.45, 0.5, 0.7333, 1.0, 1.7])
def test_every_scale(hand, scale):
    hand.canvas.view.zoom_to(scale)
    rested(hand)
    look_around(hand)
    for step in ((-31, 17), (90, -3), (1, 1), (-240, 100)):
        hand.canvas.view.pan_by(*step)
        assert_same(hand)


def test_what_comes_to_look_otherwise_is_drawn_anew_and_nothing_else(hand):
    look_around(hand)
    before = dict(kept(hand))
    hand.document.select(["n10"])
    gone = before.keys() - kept(hand).keys()
    assert 0 < len(gone) < len(before)
    assert_same(hand)
    look_around(hand)
    hand.canvas.scene.choose_wires([Wire("n20.output", "n30.input")])
    assert_same(hand)
    look_around(hand)
    hand.move(hand.canvas.node_position("n43"))
    assert_same(hand)


def test_many_changes_an_edit_another_scale_and_another_tab_leave_nothing(hand):
    look_around(hand)
    hand.document.select(list(hand.graph.nodes))
    assert not kept(hand)
    assert hand.canvas.scene.painting.watch is None
    assert_same(hand)
    look_around(hand)
    moved = {i: replace(n, at=(n.at[0], n.at[1] + 40)) for i, n in hand.graph.nodes.items()}
    hand.document.edit("move", replace(hand.graph, nodes=freeze(moved)))
    assert_same(hand)
    look_around(hand)
    hand.canvas.view.zoom_to(0.6)
    rested(hand)
    assert_same(hand)
    look_around(hand)
    assert kept(hand)
    hand.canvas.hide()
    assert not kept(hand)


def test_a_frame_and_a_choice_of_it(hand):
    frame = Frame("F", at=(150.0, -60.0), size=(800.0, 500.0))
    hand.document.edit("frame", add_frame(hand.graph, frame))
    look_around(hand)
    assert_same(hand)
    hand.canvas.scene.frames.choose([0])
    assert_same(hand)


def test_nothing_is_served_from_afar_nor_with_something_in_the_hand(hand):
    kept_ready = hand.canvas.view._tiles
    look_around(hand)
    assert kept_ready.can_serve()
    hand.hold(hand.port("n33.output"), hand.port("n33.output") + QPoint(40, 60))
    assert not kept_ready.can_serve()
    hand.canvas.view.cancel_gesture()
    assert kept_ready.can_serve()
    hand.canvas.view.zoom_to(0.1)
    rested(hand)
    assert not kept_ready.can_serve()
    assert not kept(hand)


def test_squares_end_with_a_device_pixel(hand, monkeypatch):
    assert hand.canvas.view._tiles.can_serve()
    monkeypatch.setattr(Tiles, "_ratio", property(lambda self: 1.25))
    assert not hand.canvas.view._tiles.can_serve()


def test_no_more_is_drawn_ahead_than_there_is_room_for(hand, monkeypatch):
    monkeypatch.setattr(tiles, "_MOST_BYTES", 9.5 * 4 * SIDE_PX**2)
    assert len(hand.canvas.view._tiles.around()) == 9
    look_around(hand)
    assert len(kept(hand)) == 9
    hand.canvas.view.pan_by(-300, 0)
    look_around(hand)
    assert len(kept(hand)) == 9
    assert_same(hand)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens(hand, seed):
    dice, view = random.Random(seed), hand.canvas.view
    ids = sorted(hand.graph.nodes)
    for _ in range(25):
        what = dice.randrange(6)
        if what == 0:
            hand.document.select(dice.sample(ids, dice.randrange(4)))
        elif what == 1:
            wires = dice.sample(list(hand.graph.wires), dice.randrange(3))
            hand.canvas.scene.choose_wires(wires)
        elif what == 2:
            hand.move(QPoint(dice.randrange(640), dice.randrange(420)))
        elif what == 3:
            name = dice.choice(ids)
            moved = replace(hand.graph.nodes[name], at=(dice.uniform(0, 1800), 100.0))
            hand.document.edit("move", replace(hand.graph, nodes=hand.graph.nodes | {name: moved}))
        elif what == 4:
            look_around(hand)
        view.pan_by(dice.randrange(-90, 90), dice.randrange(-60, 60))
        assert_same(hand)


def moved(hand, name: str) -> None:
    node = hand.graph.nodes[name]
    there = replace(node, at=(node.at[0] - 320, node.at[1] + 5))
    hand.document.edit("move", replace(hand.graph, nodes=hand.graph.nodes | {name: there}))


def gone(hand, name: str) -> None:
    hand.document.edit("delete", edits.remove_nodes(hand.graph, [name]))


def pulled(hand, name: str) -> None:
    hand.canvas.scene.drag_nodes([name], QPointF(-320, 5))


@pytest.mark.parametrize("act", [moved, gone, pulled])
def test_what_was_copied_leaves_nothing_behind(hand, act):
    """Only what Qt knows to be painted again is painted here, as on a screen."""
    view, scene = hand.canvas.view, hand.canvas.scene
    view.centerOn(scene.bounds().center() - QPointF(400, 0))
    look_around(hand)
    view.pan_by(-240, 0)
    QApplication.processEvents()  # bares a part, which is copied
    bared = QRectF(hand.viewport.rect().adjusted(640 - 240, 0, 0, 0))
    to_port = view.viewportTransform()
    places = {i: to_port.mapRect(n.body) for i, n in scene.nodes.items()}
    name = next(i for i, at in places.items() if i[0] == "z" and bared.contains(at))
    screen, painted = seen(hand, from_squares=True), Painted(hand.viewport)
    act(hand, name)
    QApplication.processEvents()
    region = QRegion(painted.region)
    now = seen(hand, from_squares=False)
    old, new = (np.asarray(image.constBits(), np.int16) for image in (screen, now))
    rows, columns = (np.abs(old - new).reshape(420, 640, 4).max(2) > 3).nonzero()
    assert len(rows)
    others = {(int(x), int(y)) for x, y in zip(columns, rows, strict=True)}
    assert not [at for at in others if not region.contains(QPoint(*at))]


def test_who_only_opens_or_edits_pays_for_no_squares(hand):
    view = hand.canvas.view
    hand.viewport.repaint()
    for act in (lambda: moved(hand, "z1"), hand.document.undo_stack.undo):
        act()
        view.centerOn(view.to_scene(QPointF(200, 100)))
        hand.viewport.repaint()
        for _ in range(3):
            view._ahead._on_time()
        assert not kept(hand)
    view.pan_by(20, 0)
    hand.viewport.repaint()
    view._ahead._on_time()
    assert kept(hand)


def test_squares_of_a_view_that_nobody_moves_are_let_go(hand, qtbot):
    look_around(hand)
    life = hand.canvas.view._ahead._life
    assert kept(hand)
    qtbot.waitUntil(life.isActive)
    life.setInterval(0)
    life.start()
    qtbot.waitUntil(lambda: not kept(hand))
    assert_same(hand)


def test_a_small_network_does_without_unless_much_is_in_view(hand, monkeypatch):
    look_around(hand)
    monkeypatch.setattr(tiles, "_FEW", len(hand.graph.nodes) + len(hand.graph.wires) + 1)
    view = hand.canvas.view
    monkeypatch.setattr(tiles, "_SPARSE", len(hand.canvas.scene.items_in(view.visible_area())) + 1)
    view.zoom_to(0.75)
    rested(hand)
    assert not view._tiles.can_serve()
    assert not kept(hand)
    view.zoom_to(0.4)
    rested(hand)
    assert view._tiles.can_serve()


def test_drawing_ahead_ends_where_there_is_room_for_few(hand, monkeypatch):
    monkeypatch.setattr(ahead, "_SPARE_S", 60.0)
    monkeypatch.setattr(ahead, "_SQUARES_S", -1.0)  # one a turn
    monkeypatch.setattr(Tiles, "nodes_in", lambda self, place: [])
    monkeypatch.setattr(tiles, "_MOST_BYTES", 5.5 * 4 * SIDE_PX**2)
    view = hand.canvas.view
    for step in ((-23, -5), (-300, 40)):
        view.pan_by(*step)
        hand.viewport.repaint()
        for _ in range(60):
            if view._ahead._next.isActive():
                view._ahead._next.stop()
                view._ahead._draw_next()
        assert not view._ahead._next.isActive()
        assert len(kept(hand)) == 5


def test_a_view_that_was_hidden_in_a_pan_draws_no_squares(hand, monkeypatch):
    monkeypatch.setattr(ahead, "_SPARE_S", 60.0)
    hand.canvas.view.pan_by(-23, -5)
    hand.viewport.repaint()
    assert hand.canvas.view._ahead._next.isActive()
    hand.canvas.hide()
    QApplication.processEvents()
    assert not kept(hand)


@pytest.mark.parametrize("act", ["edit", "wire"])
def test_what_was_to_be_drawn_and_may_not_be_is_no_reason_to_stay_awake(hand, act):
    view = hand.canvas.view
    view.pan_by(1, 0)
    hand.viewport.repaint()
    view._ahead._on_time()
    assert view._ahead._bare
    if act == "edit":
        moved(hand, "z1")
    else:
        hand.canvas.scene.painting.hint = lambda node_id, side, port: None
    hand.viewport.repaint()
    for _ in range(60):
        view._ahead._timer.stop()
        view._ahead._on_time()
    assert not view._ahead._timer.isActive()
    assert view._ahead._life.isActive()
