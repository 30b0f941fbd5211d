"""Gliding; see also tests of arranging."""

import pytest
from PySide6.QtCore import QPointF, Qt

from hornstudio.engine.editing import edits
from hornstudio.ui.canvas import glide
from hornstudio.ui.canvas.glide import between
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


def test_the_view_comes_along_in_the_same_time(hand, qtbot):
    view, arranging = hand.canvas.view, hand.canvas.arranging
    hand.canvas.resize(700, 500)
    spread = {i: (0.0, 900.0 * n) for n, i in enumerate(hand.graph.nodes)}
    hand.document.edit("spread", edits.move_nodes(hand.graph, spread))
    hand.canvas.sight.fit_all()
    first, seen = view.standing, []
    view.zoomed.connect(lambda _scale: seen.append((view.zoom, arranging.glide.is_on)))
    hand.key(Qt.Key.Key_L)
    assert view.standing == first
    seen.clear()
    qtbot.waitUntil(lambda: not arranging.glide.is_on)
    scales = [scale for scale, is_on in seen if is_on]
    assert len(scales) > 2
    assert scales == sorted(scales)
    assert first[0] < scales[0] < view.zoom
    assert view.shows_still(hand.canvas.scene.bounds())


def test_who_zooms_on_the_way_has_the_view(hand, qtbot):
    view, glide = hand.canvas.view, hand.canvas.arranging.glide
    goal = view.standing
    glide.start({"dense": QPointF(0, 400)}, (0.3, 0, 0))
    assert view.zoom == 0.3
    view.zoom_to(2.0)
    theirs = view.standing
    qtbot.waitUntil(lambda: not glide.is_on)
    assert view.standing == theirs != goal


def test_what_both_sights_show_moves_straight(qapp):
    start, goal = (0.5, -100, 40), (2.0, 900, -300)
    ways = [between(start, goal, share / 10) for share in range(11)]
    assert (ways[0], ways[-1]) == (start, goal)
    places = [(x * 70 - across, x * 30 - down) for x, across, down in ways]
    slopes = [(y - places[0][1]) / (x - places[0][0]) for x, y in places[1:]]
    assert slopes == pytest.approx([slopes[-1]] * 10, rel=0.05)


def test_many_nodes_and_reduced_motion_do_without(hand, monkeypatch):
    monkeypatch.setattr(glide, "MOST", 0)
    hand.canvas.arranging.glide.start({"dense": QPointF(0, 400)})
    assert not hand.canvas.arranging.glide.is_on
    monkeypatch.undo()
    monkeypatch.setattr(current(), "reduced_motion", True)
    hand.canvas.arranging.glide.start({"dense": QPointF(0, 400)})
    assert not hand.canvas.arranging.glide.is_on
