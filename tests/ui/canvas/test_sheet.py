"""Pan, zoom and painting."""

import gc
import sys

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QNativeGestureEvent,
    QPaintEvent,
    QPointingDevice,
    QRegion,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication

from hornstudio.engine.editing import edits
from hornstudio.engine.editing.frame import Frame, add_frame
from hornstudio.engine.graph import Node, Wire
from hornstudio.ui.canvas.pointer.tip import tip_at
from hornstudio.ui.canvas.scene import ahead
from hornstudio.ui.theme import current
from hornstudio.ui.words.translate import tr_engine

NOWHERE = QPoint()


class Painted(QObject):
    """Adds up how many pixels were painted."""

    def __init__(self, widget) -> None:
        super().__init__()
        self.pixels = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched, event) -> bool:
        if isinstance(event, QPaintEvent):
            rects = [event.region().boundingRect()]
            if event.region().rectCount() > 1:
                rects = list(event.region())
            self.pixels += sum(r.width() * r.height() for r in rects)
        return False


def wheel(hand, angle, *, pixels=NOWHERE, modifiers=Qt.KeyboardModifier.NoModifier,
          phase=Qt.ScrollPhase.NoScrollPhase):  # fmt: skip
    at = QPointF(300, 200)
    event = QWheelEvent(at, QPointF(hand.viewport.mapToGlobal(at.toPoint())), pixels, angle,
                        Qt.MouseButton.NoButton, modifiers, phase, False)  # fmt: skip
    QApplication.sendEvent(hand.viewport, event)


def test_panning_paints_only_what_comes_into_view(hand, qtbot):
    qtbot.wait(50)
    painted = Painted(hand.viewport)
    hand.canvas.view.pan_by(6, 4)
    qtbot.waitUntil(lambda: painted.pixels > 0)
    whole = hand.viewport.width() * hand.viewport.height()
    assert 0 < painted.pixels < whole / 8


def test_zoom_box_stays_in_its_corner_while_panning(hand):
    before = hand.canvas.zoom_box.pos()
    hand.canvas.view.pan_by(60, 40)
    assert hand.canvas.zoom_box.pos() == before


def test_panning_keeps_the_count_of_none_level(hand, qapp):
    """Some pairs of Python and PySide drop a reference to None in every paint and scroll."""
    view = hand.canvas.view
    for _ in range(50):
        view.pan_by(3, 1)
        qapp.processEvents()
    gc.collect()
    before = sys.getrefcount(None)
    for step in range(1000):
        view.pan_by(3 if step % 40 < 20 else -3, 1 if step % 20 < 10 else -1)
        qapp.processEvents()
    gc.collect()
    assert abs(sys.getrefcount(None) - before) < 100


def test_dragging_from_afar_shows_the_node_where_it_is_held(hand, qtbot):
    view, item = hand.canvas.view, hand.canvas.scene.nodes["dense"]
    view.zoom_to(0.2)
    view.centerOn(320, 120)
    hand.viewport.grab()
    hand.viewport.grab()  # from the kept picture
    block, ground = current().block("core").name(), current().color("bg.canvas").name()
    start = view.mapFromScene(item.body.center())
    end = start + QPoint(0, 90)
    hand.hold(start, end)
    picture = hand.viewport.grab().toImage()
    assert picture.pixelColor(end).name() == block
    assert picture.pixelColor(start).name() == ground
    hand.release(end)
    assert hand.viewport.grab().toImage().pixelColor(end).name() == block
    hand.document.undo_stack.undo()
    picture = hand.viewport.grab().toImage()
    assert picture.pixelColor(start).name() == block
    assert picture.pixelColor(end).name() == ground


def test_what_panning_bares_from_afar_is_as_if_painted_whole(hand):
    view = hand.canvas.view
    view.zoom_to(0.2)
    view._on_zoom_rested()
    view.centerOn(320, 120)
    whole = hand.viewport.grab().toImage()
    at = view.mapFromScene(hand.canvas.scene.nodes["dense"].body.center())
    strip = QRect(at - QPoint(60, 60), at + QPoint(60, 60))
    part = QImage(whole.size(), whole.format())
    view._overview.forget()
    hand.viewport.render(part, strip.topLeft(), QRegion(strip))
    assert part.copy(strip) == whole.copy(strip)


