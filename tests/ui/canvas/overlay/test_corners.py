"""The map gives way in a canvas that is too small for it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hornstudio.ui.canvas.highlight.heat import Measure


def test_in_a_low_or_narrow_canvas_the_map_is_away_until_there_is_room(hand, qtbot):
    canvas, button = hand.canvas, hand.canvas.zoom_box.map
    with qtbot.waitSignal(canvas.map_toggled):
        canvas.resize(1200, 240)
    canvas.resize(1200, 800)
    for size in ((1200, 240), (740, 350), (360, 800)):
        canvas.resize(*size)
        assert not canvas.minimap.isVisible()
        assert not button.isChecked()
        assert canvas.corners.is_map_wanted  # and is not forgotten with the window
        canvas.resize(1200, 800)
        assert canvas.minimap.isVisible()
        assert button.isChecked()


def test_who_asks_for_the_map_gets_it_however_little_room_there_is(hand):
    canvas, button = hand.canvas, hand.canvas.zoom_box.map
    canvas.resize(1200, 240)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert canvas.minimap.isVisible()
    canvas.resize(1200, 250)
    assert canvas.minimap.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    canvas.resize(1200, 800)
    assert not canvas.minimap.isVisible()
    assert not canvas.corners.is_map_wanted


def test_a_node_that_is_brought_into_view_does_not_lie_under_the_map_or_the_zoom_box(hand):
    canvas = hand.canvas
    canvas.resize(900, 500)
    for box in (canvas.minimap, canvas.zoom_box):
        canvas.view.centerOn(0, 0)
        corner = canvas.view.mapToScene(box.geometry().topLeft())
        node_id = canvas.add_module("dense", (corner.x(), corner.y()))
        canvas.sight.reveal(node_id)
        node = canvas.scene.nodes[node_id]
        shown = canvas.view.mapFromScene(node.body).boundingRect()
        assert not shown.intersects(box.geometry())
        assert canvas.view.viewport().rect().contains(shown)


def test_nor_does_it_lie_under_the_legend_of_colours(hand):
    canvas = hand.canvas
    canvas.resize(900, 500)
    canvas.colour_by(Measure.WEIGHTS)
    canvas.view.centerOn(0, 0)
    legend = canvas.heat.legend
    corner = canvas.view.mapToScene(legend.geometry().topLeft())
    node_id = canvas.add_module("dense", (corner.x(), corner.y() - 60))
    shown = canvas.view.mapFromScene(canvas.scene.nodes[node_id].body).boundingRect()
    assert not shown.intersects(legend.geometry())


def test_the_legend_of_colours_lies_beside_the_map_and_the_zoom_box_or_above_them(hand):
    canvas = hand.canvas
    canvas.colour_by(Measure.WEIGHTS)
    legend = canvas.heat.legend
    heights = []
    for width in (1200, 620, 500):
        canvas.resize(width, 500)
        assert legend.isVisible()
        assert not legend.geometry().intersects(canvas.minimap.geometry())
        assert not legend.geometry().intersects(canvas.zoom_box.geometry())
        assert canvas.view.viewport().rect().contains(legend.geometry())
        heights.append(legend.y())
    assert heights[2] < heights[0]
    QTest.mouseClick(canvas.zoom_box.map, Qt.MouseButton.LeftButton)
    assert legend.y() == heights[0]  # the map is away, and there is room again
