import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF
from PySide6.QtWidgets import QApplication

from hornstudio.engine.watch.events import Knob
from hornstudio.ui.panels.training.charts.choices import Style
from tests.ui.panels.training.charts.shown import LOSS, turn_wheel


def test_the_crosshair_stands_where_the_mouse_has_come_to_rest(view, run, qtbot):
    view.show_run(run, [], LOSS, Style(0.0))
    for x in (100, 150, 200):  # as fast as they come
        qtbot.mouseMove(view.plot.viewport(), QPoint(x, 80))
    at = view.plot.view.mapSceneToView(QPointF(200, 80)).x()
    points = run.train["loss"].x
    assert view.plot.crosshair.x == points[np.abs(points - at).argmin()]


def test_the_crosshair_says_epoch_and_values(view, run):
    view.show_run(run, [run], LOSS, Style(0.0))
    QApplication.processEvents()
    plot = view.plot
    at = plot.view.mapViewToScene(QPointF(1.0, plot.scale_of_y.low))
    plot.crosshair._on_mouse_moved(QPointF(at.x(), plot.view.sceneBoundingRect().center().y()))
    assert plot.crosshair._line.isVisible()
    words = {line.name: line.value for line in plot.crosshair.lines(1.0)}
    assert words["val"] == "0.3000"
    assert words["train"] == LOSS.show(run.train["loss"].at(1.0))
    assert words["run 1"] == words["train"]
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert not plot.crosshair._line.isVisible()


def test_where_it_is_narrow_the_crosshair_leaves_out_what_is_smoothed(view, run):
    view.show_run(run, [], LOSS, Style(0.97))
    view.plot.crosshair.hold(0.5)
    said = view.plot.crosshair._box.toPlainText()
    assert "smoothed" in said
    view.resize(225, 200)
    QApplication.processEvents()
    view.plot.crosshair.follow()
    assert "smoothed" not in view.plot.crosshair._box.toPlainText()
    area = view.plot.view.sceneBoundingRect()
    assert view.plot.crosshair._box.textItem.boundingRect().width() <= area.width()


@pytest.mark.parametrize("share", [0.3, 0.7])
def test_where_neither_side_has_room_what_is_said_leaves_the_mouse_free(view, run, share):
    view.show_run(run, [], LOSS, Style(0.0))
    view.resize(260, 240)
    QApplication.processEvents()
    plot = view.plot
    area = plot.view.sceneBoundingRect()
    at = QPointF(area.center().x(), area.top() + share * area.height())
    plot.crosshair._on_mouse_moved(at)
    box = plot.crosshair._box
    size = box.textItem.boundingRect().size()
    assert size.width() > area.width() / 2, "there is room beside the mouse"
    place = QRectF(plot.view.mapViewToScene(box.pos()), size)
    assert not place.contains(at)
    assert area.contains(place)


def test_the_crosshair_stays_under_the_mouse_while_the_chart_moves_below_it(view, run, told):
    view.show_run(run, [], LOSS, Style(0.0))
    QApplication.processEvents()
    plot = view.plot
    at = QPointF(200, 80)
    plot.crosshair._on_mouse_moved(at)
    for _ in range(3):
        turn_wheel(view, at)
    box = plot.crosshair._box
    left = plot.view.mapViewToScene(box.pos()).x()
    under = plot.view.mapSceneToView(at).x()
    assert abs(plot.crosshair.x - under) <= 0.05, "at the nearest of ten points an epoch"
    assert plot.view.sceneBoundingRect().contains(plot.view.mapViewToScene(box.pos()))
    assert left + box.textItem.boundingRect().width() <= plot.view.sceneBoundingRect().right()
    run.add_step(told.step(3, 5))
    before = box.toPlainText()
    plot.view.translateBy(x=0.5)
    assert box.toPlainText() != before


def test_the_crosshair_tells_what_was_turned_where_it_stands(view, run):
    turned = Knob(node="adam", param="learning_rate", old=0.001, new=0.02, epoch=2, step=5)
    run.add_knob(turned)
    view.show_run(run, [], LOSS, Style(0.0))
    QApplication.processEvents()
    said = [[line.name for line in view.plot.crosshair.lines(x)] for x in (1.5, 0.5)]
    assert "adam: learning rate 0.001 → 0.02" in said[0]
    assert "adam: learning rate 0.001 → 0.02" not in said[1]
