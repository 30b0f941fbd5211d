import math
import sys

import numpy as np
import pytest
from msgspec import structs
from PySide6.QtCore import QRectF

from hornstudio.ui.panels.training.charts.numbers import scale
from hornstudio.ui.panels.training.charts.picture import (
    GrowingPicture,
    Picture,
    picture_of,
    scale_of,
)
from hornstudio.ui.panels.training.course.run import Run


@pytest.fixture
def run(told) -> Run:
    run = Run(1, told.started(epochs=2))
    for event in told.whole()[1:-1]:
        add = run.add_step if hasattr(event, "step") else run.add_epoch
        add(event)
    run.add_test(told.finished())
    return run


def test_a_picture_holds_every_series(run):
    picture = picture_of(run, "loss", 0.0)
    assert len(picture.x) == 20
    assert np.array_equal(picture.raw, picture.line)
    assert list(picture.validation) == [0.3, 0.15]
    assert (picture.test_x, picture.test) == (2.0, 0.2356)


def test_test_figures_stand_at_the_epoch_whose_weights_were_taken_back(told):
    run = Run(1, told.started(epochs=60))
    for epoch in range(1, 55):
        run.add_epoch(told.epoch(epoch, loss=0.1, val_loss=0.3))
    run.add_test(structs.replace(told.finished(54), ends_with=52))
    picture = picture_of(run, "loss", 0.0)
    assert picture.test_x == 52.0
    assert [x for x in (51.0, 52.0, 53.0, 54.0) if "test" in picture.values_at(x)] == [52.0]


def test_the_beginning_of_a_long_run_is_not_smeared(told):
    run = Run(1, told.started(epochs=500))
    for epoch in range(1, 4):
        for step in range(1, 11):
            run.add_step(told.step(epoch, step, loss=1.0 if epoch < 3 else 0.1))
    assert picture_of(run, "loss", 0.97).line[-1] == pytest.approx(0.1, abs=0.001)


def test_a_log_scale_leaves_zeros_below_it():
    scale = scale_of([np.array([0.0, 1.0]), np.array([0.01])], share=False, log=True)
    assert scale.is_log
    assert scale.ticks[0][1] == "0.01"
    assert scale.draw(np.array([0.0]))[0] < scale.low


def test_a_metric_that_was_never_measured_has_an_empty_picture(run):
    picture = picture_of(run, "nothing", 0.97)
    assert len(picture.x) == len(picture.validation) == 0
    assert not picture.has_test
    assert picture.values_at(1.0) == {}


def test_values_are_those_of_the_nearest_points(run):
    picture = picture_of(run, "loss", 0.0)
    assert picture.values_at(0.52)["train"] == pytest.approx(1 / 6)
    assert picture.values_at(1.1)["validation"] == 0.3
    assert "test" not in picture.values_at(1.0)
    assert picture.values_at(2.0)["test"] == 0.2356


def test_a_share_leaves_its_steep_beginning_below_the_scale():
    line = 1 - np.exp(-np.linspace(0, 20, 500))
    assert scale_of([line], share=True, log=False).low >= 0.9
    assert scale_of([line[:20]], share=True, log=False).low < 0.5


def test_a_log_scale_needs_positive_values():
    assert scale_of([np.array([0.01, 1.0])], share=False, log=True).is_log
    assert not scale_of([np.array([-0.1, 1.0])], share=False, log=True).is_log
    assert not scale_of([np.array([0.0, 0.0])], share=False, log=True).is_log
    assert not scale_of([], share=False, log=True).is_log


def test_an_empty_picture_has_nothing_to_cover():
    assert all(len(part) == 0 for part in Picture().within(0.0, 1.0))
    assert math.isnan(Picture().test)


def _run_with_short_ends(told, started):
    run = Run(1, started)
    for epoch in (1, 2):
        for step in (4, 8, 12, 16, 17):
            run.add_step(told.step(epoch, step, loss=9.0 if step == 17 else 1.0))
    return run


