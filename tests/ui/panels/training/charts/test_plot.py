import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from hornstudio.ui.panels.training.charts.choices import Axis, Style
from hornstudio.ui.panels.training.course.run import Run
from tests.ui.panels.training.charts.shown import ACCURACY, LOSS, drawn


def test_the_axis_runs_to_the_planned_last_epoch(view, run):
    view.show_run(run, [], LOSS, Style(0.97))
    low, high = view.plot.shown_epochs
    assert low == 0.0
    assert 4.0 <= high <= 4.2


@pytest.mark.parametrize("axis", [Axis.LINEAR, Axis.LOGARITHMIC])
def test_texts_at_the_axis_of_a_low_chart_do_not_overlap(view, run, axis):
    view.show_run(run, [], LOSS, Style(axis=axis))
    view.plot.setFixedHeight(58)
    QApplication.processEvents()
    places = [view.plot._scene_point(0, value).y() for value, _ in view.plot.scale_of_y.ticks]
    assert -np.diff(places).max() >= 14


def test_long_texts_at_the_axis_are_not_cut(view, told):
    run = Run(1, told.started(epochs=4))
    for step, loss in enumerate((0.007731, 0.007739), 1):
        run.add_step(told.step(1, step, loss=loss))
    view.show_run(run, [], LOSS, Style(0.97))
    assert max(len(text) for _, text in view.plot.scale_of_y.ticks) == 8
    image = view.plot.grab().toImage()
    edge = {image.pixel(0, y) for y in range(image.height())}
    assert len(edge) == 1, "a digit reaches the edge"


def test_loss_goes_logarithmic_when_it_spans_20_times_and_stays_so(view, run, told):
    view.show_run(run, [], LOSS, Style(0.0))
    assert not view.plot.scale_of_y.is_log
    run.add_step(told.step(3, 1, loss=0.001))
    view.refresh()
    assert view.plot.scale_of_y.is_log
    assert view.header.note.text() == "log scale"
    assert drawn(view.plot._raw)[1][-1] == pytest.approx(-3.0)
    view.show_run(run, [], LOSS, Style(0.995))
    assert view.plot.scale_of_y.is_log


def test_a_zoomed_accuracy_states_its_range(view, run):
    view.show_run(run, [], ACCURACY, Style(0.97))
    scale = view.plot.scale_of_y
    assert (scale.low, scale.high) != (0.0, 1.0)
    assert view.header.note.text() == f"{100 * scale.low:g}–{100 * scale.high:g} %"


def test_runs_that_are_alike_look_alike_however_long_they_were_to_be(view, told):
    short, long = Run(1, told.started(epochs=1)), Run(2, told.started(epochs=400))
    for step in range(1, 11):
        for run in (short, long):
            run.add_step(told.step(1, step))
    view.show_run(long, [short], LOSS, Style(0.97))
    line, behind = drawn(view.plot._line)[1], drawn(view.plot.behind.curves[0])[1]
    assert np.array_equal(line, behind)
    for step in range(1, 6):
        long.add_step(told.step(2, step))
    view.refresh()
    line, behind = drawn(view.plot._line)[1], drawn(view.plot.behind.curves[0])[1]
    assert np.array_equal(line[: len(behind)], behind), "both are smoothed anew when it has grown"


def test_the_beginning_of_a_long_run_fills_more_than_a_hair(view, told):
    run = Run(1, told.started(epochs=500))
    run.add_step(told.step(1, 5))
    view.show_run(run, [], LOSS, Style(0.97))
    assert view.plot.ends == (0.0, 5.0)
    run.add_step(told.step(19, 5))
    view.refresh()
    assert view.plot.ends == (0.0, 40.0)
    run.add_step(told.step(480, 5))
    view.refresh()
    assert view.plot.ends == (0.0, 500.0)


def test_a_zoomed_chart_says_that_its_scale_is_logarithmic(view, run):
    view.show_run(run, [], LOSS, Style(axis=Axis.LOGARITHMIC))
    view.plot.view.setXRange(0.5, 1.5, padding=0)
    assert view.header.note.text() == "log scale", "there is no room for all"
    assert "double-click to see all · log scale" in view.header.toolTip()
    copy = view.for_picture(view.size(), 3)
    assert copy.header.note.text() == "log scale"
    copy.deleteLater()


