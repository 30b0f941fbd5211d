"""Boxes along the ways of wires."""

import pytest
from PySide6.QtCore import QPointF, QRectF

from hornstudio.ui.canvas.geometry import rect_within
from hornstudio.ui.canvas.way.box import boxes_along, touches
from hornstudio.ui.canvas.way.route import Way

FORWARD = Way((QPointF(0, 0), QPointF(700, 300)))
BRANCH = Way((QPointF(0, 0), QPointF(300, -200)), 11.0)
ROUND = (QPointF(0, 0), QPointF(40, 0), QPointF(40, 90), QPointF(-300, 90))
LANE = Way((*ROUND, QPointF(-300, 10), QPointF(-260, 10)))
THROUGH = Way((QPointF(0, 0), QPointF(100, 200), QPointF(300, 0)), 0.0, is_through=True)


@pytest.mark.parametrize("way", [FORWARD, BRANCH, LANE, THROUGH, Way()])
def test_all_of_a_way_lies_in_its_boxes(qapp, way):
    boxes = boxes_along(way, 6.0)  # corners are rounded
    for step in range(101 if way.points else 0):
        at = way.path.pointAtPercent(step / 100)
        assert touches(boxes, (at.x() - 0.1, at.y() - 0.1, at.x() + 0.1, at.y() + 0.1))


@pytest.mark.parametrize("way", [FORWARD, BRANCH, LANE])
def test_they_leave_out_much_of_the_box_around_all(qapp, way):
    around = rect_within(*way.box)
    assert touches(boxes_along(way, 0.0), around.getCoords())
    corners = [around.topLeft(), around.topRight(), around.bottomLeft(), around.bottomRight()]
    spots = [QRectF(c - QPointF(9, 9), c + QPointF(9, 9)).getCoords() for c in corners]
    assert not all(touches(boxes_along(way, 0.0), spot) for spot in spots)
    assert not touches(boxes_along(way, 5.0), (1e4, 1e4, 2e4, 2e4))