def test_a_chunk_of_few_steps_is_no_point_of_the_raw_trace(told):
    started = structs.replace(told.started(), steps=17, samples=17 * 32)
    picture = picture_of(_run_with_short_ends(told, started), "loss", 0.0)
    # One step is a quarter of the usual four, so it is still drawn.
    assert picture.raw.max() == 9.0
    started = structs.replace(started, samples=16 * 32 + 5)
    picture = picture_of(_run_with_short_ends(told, started), "loss", 0.97)
    assert list(picture.raw) == [1.0] * 8
    assert not np.isin([1.0, 2.0], picture.raw_x).any()
    assert len(picture.line) == len(picture.x) == 10
    assert list(picture.line) == [1.0] * 10, "nor does it bend the line"
    assert picture.exact.max() == 9.0
    assert picture.within(0, 2)[1].max() == 1.0


def test_the_first_point_imports_nothing(run, monkeypatch):
    for name in [
        name for name in sys.modules if name.startswith("numpy.ma.") or name == "numpy.ma"
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr(np, "ma", raising=False)
    before = set(sys.modules)
    assert len(picture_of(run, "loss", 0.0).x) == 20
    assert set(sys.modules) == before


def test_a_picture_that_grows_is_that_of_the_whole_run_at_any_time(told):
    """Also where the run is gone on with from before its end, or thins its points."""
    draw = np.random.default_rng(3)
    run = Run(1, told.started(epochs=9))
    growing = {means: GrowingPicture(run, "loss", 0.97, means) for means in (False, True)}

    def same() -> None:
        for means, each in growing.items():
            found, whole = each.now(), picture_of(run, "loss", 0.97, means)
            for name in ("x", "line", "raw_x", "raw", "validation_x", "validation"):
                assert np.allclose(getattr(found, name), getattr(whole, name), rtol=1e-9), name
            assert len(found.x) == len(found.line)

    same()
    for epoch in range(1, 8):
        for step in sorted(draw.choice(np.arange(1, 11), 6, replace=False)):
            run.add_step(told.step(epoch, int(step), loss=draw.random()))
            same()
        run.add_epoch(told.epoch(epoch, loss=0.5, val_loss=draw.random()))
    run.go_on(told.started(epochs=9, first_epoch=4))
    same()
    run.add_step(told.step(4, 3, loss=9.0))
    same()
    run.train["loss"]._most = run.train["loss"].room
    while run.train["loss"].rewritten < 2:
        run.add_step(told.step(4, 4, loss=draw.random()))
    same()


def test_the_end_of_a_long_run_costs_what_came_and_not_what_was_there(told, monkeypatch):
    run = Run(1, told.started(epochs=9))
    for step in range(1, 51):
        run.add_step(told.step(1 + step // 10, step % 10, loss=1.0))
    growing = GrowingPicture(run, "loss", 0.97)
    growing.now()
    handed, go_on = [], growing._smoother._go_on
    monkeypatch.setattr(
        growing._smoother, "_go_on", lambda decay, y: handed.append(len(y)) or go_on(decay, y)
    )
    run.add_step(told.step(7, 1, loss=2.0))
    assert growing.now().line[-1] > 1.0
    growing.now()
    assert handed == [1]


def test_a_curve_crosses_an_area_also_between_its_points():
    picture = Picture(validation_x=np.array([1.0, 3.0]), validation=np.array([0.2, 0.6]))
    plain = scale.linear(0.0, 1.0)
    assert picture.crosses(QRectF(1.9, 0.35, 0.2, 0.1), plain)
    assert not picture.crosses(QRectF(1.9, 0.5, 0.2, 0.1), plain)
    assert not picture.crosses(QRectF(3.5, 0.0, 1.0, 1.0), plain)
    assert not picture.crosses(QRectF(0.0, 0.0, 0.5, 1.0), plain)
    assert picture.crosses(QRectF(0.5, 0.1, 3.0, 0.2), plain)
    assert not Picture().crosses(QRectF(0.0, 0.0, 9.0, 9.0), plain)
    tested = Picture(test_x=2.0, test=0.9)
    assert tested.crosses(QRectF(1.9, 0.85, 0.2, 0.1), plain)
    assert not tested.crosses(QRectF(2.1, 0.85, 0.2, 0.1), plain)
    log = scale.logarithmic(0.1, 1.0, 6)
    assert picture.crosses(QRectF(0.9, -0.75, 0.2, 0.1), log), "log10 of 0.2 is -0.7"


def test_a_line_ends_high_above_the_middle():
    plain = scale.linear(0.0, 1.0)
    assert Picture(x=np.array([1.0]), line=np.array([0.9])).ends_high(plain)
    assert not Picture(x=np.array([1.0]), line=np.array([0.1])).ends_high(plain)
    assert not Picture().ends_high(plain)
