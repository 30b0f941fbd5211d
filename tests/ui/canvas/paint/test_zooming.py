"""Frames while the wheel turns: stretched from the first, and drawn only where that ends."""

import pytest
from PySide6.QtCore import QPoint, QRect

from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.ui.canvas.paint import zooming


@pytest.fixture
def hand(make_hand):
    nodes = {n: Node("relu", at=(220.0 * i, 0.0)) for i, n in enumerate(("a", "b", "c"))}
    wires = (Wire("a.output", "b.input"), Wire("b.output", "c.input"))
    hand = make_hand(Graph(nodes=freeze(nodes), wires=wires))
    hand.canvas.view.centerOn(300, 40)
    hand.viewport.grab()
    return hand


@pytest.fixture
def drawn(hand, monkeypatch):
    """Parts of the window that were drawn from nodes and wires."""
    view, found = hand.canvas.view, []
    render = view.render

    def note(painter, target, source: QRect) -> None:
        found.append(source)
        render(painter, target, source)

    monkeypatch.setattr(view, "render", note)
    return found


def frame(hand, factor: float):
    hand.canvas.view.zoom_by(factor)
    return hand.viewport.grab().toImage()


def test_only_the_first_notch_and_what_comes_into_view_is_drawn(hand, drawn):
    whole = hand.viewport.rect()
    frame(hand, 1.2)
    assert drawn == [whole]
    drawn.clear()
    frame(hand, 1.2)
    assert drawn == []
    frame(hand, 0.6)
    assert drawn
    assert not any(part.contains(whole.center()) for part in drawn)
    share = sum(p.width() * p.height() for p in drawn) / (whole.width() * whole.height())
    assert share == pytest.approx(1 - 0.72**2, abs=0.02)


def test_the_way_back_needs_no_drawing(hand, drawn):
    frame(hand, 1.2)
    frame(hand, 0.8)
    drawn.clear()
    frame(hand, 1 / 0.8)
    assert drawn == []


def test_what_is_chosen_while_the_wheel_turns_is_seen(hand, drawn):
    frame(hand, 1.2)
    drawn.clear()
    hand.document.select(["b"])
    frame(hand, 1.2)
    assert drawn == [hand.viewport.rect()]


def test_what_rests_is_drawn_well(hand):
    view = hand.canvas.view
    stretched = frame(hand, 1.2), frame(hand, 1.2)
    view._on_zoom_rested()
    view._rest.stop()
    rested = hand.viewport.grab().toImage()
    assert rested != stretched[1]
    assert hand.viewport.grab().toImage() == rested
    assert not view.is_zooming


def test_a_wire_in_the_hand_is_drawn_anew_at_each_notch(hand, drawn):
    hand.hold(hand.port("c.output"), hand.port("c.output") + QPoint(60, 60))
    frame(hand, 1.2)
    assert drawn == []
    hand.canvas.view.cancel_gesture()


def test_what_was_drawn_close_up_serves_on_the_way_back_from_afar(hand, drawn):
    hand.canvas.view.zoom_to(0.5)
    hand.viewport.grab()
    drawn.clear()
    frame(hand, 0.5)
    frame(hand, 2.0)
    assert drawn == []


def colors(hand, factor: float) -> int:
    """How many colours a frame has: more where those of neighbours were mixed."""
    image = frame(hand, factor)
    return len(
        {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(image.height())}
    )


def test_a_machine_that_enlarges_slowly_repeats_pixels_until_the_wheel_rests(hand, monkeypatch):
    monkeypatch.setattr(zooming, "perf_counter", lambda: 0.0)
    frame(hand, 1.2)
    smooth = colors(hand, 1.2)
    clock = iter(range(100))
    monkeypatch.setattr(zooming, "perf_counter", lambda: float(next(clock)))
    assert colors(hand, 1.01) > smooth * 0.8
    plain = colors(hand, 1.01)
    assert plain < smooth * 0.8
    view = hand.canvas.view
    view._on_zoom_rested()
    view._rest.stop()
    hand.viewport.grab()
    monkeypatch.setattr(zooming, "perf_counter", lambda: 0.0)
    frame(hand, 0.7)
    assert colors(hand, 1.3) > plain