def test_two_parts_of_a_frame_are_painted_without_one_covering_the_other(hand):
    """A frame lies in both, and a node on it only in the first: the second covered that again."""
    view, scene = hand.canvas.view, hand.canvas.scene
    frame = Frame("both", at=(440.0, -60.0), size=(300.0, 480.0))
    hand.document.edit("frame", add_frame(hand.document.graph, frame))
    view.centerOn(590, 180)
    whole = hand.viewport.grab().toImage()
    node = view.mapFromScene(scene.nodes["dense"].body).boundingRect()
    corner = view.mapFromScene(730, 410)
    region = QRegion(node) + QRegion(QRect(corner - QPoint(30, 12), corner))
    assert region.rectCount() == 2
    part = QImage(whole.size(), whole.format())
    hand.viewport.render(part, region.boundingRect().topLeft(), region)
    assert part.copy(node) == whole.copy(node)


def test_a_selection_is_seen_from_afar(hand):
    view, item = hand.canvas.view, hand.canvas.scene.nodes["dense"]
    view.zoom_to(0.2)
    view.centerOn(320, 120)
    hand.viewport.grab()
    plain = hand.viewport.grab().toImage()
    hand.document.select(["dense"])
    chosen = hand.viewport.grab().toImage()
    corner = view.mapFromScene(item.body.topLeft())
    assert chosen.pixelColor(corner).name() == current().color("selection.outline").name()
    hand.document.select(())
    assert hand.viewport.grab().toImage() == plain


def test_plain_wheel_zooms_at_the_pointer(hand):
    view = hand.canvas.view
    kept = view.to_scene(QPointF(300, 200))
    wheel(hand, QPoint(0, 120))
    assert view.zoom == pytest.approx(1.2)
    assert (view.mapFromScene(kept) - QPoint(300, 200)).manhattanLength() <= 2


def test_wheel_with_shift_scrolls_sideways(hand):
    before = hand.canvas.node_position("dense")
    wheel(hand, QPoint(0, 120), modifiers=Qt.KeyboardModifier.ShiftModifier)
    moved = hand.canvas.node_position("dense") - before
    assert moved.y() == 0
    assert moved.x() != 0
    assert hand.canvas.view.zoom == 1.0


def test_two_fingers_scroll_both_ways(hand):
    before = hand.canvas.node_position("dense")
    wheel(hand, QPoint(40, 80), pixels=QPoint(11, -7), phase=Qt.ScrollPhase.ScrollUpdate)
    assert hand.canvas.node_position("dense") - before == QPoint(11, -7)


def test_a_pinch_zooms_at_the_fingers(hand):
    view, at = hand.canvas.view, QPointF(300, 200)
    kept, everywhere = view.to_scene(at), QPointF(hand.viewport.mapToGlobal(at.toPoint()))
    kind = Qt.NativeGestureType.ZoomNativeGesture
    pad = QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(kind, pad, 2, at, at, everywhere, 0.25, QPointF())
    QApplication.sendEvent(hand.viewport, event)
    assert view.zoom == pytest.approx(1.25)
    assert (view.mapFromScene(kept) - QPoint(300, 200)).manhattanLength() <= 2


@pytest.mark.parametrize("zoom", [0.2, 0.5, 1.0, 2.5])
def test_nodes_are_painted_at_every_zoom(hand, zoom):
    view = hand.canvas.view
    view.zoom_to(zoom)
    view._on_zoom_rested()
    item = hand.canvas.scene.nodes["dense"]
    view.centerOn(item.body.center())
    picture = hand.viewport.grab().toImage()
    at = hand.canvas.node_position("dense")
    ground = current().color("bg.canvas").rgb()
    assert picture.pixel(at) != ground
    assert picture.pixel(at + QPoint(0, -round(60 * zoom) - 20)) == ground


