"""Places of nodes among others."""

import pytest
from PySide6.QtCore import QRectF

from hornstudio.ui.canvas.edit.placement import give_way

HELD = QRectF(0, 0, 100, 80)
AREA = QRectF(-200, -200, 500, 480)


@pytest.mark.parametrize(
    ("at", "further"),
    [((150, 0), (700, 0)), ((-150, 0), (-900, 0)), ((0, 120), (0, 900)), ((0, -120), (0, -900))],
)
def test_what_is_in_the_way_of_a_node_that_grows_goes_outward_with_what_is_behind_it(at, further):
    others = {"near": QRectF(*at, 100, 80), "far": QRectF(*further, 100, 80)}
    places = give_way(HELD, AREA, others)
    moved = {i: QRectF(*places.get(i, (b.x(), b.y())), 100, 80) for i, b in others.items()}
    assert not any(body.intersects(AREA) for body in moved.values())
    gaps = [(moved[i].topLeft() - others[i].topLeft()).toTuple() for i in ("near", "far")]
    assert gaps[0] == gaps[1], "they keep their distance"
    assert sum(gap != 0 for gap in gaps[0]) == 1


def test_what_does_not_stand_in_the_way_stays():
    assert give_way(HELD, QRectF(HELD), {"left": QRectF(-120, 0, 100, 80)}) == {}
    assert give_way(HELD, AREA, {"off": QRectF(900, 900, 100, 80)}) == {}
