"""What is in view: everything, or the place of a problem."""

import pytest
from PySide6.QtCore import QPointF, Qt

from hornstudio.engine.problem import Problem


def test_fit_shows_every_node(hand):
    hand.canvas.view.centerOn(5000, 5000)
    hand.key(Qt.Key.Key_F)
    assert hand.canvas.view.visible_area().contains(hand.canvas.scene.bounds())


def test_fit_changes_between_everything_and_what_is_selected(hand):
    view, bounds = hand.canvas.view, hand.canvas.scene.bounds
    one, several = ["relu"], ["mnist", "flatten"]
    hand.document.select(one)
    for shown in ((), one, ()):
        hand.key(Qt.Key.Key_F)
        assert view.shows_still(bounds(shown))
    hand.document.select(several)
    for shown in (several, (), several):
        hand.key(Qt.Key.Key_F)
        assert view.shows_still(bounds(shown))
    hand.document.select([])
    for _ in range(2):
        hand.key(Qt.Key.Key_F)
        assert view.shows_still(bounds())


def test_the_first_picture_of_a_network_is_the_whole_of_it(hand, qtbot):
    view, bounds = hand.canvas.view, hand.canvas.scene.bounds()
    view.zoom_to(3.0)
    hand.canvas.sight.fit_at_first()
    assert view.shows_still(bounds)
    hand.canvas.hide()
    view.zoom_to(3.0)
    hand.canvas.sight.fit_at_first()
    assert view.zoom == 3.0  # it may have no size yet
    hand.canvas.show()
    qtbot.waitUntil(lambda: view.shows_still(bounds))


def test_show_place_brings_a_problem_into_view(hand):
    hand.canvas.view.centerOn(9000, 9000)
    hand.document.place_requested.emit(Problem("error", "x", "relu"))
    assert hand.document.selection == ("relu",)
    body = hand.canvas.scene.nodes["relu"].body
    assert hand.canvas.view.visible_area().contains(body)
    assert hand.canvas.view.flash.area == body


@pytest.mark.parametrize("step", ["zoom_in", "zoom_out", "zoom_reset"])
def test_what_is_selected_stays_in_its_place_while_keys_zoom(hand, step):
    view, canvas = hand.canvas.view, hand.canvas
    view.zoom_to(0.4)
    hand.document.select(["relu"])
    center = canvas.scene.nodes["relu"].body.center()
    view.centerOn(center - QPointF(500, 200))
    before = view.mapFromScene(center)
    assert view.rect().contains(before)
    getattr(canvas.sight, step)()
    assert view.zoom != 0.4
    assert (view.mapFromScene(center) - before).manhattanLength() <= 3


def test_what_is_selected_out_of_view_is_no_anchor(hand):
    view = hand.canvas.view
    hand.document.select(["relu"])
    view.centerOn(QPointF(-5000, -5000))
    middle = view.visible_area().center()
    hand.canvas.sight.zoom_in()
    assert (view.visible_area().center() - middle).manhattanLength() < 3


def test_what_is_selected_at_the_edge_is_not_led_out_of_view_by_zooming(hand):
    view, canvas = hand.canvas.view, hand.canvas
    canvas.sight.fit()
    body = canvas.scene.nodes["relu"].body
    view.zoom_to(0.3)
    seen = view.visible_area()
    view.centerOn(body.bottomRight() - QPointF(seen.width(), seen.height()) / 2 + QPointF(8, 8))
    hand.document.select(["relu"])
    assert view.visible_area().contains(body)
    canvas.sight.zoom_reset()
    assert view.visible_area().contains(body)
    shown = view.mapFromScene(body).boundingRect()
    for pinned in view.pinned:
        assert not (pinned.isVisible() and pinned.geometry().intersects(shown))
