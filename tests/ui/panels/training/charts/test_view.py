import math

import numpy as np
import pytest
from msgspec import structs
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from hornstudio.engine.watch.events import Statistics
from hornstudio.ui.panels.training.charts import view as view_module
from hornstudio.ui.panels.training.charts.choices import Axis, Style
from hornstudio.ui.panels.training.charts.overlaid import IN_FRONT
from hornstudio.ui.panels.training.charts.settings import slider_of, strength_of
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.wording.metric_name import MetricName
from hornstudio.ui.panels.training.wording.statistic import STATISTIC
from hornstudio.ui.theme import Mode, current
from tests.ui.panels.training.charts.shown import LOSS, drawn, turn_wheel


def test_points_in_are_points_on_the_chart(view, run):
    view.show_run(run, [], LOSS, Style(0.0))
    x, y = drawn(view.plot._raw)
    assert np.array_equal(x, run.train["loss"].x)
    assert np.array_equal(view.plot.scale_of_y.draw(run.train["loss"].y), y)
    assert list(drawn(view.plot._dots)[0]) == [1.0, 2.0]
    assert list(drawn(view.plot._best)[0]) == [2.0]
    assert len(drawn(view.plot._test)[0]) == 0


def test_many_epochs_have_rings_that_can_be_told_apart(view, told):
    run = Run(1, told.started(epochs=200))
    for epoch in range(1, 152):
        run.add_epoch(told.epoch(epoch, loss=0.5, val_loss=1 / epoch))
    view.show_run(run, [], LOSS, Style(0.0))
    rings, line = drawn(view.plot._dots)[0], drawn(view.plot._validation)[0]
    per_epoch = view.plot.view.viewPixelSize()[0]
    assert np.diff(rings).min() / per_epoch >= 7
    assert rings[-1] == line[-1] == 151.0
    assert len(line) == 151
    view.plot.view.setXRange(140.0, 150.0, padding=0)
    assert {*range(141, 150)} <= set(drawn(view.plot._dots)[0])


def test_where_it_was_no_number_there_is_no_line_and_a_tick_at_its_foot(view, told):
    run = Run(1, told.started(epochs=4))
    for epoch, loss in enumerate([0.4, math.nan, math.nan, 0.4], 1):
        run.add_epoch(told.epoch(epoch, loss=loss, val_loss=0.3))
    view.show_run(run, [], LOSS, Style(0.0))
    plot = view.plot
    image, area = plot.grab().toImage(), plot.view.sceneBoundingRect()
    ratio, red = image.devicePixelRatio(), current().color("error.default").name()

    def inks(epoch, top, bottom):
        x = round(plot._place_of(epoch) * ratio)
        rows = range(round(top * ratio), round(bottom * ratio))
        return {image.pixelColor(x, y).name() for y in rows}

    foot = area.bottom() - 4, area.bottom() - 1
    assert [red in inks(epoch, *foot) for epoch in (1, 2, 3, 4)] == [False, True, True, False]
    line = current().chart("train").name()
    assert line not in inks(2.5, area.top(), area.bottom())
    assert [list(piece.x) for piece in plot._line._pieces] == [[1.0], [4.0]]


def test_twenty_runs_are_drawn_over_one_another_some_at_a_time(view, told, qtbot, monkeypatch):
    monkeypatch.setattr(view_module, "_POINTS_AT_ONCE", 15)
    earlier = []
    for n in range(20):
        run = Run(0, told.started(run=f"/runs/{n}"), title=f"run {n}")
        for step in range(1, 11):
            run.add_step(told.step(1, step, loss=1.0 + n))
        earlier.append(run)
    front = Run(1, told.started())
    front.add_step(told.step(1, 10, loss=0.5))
    view.show_run(front, earlier, LOSS, Style(0.0))
    assert len(view.plot.behind.pictures) == 2
    qtbot.waitUntil(lambda: len(view.plot.behind.pictures) == 20)
    assert view.plot.behind.names == [f"run {n}" for n in range(20)]
    assert all(len(drawn(curve)[0]) == 10 for curve in view.plot.behind.curves)
    copy = view.for_picture(QSize(500, 300), 1.0)
    assert len(copy.plot.behind.pictures) == 20
    copy.deleteLater()
    view.show_run(front, [], LOSS, Style(0.0))
    assert view.plot.behind.pictures == []


