"""What may come into a view that stands still is drawn before it comes, as far as there is room."""

import pytest
from PySide6.QtCore import QPoint

from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.scene.tiles import Tiles


@pytest.fixture
def hand(make_hand, monkeypatch):
    """A hand over five nodes in a row, of which the middle one is in view at 100 %; no squares."""
    monkeypatch.setattr(Tiles, "around", lambda self, aside=None: [])
    places = dict(zip("abcde", (-2400.0, -420.0, 0.0, 420.0, 2400.0), strict=True))
    hand = make_hand(Graph(nodes=freeze({n: Node("relu", at=(x, 0.0)) for n, x in places.items()})))
    hand.canvas.resize(600, 400)
    hand.canvas.view.zoom_to(1.0)
    hand.canvas.view.centerOn(hand.canvas.scene.nodes["c"].body.center())
    return hand


@pytest.fixture
def prepared(monkeypatch):
    """Whose pictures were asked for ahead."""
    asked, prepare = [], NodeItem.prepare

    def note(self, scale, ratio):
        asked.append(self.node_id)
        prepare(self, scale, ratio)

    monkeypatch.setattr(NodeItem, "prepare", note)
    return asked


def rest(hand):
    """Look around now."""
    hand.canvas.view._ahead._on_time()


def test_the_neighbours_of_the_view_are_ready_when_it_is_moved(hand, prepared, qtbot):
    pictures = hand.canvas.scene.painting.pictures
    hand.viewport.grab()
    before = pictures.size_bytes
    qtbot.waitUntil(lambda: {"b", "c", "d"} <= set(prepared))
    assert not {"a", "e"} & set(prepared)
    ready = pictures.size_bytes
    assert ready > before
    hand.canvas.view.pan_by(-300, 0)
    hand.viewport.grab()
    assert pictures.size_bytes == ready  # painting has found it


def test_those_in_view_come_first_and_no_more_than_there_is_room_for(hand, prepared):
    painting = hand.canvas.scene.painting
    one = hand.canvas.scene.nodes["c"].picture_bytes(1.0, 1.0)
    painting.pictures._room_bytes = 2 * one
    rest(hand)
    assert prepared == ["c"]


@pytest.mark.parametrize("scale", [0.2, 3.5])
def test_where_nodes_have_no_pictures_none_are_drawn(hand, prepared, scale):
    hand.canvas.view.zoom_to(scale)
    hand.canvas.view._on_zoom_rested()
    rest(hand)
    assert not prepared


def test_a_view_that_moves_on_is_looked_around_anew(hand, prepared, monkeypatch):
    monkeypatch.setattr("hornstudio.ui.canvas.scene.ahead._SLICE_S", -1.0)  # one a slice
    rest(hand)
    assert prepared == ["c"]
    hand.canvas.view.centerOn(hand.canvas.scene.nodes["e"].body.center())
    rest(hand)
    assert prepared == ["c", "e"]


def test_nothing_is_drawn_while_something_is_in_the_hand(hand, prepared):
    hand.press(hand.canvas.node_position("c"))
    hand.move(hand.canvas.node_position("c") + hand.viewport.rect().center() / 8)
    assert hand.canvas.scene.moving
    rest(hand)
    assert not prepared


def test_memory_of_a_gesture_goes_back_when_all_is_done(hand, prepared, monkeypatch):
    given = []
    monkeypatch.setattr("hornstudio.ui.canvas.scene.ahead.give_back", lambda: given.append(1))
    monkeypatch.setattr("hornstudio.ui.canvas.scene.ahead._SLICE_S", -1.0)  # one a slice
    for _ in range(2):
        rest(hand)
    assert not given
    for _ in range(3):
        rest(hand)
    assert given
    assert sorted(set(prepared)) == ["b", "c", "d"]


def test_a_gesture_that_ends_is_followed_by_rest(hand, monkeypatch, qtbot):
    given = []
    monkeypatch.setattr("hornstudio.ui.canvas.scene.ahead.give_back", lambda: given.append(1))
    qtbot.waitUntil(lambda: bool(given))
    given.clear()
    hand.drag(hand.canvas.node_position("c"), hand.canvas.node_position("c") + QPoint(60, 20))
    qtbot.waitUntil(lambda: bool(given))