def test_from_afar_a_node_is_a_block_of_its_category(hand):
    view = hand.canvas.view
    view.zoom_to(0.2)
    view.centerOn(320, 120)
    picture = hand.viewport.grab().toImage()
    at = view.mapFromScene(hand.canvas.scene.nodes["dense"].body.center())
    assert picture.pixelColor(at).name() == current().block("core").name()


def test_pictures_are_drawn_anew_once_the_zoom_rests(hand, qtbot):
    view = hand.canvas.view
    view.zoom_to(1.37)
    assert hand.canvas.scene.painting.is_hurried
    qtbot.waitUntil(lambda: not hand.canvas.scene.painting.is_hurried, timeout=2000)
    hand.viewport.grab()
    assert hand.canvas.scene.nodes["dense"].picture.scale == pytest.approx(1.37)


def test_leaving_lowers_what_was_lifted(hand):
    hand.move(hand.canvas.node_position("dense"), button=Qt.MouseButton.NoButton)
    assert hand.canvas.scene.nodes["dense"].is_hovered
    QApplication.sendEvent(hand.canvas.view, QEvent(QEvent.Type.Leave))
    hand.canvas.view.leaveEvent(QEvent(QEvent.Type.Leave))
    assert not hand.canvas.scene.nodes["dense"].is_hovered


def test_dragging_to_the_edge_scrolls_until_it_leaves(hand, qtbot):
    start = hand.canvas.node_position("dense")
    edge = QPoint(hand.viewport.width() - 4, start.y())
    left = hand.canvas.view.visible_area().left()
    hand.hold(start, edge)
    qtbot.waitUntil(lambda: hand.canvas.view.visible_area().left() > left + 60, timeout=3000)
    item = hand.canvas.scene.nodes["dense"]
    at = hand.canvas.view.to_scene(QPointF(edge))
    assert abs(item.body.center().x() - at.x()) < 24
    hand.key(Qt.Key.Key_Escape)
    still = hand.canvas.view.visible_area().left()
    qtbot.wait(60)
    assert hand.canvas.view.visible_area().left() == still


def test_panning_does_not_scroll_by_itself(hand, qtbot):
    start = QPoint(400, 300)
    hand.hold(start, QPoint(3, 300), button=Qt.MouseButton.MiddleButton)
    left = hand.canvas.view.visible_area().left()
    qtbot.wait(60)
    assert hand.canvas.view.visible_area().left() == left
    hand.release(QPoint(3, 300), button=Qt.MouseButton.MiddleButton)


def tip_of(hand, x, y):
    return tip_at(hand.canvas.view, QPointF(x, y))


def test_tips_tell_help_shapes_and_ends(hand):
    assert tip_of(hand, 560, 16) == tr_engine(hand.document.report.facts["dense"].module.help)
    assert tip_of(hand, 164, 44) == "mnist.image: 28×28×1 a sample"
    assert tip_of(hand, 240, 44) == "mnist.image → flatten.input"
    assert tip_of(hand, 480, 44) == "dense.input: free"
    assert tip_of(hand, 204, 44) == "mnist.image → flatten.input"
    assert tip_of(hand, 204, 400) == ""


def test_the_shape_on_a_short_wire_lies_above_its_nodes(hand, qtbot):
    line = hand.canvas.scene.wires[Wire("mnist.image", "flatten.input")]
    at = hand.canvas.view.mapFromScene(line.middle)
    beside = at + QPoint(0, 7)  # within the pill, off the line
    plain = hand.viewport.grab().toImage().pixelColor(beside).name()
    hand.move(at, button=Qt.MouseButton.NoButton)
    assert hand.viewport.grab().toImage().pixelColor(beside).name() != plain
    hand.document.edit("Disconnect", edits.disconnect(hand.graph, hand.graph.wires))
    assert hand.viewport.grab().toImage().pixelColor(beside).name() == plain


