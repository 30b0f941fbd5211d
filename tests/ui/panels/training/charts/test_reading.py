import math

import pytest

from hornstudio.ui.panels.training.charts.overlaid import overlaid_pen
from hornstudio.ui.panels.training.charts.picture import Picture, picture_of
from hornstudio.ui.panels.training.charts.reading import (
    EARLIER_SHOWN,
    lines_behind,
    lines_of,
    stop_near,
    title_of,
    told,
)
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.wording.metric_name import MetricName


@pytest.fixture
def run(told) -> Run:
    run = Run(1, told.started(epochs=2))
    for epoch in (1, 2):
        for step in range(1, 11):
            run.add_step(told.step(epoch, step))
        run.add_epoch(told.epoch(epoch, val_loss=0.3 / epoch))
    return run


def test_a_place_is_that_of_a_point(run):
    assert stop_near(picture_of(run, "loss", 0.0), 0.52) == 0.5
    assert stop_near(picture_of(run, "loss", 0.0), 9.0) == 2.0
    assert stop_near(Picture(), 1.0) is None
    del run.train["loss"]
    assert stop_near(picture_of(run, "loss", 0.0), 0.1) == 1.0, "of a metric of validation alone"


def test_values_are_exact_and_as_they_are_drawn(run):
    train, validation = lines_of(picture_of(run, "loss", 0.97), 0.5, "{:.4f}".format)
    assert (train.name, train.value) == ("train", f"{1 / 6:.4f}")
    assert train.smoothed not in ("", train.value)
    assert (validation.name, validation.value) == ("val of epoch 1", "0.3000")
    plain = lines_of(picture_of(run, "loss", 0.0), 2.0, "{:.4f}".format)
    assert [line.smoothed for line in plain] == ["", ""]
    assert plain[1].name == "val"


def test_what_was_no_number_is_told_at_its_place(run, told):
    run.add_step(told.step(3, 5, loss=math.nan))
    run.add_epoch(told.epoch(3, val_loss=math.inf))
    run.add_step(told.step(4, 5, loss=0.25))
    picture = picture_of(run, "loss", 0.97)
    assert stop_near(picture, 2.4) == 2.5
    show = MetricName("loss", "Loss").show
    train, validation = lines_of(picture, 2.5, show)
    assert (train.value, train.smoothed) == ("not a number", "")
    assert (validation.name, validation.value) == ("val of epoch 2", show(0.15))
    assert lines_of(picture, 3.0, show)[1].value == "∞"
    assert picture.values_at(3.0)["validation"] == math.inf


def test_a_curve_without_one_number_can_be_walked_along(told):
    run = Run(1, told.started())
    run.add_step(told.step(1, 5, loss=math.nan))
    picture = picture_of(run, "loss", 0.97)
    assert stop_near(picture, 0.0) == 0.5
    assert [line.value for line in lines_of(picture, 0.5, str)] == ["nan"]


def test_runs_behind_have_their_own_colours_and_the_latest_come_first(run):
    picture = picture_of(run, "loss", 0.0)
    earlier = [(f"run {n}", picture) for n in range(9)]
    lines = lines_behind(earlier, range(9), 1.0, str)
    assert [line.name for line in lines] == ["run 8", "run 7", "run 6", "run 5"]
    assert len(lines) == EARLIER_SHOWN
    assert lines[0].color == overlaid_pen(8, 1).color().name()
    assert lines_behind(earlier, range(9), 2.5, str) == [], "none of them has come so far"


def test_of_many_runs_behind_those_nearest_to_the_mouse_are_told(told):
    earlier = []
    for height in (0.1, 0.9, 0.4, 0.5, 0.2, 0.6, 0.8):
        run = Run(1, told.started())
        run.add_step(told.step(1, 5, loss=height))
        earlier.append((f"{height}", picture_of(run, "loss", 0.0)))
    lines = lines_behind(earlier, range(7), 0.5, str, lambda value: abs(value - 0.52))
    assert [line.name for line in lines] == ["0.5", "0.6", "0.4", "0.8"]


def test_a_reading_can_be_said(run):
    picture = picture_of(run, "loss", 0.995)
    words = told(title_of(0.5, 10), lines_of(picture, 0.5, "{:.2f}".format))
    assert words == "epoch 0.5 · step 5, train 0.17, smoothed 0.22, val of epoch 1 0.30"
    assert title_of(1.5, 0) == "epoch 1.5"