def run_that_ends_at(told, number: int, **figures: float) -> Run:
    run = Run(number, told.started(epochs=4))
    for step in range(1, 11):
        run.add_step(told.step(1, step, **figures))
    return run


def test_a_worse_run_leaves_the_ends_of_earlier_ones_on_the_scale(view, told):
    worse = run_that_ends_at(told, 2, loss=2.0, accuracy=0.2)
    better = run_that_ends_at(told, 1, loss=0.1, accuracy=0.9)
    view.show_run(worse, [better], ACCURACY, Style(0.0))
    assert view.plot.scale_of_y.low <= 0.2 < 0.9 <= view.plot.scale_of_y.high
    view.show_run(worse, [better], LOSS, Style(0.0))
    assert view.plot.scale_of_y.low <= 0.1
    view.show_run(worse, [], LOSS, Style(0.0))
    assert view.plot.scale_of_y.low > 0.1


def test_a_run_that_broke_off_before_its_first_point_leaves_the_earlier_ones_in_sight(view, told):
    broken = Run(2, told.started(epochs=4))
    broken.break_off()
    view.show_run(broken, [run_that_ends_at(told, 1, loss=14.0)], LOSS, Style(0.0))
    assert view.plot.scale_of_y.low <= 14.0 <= view.plot.scale_of_y.high


def test_an_earlier_run_that_went_wild_does_not_squash_this_one(view, told):
    tame = run_that_ends_at(told, 2, loss=2.0)
    wild = [run_that_ends_at(told, 1, loss=loss) for loss in (1e6, float("inf"), float("nan"))]
    view.show_run(tame, wild, LOSS, Style(0.0))
    assert view.plot.scale_of_y.high < 10


def test_a_run_that_goes_on_with_more_epochs_is_seen_to_its_new_end(view, run, told):
    view.show_run(run, [], LOSS, Style(0.0))
    run.go_on(told.started(epochs=9, first_epoch=3))
    view.show_run(run, [], LOSS, Style(0.0))
    assert view.plot.shown_epochs[1] >= 5, "it had four"


def test_a_run_that_was_ended_early_fills_its_chart(view, run, told):
    view.show_run(run, [], LOSS, Style(0.0))
    view.plot.view.setXRange(0.5, 1.5, padding=0)
    run.break_off()  # it has done 2 of 4 epochs
    view.refresh()
    assert view.plot.ends == (0.0, 2.0)
    assert view.plot.shown_epochs == (0.5, 1.5), "what is looked at stays in sight"
    view.plot.show_all()
    assert view.plot.shown_epochs[1] == pytest.approx(2.0, abs=0.1)
    longer = Run(2, told.started(epochs=9), title="of another day", end=7.0, is_over=True)
    longer.train["loss"], longer.is_chosen = run.train["loss"], True
    view.show_run(run, [longer], LOSS, Style(0.0))
    assert view.plot.ends == (0.0, 7.0), "what a person has laid over it is whole"


def test_a_scale_that_was_chosen_stands(view, run):
    view.show_run(run, [], LOSS, Style(axis=Axis.LOGARITHMIC))
    assert view.plot.scale_of_y.is_log
    assert view.header.note.text() == "log scale"
    view.show_run(run, [], LOSS, Style(axis=Axis.LINEAR))
    assert not view.plot.scale_of_y.is_log


def test_why_a_chosen_scale_cannot_be_is_said(view, told):
    run = Run(1, told.started(epochs=4))
    for step, loss in enumerate((0.5, -0.5, 0.25), 1):
        run.add_step(told.step(1, step, loss=loss))
    view.show_run(run, [], LOSS, Style(axis=Axis.LOGARITHMIC))
    assert not view.plot.scale_of_y.is_log
    assert view.header.note.text() == "no log scale: it needs values above 0"
    view.resize(170, view.height())
    assert view.header.note.text() == "not log"
    assert view.header.note.isVisibleTo(view), "also where there is little room"
    assert "it needs values above 0" in view.header.toolTip()