def test_lines_behind_are_drawn_once_and_not_with_each_new_point(view, run, told, monkeypatch):
    run.add_step(told.step(3, 1))
    view.show_run(run, [run], LOSS, Style(0.0))
    view.plot.viewport().repaint()
    times = []
    draw = view.plot.behind.draw
    monkeypatch.setattr(view.plot.behind, "draw", lambda *how: (times.append(1), draw(*how)))
    run.add_step(told.step(3, 5))
    view.refresh()
    view.plot.viewport().repaint()
    assert times == []
    view.plot.view.setXRange(0.5, 1.5, padding=0)
    view.plot.viewport().repaint()
    assert times == [1]


def test_new_points_come_with_a_refresh(view, run, told):
    view.show_run(run, [], LOSS, Style(0.97))
    run.add_step(told.step(3, 5))
    view.refresh()
    assert drawn(view.plot._line)[0][-1] == 2.5
    assert view.header.values["train"].value.text() == LOSS.show(view.picture.line[-1])


def test_the_legend_says_where_the_line_ends_and_its_tooltip_what_was_told(view, run, told):
    view.show_run(run, [], LOSS, Style(0.97))
    told_last, drawn_last = (LOSS.show(y[-1]) for y in (view.picture.exact, view.picture.line))
    assert told_last != drawn_last
    assert view.header.values["train"].value.text() == drawn_last
    assert f"train {told_last}, smoothed {drawn_last}" in view.header.toolTip()
    view.show_run(run, [], LOSS, Style(0.0))
    assert f"train {told_last}" in view.header.toolTip()
    assert "smoothed" not in view.header.toolTip()
    run.add_step(told.step(3, 5, loss=0.4321))
    view.refresh()
    assert "train 0.4321" in view.header.toolTip()


def test_words_keep_off_the_curves_of_earlier_runs_too(view, run, told):
    other = Run(2, told.started(epochs=4))
    for epoch in (1, 2, 3):
        other.add_step(told.step(epoch, 5, loss=0.9))
    view.show_run(run, [other], LOSS, Style(0.0))
    at = view.plot._scene_point(1.5, 0.9)
    place = QRectF(at.x() - 10, at.y() - 5, 20, 10)
    assert view.plot._is_crossed(place)
    view.show_run(run, [], LOSS, Style(0.0))
    at = view.plot._scene_point(1.5, 0.9)
    assert not view.plot._is_crossed(QRectF(at.x() - 10, at.y() - 5, 20, 10))


def test_test_figures_are_marked_at_the_end(view, run, told):
    run.add_test(told.finished())
    view.show_run(run, [], LOSS, Style(0.97))
    x, _ = drawn(view.plot._test)
    assert list(x) == [2.0]
    assert view.header.values["test"].value.text() == "0.2356"
    assert len(drawn(view.plot._head)[0]) == 0


def test_a_single_point_stays_seen_when_the_run_has_ended(view, told):
    run = Run(1, told.started(epochs=4))
    run.add_step(told.step(3, 5))
    run.add_test(told.finished())
    view.show_run(run, [], LOSS, Style(0.97))
    x, _ = drawn(view.plot._head)
    assert list(x) == list(run.train["loss"].x)


