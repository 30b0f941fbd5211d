import time

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from hornstudio.ui.panels.training.charts.curve import Curve
from hornstudio.ui.panels.training.charts.numbers.columns import Columns, pieces_of

WIDE, HIGH = 300, 100


def ink(x, y, pen: QPen | None = None, holes=(), fine: float = 1.0, pixel=1.0, head=True):
    """How dark each pixel is, 0 to 1, [HIGH, WIDE], of a curve of which y is so much a pixel."""
    curve = Curve()
    curve.has_head = head
    curve.setTransform(QTransform.fromScale(1.0, 1.0 / pixel))
    curve.setPen(pen or QPen(QColor("black"), 2))
    points = np.asarray(x, float), np.asarray(y, float)
    curve.show_columns(*pieces_of(*points, np.asarray(holes, float), 0.0, WIDE, WIDE))
    image = QImage(round(WIDE * fine), round(HIGH * fine), QImage.Format.Format_Grayscale8)
    image.setDevicePixelRatio(fine)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setWorldTransform(curve.sceneTransform())
    curve.paint(painter)
    painter.end()
    bits = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return 1 - bits[:, : image.width()] / 255


@pytest.mark.parametrize("slope", [0.0, 0.1, 0.3])
def test_a_smooth_line_looks_the_same_as_columns_and_as_points(qapp, slope):
    x = np.linspace(0, WIDE, 4_000)
    y = 5 + slope * x
    few, many = ink(x[::40], y[::40]), ink(x, y)
    assert abs(few.sum() - many.sum()) < 0.08 * few.sum()
    assert np.abs(few - many).mean() < 0.01


@pytest.mark.parametrize("count", [40, 4_000])
def test_huge_numbers_are_drawn_like_others(qapp, count):
    x = np.linspace(0, WIDE, count)
    np.testing.assert_allclose(
        ink(x, (5 + 0.1 * x) * 1e17, pixel=1e17), ink(x, 5 + 0.1 * x), atol=0.02
    )


def test_a_peak_of_one_point_among_many_is_seen_at_its_place(qapp):
    x = np.linspace(0, WIDE, 30_000)
    y = np.full(30_000, 90.0)
    y[15_050] = 10.0
    seen = ink(x, y)
    assert seen[12:80, 148:154].max(axis=1).min() > 0.5
    assert seen[12:80, :140].max() == 0.0


def test_dashes_stay_dashes_with_many_points_and_go_on_from_part_to_part(qapp):
    pen = QPen(QColor("black"), 2)
    pen.setDashPattern([6.0, 4.0])
    for count in (60, 5_000):
        x = np.linspace(0, WIDE, count)
        row = ink(x, np.full(count, 50.0), pen)[50, 5:-5] > 0.5
        assert 0.5 < row.mean() < 0.75
        starts = np.flatnonzero(np.diff(row.astype(int)) == 1)
        assert np.all(np.abs(np.diff(starts) - 20) <= 2), count


def test_no_seams_where_parts_meet(qapp):
    x = np.linspace(0, WIDE, 20_000)
    y = 50 + 30 * np.sin(x * 400)
    assert ink(x, y)[40:60, 2:-2].min() > 0.95


def test_many_points_that_jump_are_drawn_soon_where_pixels_are_small(qapp):
    x = np.linspace(0, WIDE, 100_000)
    y = 50 + 20 * np.random.default_rng(0).normal(size=100_000)
    began = time.thread_time()
    ink(x, y, QPen(QColor("black"), 4), fine=2.0)
    assert time.thread_time() - began < 0.05  # a stroke of two points a column took 0.3


@pytest.mark.parametrize("count", [31, 3_001])
def test_a_hole_is_left_empty_and_what_stands_alone_in_it_is_seen(qapp, count):
    x = np.linspace(0, WIDE, count)
    x = np.concatenate([x[x <= 100], [150.0], x[x >= 200]])
    row = ink(x, np.full(len(x), 50.0), holes=[120.0, 170.0])[50]
    assert row[5:95].min() > 0.9
    assert row[149:151].max() > 0.5
    assert row[205:-5].min() > 0.9
    assert row[102:148].max() == row[153:198].max() == 0.0


def test_thin_dashes_of_many_kinds_stay_apart_with_many_points(qapp):
    x = np.linspace(0, WIDE, 5_000)
    shares = []
    for pattern in ([6.0, 4.0], [14.0, 4.0], [8.0, 3.0, 1.5, 3.0]):
        for width in (0.9, 2.0):
            pen = QPen(QColor("black"), width)
            pen.setDashPattern(pattern)
            row = ink(x, np.full(5_000, 50.0), pen)[49:51, 5:-5].max(axis=0) > 0.25
            shares.append(row.mean())
    assert all(0.45 < share < 0.95 for share in shares), shares


def test_a_curve_of_less_than_two_points_is_none(qapp):
    one = np.ones(1)
    curve = Curve()
    curve.show_columns(Columns(one, one, one))
    assert ink([5.0], [5.0]).max() == 0.0


def test_a_run_of_one_epoch_is_a_dot_where_no_head_marks_it(qapp):
    assert ink([150.0], [50.0]).max() == 0.0
    for width in (0.9, 2.4):
        seen = ink([150.0], [50.0], QPen(QColor("black"), width), head=False)
        assert seen[49:51, 149:151].min() > 0.9
        assert 0 < seen.sum() < 150