def test_fitting_leaves_no_node_under_the_map(make_hand, graph_of):
    nodes = {f"n{i}": Node("dense", at=(240.0 * (i % 4), 200.0 * (i // 4))) for i in range(12)}
    hand = make_hand(graph_of(nodes))
    canvas, view = hand.canvas, hand.canvas.view
    canvas.sight.fit_all()
    area = view.visible_area()
    for overlay in (canvas.minimap, canvas.zoom_box):
        assert overlay.isVisible()
        place = overlay.geometry()
        for item in canvas.scene.nodes.values():
            assert area.contains(item.body)
            assert not view.mapFromScene(item.body).boundingRect().intersects(place)


def test_what_was_fitted_stays_so_while_the_canvas_changes_its_size(make_hand, graph_of):
    nodes = {f"n{i}": Node("dense", at=(240.0 * (i % 4), 200.0 * (i // 4))) for i in range(12)}
    hand = make_hand(graph_of(nodes))
    canvas, view = hand.canvas, hand.canvas.view
    canvas.sight.fit_all()
    for size in ((900, 380), (700, 560), (1200, 800)):
        canvas.resize(*size)
        for item in canvas.scene.nodes.values():
            seen = view.mapFromScene(item.body).boundingRect()
            assert hand.viewport.rect().contains(seen)
            assert not seen.intersects(canvas.zoom_box.geometry())
            assert not seen.intersects(canvas.minimap.geometry())
    view.pan_by(30, 0)  # a view of one's own stays
    before = view.zoom
    canvas.resize(700, 380)
    assert view.zoom == before


def test_the_sharp_picture_comes_when_all_nodes_have_theirs_and_no_turn_draws_many(
    hand, qtbot, monkeypatch
):
    monkeypatch.setattr(ahead, "_SLICE_S", 0.0)
    view, painting = hand.canvas.view, hand.canvas.scene.painting
    view.zoom_to(0.5)
    assert painting.is_hurried
    view._on_rest_time()
    for _ in range(10):
        if not painting.is_hurried:
            break
        assert view.is_zooming  # what is shown is the stretched picture still
        view._on_rest_time()
    assert not painting.is_hurried
    kept = painting.pictures.size_bytes
    assert kept
    hand.viewport.grab()
    assert painting.pictures.size_bytes == kept  # painting has found all of them


def test_the_wheel_turned_again_before_all_is_drawn_begins_anew(hand, qtbot, monkeypatch):
    monkeypatch.setattr(ahead, "_SLICE_S", -1.0)
    view, painting = hand.canvas.view, hand.canvas.scene.painting
    view.zoom_to(0.5)
    view._on_rest_time()
    assert painting.is_hurried
    monkeypatch.setattr(ahead, "_SLICE_S", 1.0)
    view.zoom_to(0.6)
    qtbot.waitUntil(lambda: not painting.is_hurried)
    assert not view.is_zooming


def test_a_small_window_does_not_spend_its_room_on_margins(hand):
    hand.canvas.resize(430, 210)
    hand.canvas.sight.fit_all()
    seen, whole = hand.canvas.view.visible_area(), hand.canvas.scene.bounds()
    assert seen.contains(whole)
    share = max(whole.width() / seen.width(), whole.height() / seen.height())
    assert share > 0.75


def test_a_shadow_that_lies_in_two_parts_is_as_dark_as_in_one(hand):
    hand.canvas.resize(640, 420)
    hand.canvas.view.zoom_to(1.0)
    hand.canvas.view.centerOn(hand.canvas.scene.bounds().center())
    node = hand.canvas.scene.nodes["mnist"].body
    box = hand.canvas.view.viewportTransform().mapRect(node).toAlignedRect()
    # An L, whose two parts go through a node, as those that panning bares.
    upper = QRect(0, 0, 640, box.center().y())
    lower = QRect(0, upper.bottom() + 1, box.center().x(), 420)
    parts = QRegion(upper) + QRegion(lower)
    whole, made = hand.viewport.grab().toImage(), QImage(640, 420, QImage.Format.Format_RGB32)
    hand.viewport.render(made, QPoint(), parts)
    shadow = box.adjusted(-12, -12, 12, 12)
    for x in range(shadow.left(), shadow.right()):
        for y in range(shadow.top(), shadow.bottom()):
            if parts.contains(QPoint(x, y)):
                seen, due = QColor(made.pixel(x, y)), QColor(whole.pixel(x, y))
                assert abs(seen.lightness() - due.lightness()) <= 1, (x, y)