def test_earlier_runs_are_drawn_and_go_again(view, run, told):
    view.show_run(run, [run, run], LOSS, Style(0.0))
    assert [r.name for r in view.legend.runs] == ["run 1"] * 3
    assert [r.place for r in view.legend.runs] == [IN_FRONT, 0, 1]
    assert [len(drawn(curve)[0]) for curve in view.plot.behind.curves] == [20, 20]
    view.show_run(run, [], LOSS, Style(0.0))
    assert [len(drawn(curve)[0]) for curve in view.plot.behind.curves] == [0, 0]
    assert view.legend.isHidden()
    run.title = "of another day"
    view.show_run(run, [], LOSS, Style(0.0))
    assert [r.name for r in view.legend.runs] == ["of another day"]


def test_lines_are_as_thick_where_pixels_are_smaller(view, run, monkeypatch):
    view.show_run(run, [run], LOSS, Style(0.0))
    plot = view.plot
    pens = [curve.opts["pen"] for curve in (plot._raw, plot._line, plot.behind.curves[0])]
    before = [pen.widthF() for pen in pens]
    monkeypatch.setattr(type(plot), "devicePixelRatioF", lambda _: 2.0)
    QApplication.sendEvent(plot, QEvent(QEvent.Type.DevicePixelRatioChange))
    pens = [curve.opts["pen"] for curve in (plot._raw, plot._line, plot.behind.curves[0])]
    assert [pen.widthF() for pen in pens] == [2 * width for width in before]


def test_updates_make_no_new_items(view, run, told):
    view.show_run(run, [run] * 8, LOSS, Style(0.97))
    before = len(view.plot.scene().items())
    for step in range(200):
        run.add_step(told.step(3, step % 10 + 1))
        view.refresh()
        view.show_run(run, [run] * 8, LOSS, Style(0.97))
    assert len(view.plot.scene().items()) == before


def test_100_000_points_are_few_on_the_screen(view, run):
    trace = run.train["loss"]
    for i in range(100_000):
        trace.add(2.0 + i / 1e5, 1.0)
    view.refresh()
    view.show_run(run, [], LOSS, Style(0.97))
    assert len(drawn(view.plot._line)[0]) < 4 * view.plot.width()


