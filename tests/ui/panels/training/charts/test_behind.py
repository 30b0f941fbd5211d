"""Lines of earlier runs: as many as there are runs, in the order in which they were laid over."""

import numpy as np

from hornstudio.ui.panels.training.charts.behind import LinesBehind
from hornstudio.ui.panels.training.charts.curve import Curve
from hornstudio.ui.panels.training.charts.overlaid import overlaid_pen
from hornstudio.ui.panels.training.charts.picture import Picture


def run(count: int) -> Picture:
    return Picture(x=np.arange(count, dtype=float), line=np.ones(count))


def test_a_curve_a_run_and_those_to_spare_are_empty(qapp):
    shown: dict[Curve, int] = {}
    behind = LinesBehind(Curve, lambda curve, x, y, holes: shown.__setitem__(curve, len(x)))
    behind.show([("one", run(3)), ("two", run(5))], [4, 1])
    behind.recolour(2.0)
    assert behind.names == ["one", "two"]
    assert not any(curve.has_head for curve in behind.curves)  # nothing else marks their ends
    assert [shown[curve] for curve in behind.curves] == [3, 5]
    pens = [curve.opts["pen"] for curve in behind.curves]
    assert [pen.color() for pen in pens] == [overlaid_pen(place, 2.4).color() for place in (4, 1)]
    assert {pen.widthF() for pen in pens} == {2.4}
    behind.show([("three", run(2))], [])
    assert behind.names == ["three"]
    assert [shown[curve] for curve in behind.curves] == [2, 0]
    assert behind.places == [0]
    behind.show([(str(n), run(2)) for n in range(20)], [])
    behind.recolour(1.0)
    assert {curve.opts["pen"].widthF() for curve in behind.curves} == {0.9}, "of many thin ones"
