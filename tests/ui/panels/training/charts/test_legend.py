"""The line of runs that are drawn."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from hornstudio.ui.panels.training.charts.legend import OverlaidLegend
from hornstudio.ui.panels.training.charts.overlaid import IN_FRONT, Overlaid, overlaid_pen


@pytest.fixture
def legend(qtbot) -> OverlaidLegend:
    legend = OverlaidLegend()
    qtbot.addWidget(legend)
    legend.resize(300, 16)
    return legend


def test_the_legend_names_the_runs_and_is_gone_without_any(legend):
    assert legend.isHidden()
    legend.show_runs(
        [Overlaid("run 1", 0, "mlp-7"), Overlaid("wide", 1), Overlaid("mlp-8", 2, "mlp-8")]
    )
    assert not legend.isHidden()
    assert legend.toolTip() == "run 1: mlp-7\nwide\nmlp-8", "as the list of runs calls them"
    assert legend.accessibleName() == "Runs shown: run 1, wide, mlp-8"
    legend.show_runs([])
    assert legend.isHidden()


def test_the_legend_draws_each_sign_in_its_hue(legend):
    legend.show_runs([Overlaid("run 1", 0), Overlaid("run 2", 1)])
    image = legend.grab().toImage()
    hues = {image.pixelColor(x, 8).hue() // 10 for x in range(image.width())}
    for place in (0, 1):
        assert overlaid_pen(place, 1).color().hue() // 10 in hues


def test_where_it_is_narrow_it_counts_the_rest(legend):
    runs = [Overlaid(f"run {n}", n) for n in range(8)]
    legend.show_runs(runs)
    legend.resize(2_000, 16)
    wide = legend.grab().toImage()
    legend.resize(200, 16)
    narrow = legend.grab().toImage()
    edge = legend.width() - 12
    ground = narrow.pixel(0, 0)
    assert any(wide.pixel(x, 8) != wide.pixel(0, 0) for x in range(250, 500))
    assert all(narrow.pixel(x, y) == ground for x in range(edge, 200) for y in range(16))


def test_names_are_whole_where_all_have_room(legend):
    names = ["digits-20261126-153236", "digits-20261126-153314"]
    legend.show_runs([Overlaid(name, place) for place, name in enumerate(names)])
    legend.resize(500, 16)
    wide = legend.cross_of(0).left()
    legend.resize(300, 16)
    assert legend.cross_of(0).left() < wide
    width = legend.fontMetrics().horizontalAdvance(names[0])
    assert wide > width


def test_long_names_keep_the_end_in_which_they_differ(legend):
    legend.resize(188, 16)
    drawn = []
    for time in ("153236", "153314"):
        legend.show_runs([Overlaid(f"digits-20261126-{time}", 0)])
        drawn.append(legend.grab().toImage())
    assert drawn[0] != drawn[1]


def test_a_cross_takes_a_run_away_but_not_one_that_stays(legend, qtbot):
    legend.show_runs([Overlaid("run 3", IN_FRONT, stays=True), Overlaid("a", 0), Overlaid("b", 1)])
    unwanted = []
    legend.unwanted.connect(unwanted.append)
    assert legend.cross_of(IN_FRONT).isEmpty()
    for place in (1, 0):
        QTest.mouseClick(legend, Qt.MouseButton.LeftButton, pos=center_of(legend, place))
    assert unwanted == [1, 0]
    beside = center_of(legend, 0) - QPoint(20, 0)
    QTest.mouseClick(legend, Qt.MouseButton.LeftButton, pos=beside)
    QTest.mouseClick(legend, Qt.MouseButton.RightButton, pos=center_of(legend, 0))
    assert unwanted == [1, 0]


def center_of(legend: OverlaidLegend, place: int) -> QPoint:
    return legend.cross_of(place).center().toPoint()


def test_what_can_be_pressed_looks_so(legend):
    legend.show_runs([Overlaid("a", 0), Overlaid("b", 1)])
    legend.show()
    cold = legend.grab().toImage()
    QTest.mouseMove(legend, center_of(legend, 1))
    assert legend.cursor().shape() is Qt.CursorShape.PointingHandCursor
    assert legend.grab().toImage() != cold
    QTest.mouseMove(legend, center_of(legend, 1) - QPoint(20, 0))
    assert legend.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_a_press_on_how_many_more_there_are_asks_for_all(legend, qtbot):
    legend.show_runs([Overlaid(f"run {n}", n) for n in range(9)])
    last = max(n for n in range(9) if not legend.cross_of(n).isEmpty())
    assert last < 8
    with qtbot.waitSignal(legend.all_wanted):
        at = center_of(legend, last) + QPoint(24, 0)
        QTest.mouseClick(legend, Qt.MouseButton.LeftButton, pos=at)


def test_a_picture_has_no_crosses(legend):
    legend.show_runs([Overlaid("a", 0), Overlaid("b", 1)])
    legend.is_picture = True
    assert legend.cross_of(0).isEmpty()