def test_of_many_points_extremes_and_values_are_exact_on_a_log_scale_and_zoomed(view, told):
    run, draw = Run(1, told.started(epochs=4)), np.random.default_rng(0)
    for step in range(1, 5_001):
        value = 5.0 if step == 3_333 else 0.01 + draw.random() / 10
        run.add_step(structs.replace(told.step(1, 1, loss=value), epoch=1 + step // 10))
    x, y = run.train["loss"].x, run.train["loss"].y
    run.started = told.started(epochs=int(x[-1]))
    view.show_run(run, [run], LOSS, Style(0.0, Axis.LOGARITHMIC))
    for low, high in ((0.0, 500.0), (300.0, 400.0)):
        view.plot.view.setXRange(low, high, padding=0)
        (columns,) = view.plot._raw._pieces
        assert columns.high.max() == pytest.approx(np.log10(5.0))
        assert columns.low.min() == pytest.approx(np.log10(y[(x >= low) & (x <= high)].min()))
    words = {line.name: line.value for line in view.plot.crosshair.lines(333.35)}
    assert words["train"] == words["run 1"] == LOSS.show(run.train["loss"].at(333.35))


def test_the_wheel_zooms_and_a_double_click_shows_all(view, run, qtbot):
    view.show_run(run, [], LOSS, Style(0.0))
    QApplication.processEvents()
    viewport = view.plot.viewport()
    at = QPointF(200, 80)
    for _ in range(10):
        wheel = QWheelEvent(
            at,
            viewport.mapToGlobal(at),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, wheel)
    low, high = view.plot.shown_epochs
    assert high - low < 2.0
    assert view.header.note.text() == "double-click to see all"
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert not view.plot.is_zoomed


def test_a_stretch_that_the_run_has_not_come_to_can_be_looked_at(view, run):
    view.show_run(run, [], LOSS, Style(0.0))
    view.plot.view.setXRange(3.0, 4.0, padding=0)
    assert view.plot.is_zoomed
    assert not view.plot.scale_of_y.is_log


def test_a_figure_that_is_no_number_any_more_is_not_told_as_the_last_that_was(view, run, told):
    run.add_step(told.step(3, 1, loss=float("nan")))
    run.add_epoch(told.epoch(3, loss=float("nan"), val_loss=float("inf")))
    view.show_run(run, [], LOSS, Style(0.97))
    assert view.header.values["train"].value.text() == "not a number"
    assert view.header.values["validation"].value.text() == "∞"
    run.add_step(told.step(4, 1, loss=0.25))
    view.refresh()
    assert view.header.values["train"].value.text() == LOSS.show(view.picture.line[-1])


def test_a_zoomed_chart_has_a_button_that_shows_all_and_no_picture_has_it(view, run, qtbot):
    view.show_run(run, [], LOSS, Style(0.0))
    QApplication.processEvents()
    assert not view.plot.back.isVisible()
    turn_wheel(view, QPointF(200, 80))
    assert view.plot.back.isVisible()
    assert view.plot.rect().contains(view.plot.back.geometry())
    copy = view.for_picture(view.size(), 3)
    qtbot.addWidget(copy)
    assert copy.plot.shown_epochs == pytest.approx(view.plot.shown_epochs)
    assert not copy.plot.back.isVisible()
    assert not copy.header.note.text()
    qtbot.mouseClick(view.plot.back, Qt.MouseButton.LeftButton)
    assert not view.plot.is_zoomed
    assert not view.plot.back.isVisible()


def test_a_change_of_theme_recolours_the_curves(view, run):
    theme = current()
    was = theme.mode
    try:
        theme.set_mode(Mode.DARK)
        dark = view.plot._line.opts["pen"].color().name()
        theme.set_mode(Mode.LIGHT)
        light = view.plot._line.opts["pen"].color().name()
    finally:
        theme.set_mode(was)
    assert (dark, light) == ("#7ca8fb", "#2760d1")


def test_the_slider_is_fine_near_one():
    assert strength_of(0) == 0.0
    assert strength_of(slider_of(0.97)) == pytest.approx(0.97, abs=0.002)
    assert strength_of(100) == pytest.approx(0.995)


def test_a_rate_that_is_set_is_drawn_as_it_was_set(view, told):
    run = Run(1, told.started(epochs=4))
    for step, rate in enumerate((0.1, 0.1, 0.01, 0.01), 1):
        overall = {"learning_rate": rate, "gradient_norm": rate}
        run.add_statistics(Statistics(epoch=1, step=step, nodes={}, wires={}, overall=overall))
    for name, is_exact in (("learning_rate", True), ("gradient_norm", False)):
        view.show_run(run, [], MetricName(STATISTIC + name, name), Style(0.995))
        assert (list(view.picture.line) == [0.1, 0.1, 0.01, 0.01]) is is_exact


def test_the_line_can_go_through_the_means_of_epochs(view, run, told):
    run.add_epoch(told.epoch(3, loss=0.125, val_loss=0.3))
    view.show_run(run, [], LOSS, Style(0.97, means=True))
    assert list(view.picture.x) == [*run.means["loss"].x]
    assert view.picture.line[-1] == 0.125
    assert len(drawn(view.plot._raw)[0]) == 0


def test_a_run_that_is_shown_first_or_has_another_end_is_drawn_once(view, run, monkeypatch):
    drawn_pictures, show = [], view.plot.show_picture
    monkeypatch.setattr(view.plot, "show_picture", lambda *a: drawn_pictures.append(a) or show(*a))
    view.show_run(run, [], LOSS, Style(0.0))
    assert len(drawn_pictures) == 1
    run.break_off()
    view.refresh()
    assert len(drawn_pictures) == 2
    assert view.plot.shown_epochs[1] == pytest.approx(2.0, abs=0.1)
    assert len(drawn(view.plot._dots)[0]) == 2
