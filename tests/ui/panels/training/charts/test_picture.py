import math
import sys

import numpy as np
import pytest
from msgspec import structs

from hornstudio.ui.panels.training.charts.picture import Picture, picture_of, scale_of, thin
from hornstudio.ui.panels.training.course.history import Run


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


def test_thinning_keeps_every_peak_and_few_points():
    x = np.linspace(0, 1, 100_000)
    y = np.zeros(100_000)
    y[31_415], y[92_653] = 5.0, -7.0
    thin_x, thin_y = thin(x, y, 0.0, 1.0, columns=300)
    assert len(thin_x) == len(thin_y) <= 2 * 300 + 400
    assert (thin_y.max(), thin_y.min()) == (5.0, -7.0)
    assert np.all(np.diff(thin_x) >= 0)


def test_thinning_drops_what_is_not_seen_but_for_a_neighbour():
    x = np.arange(100.0)
    thin_x, _ = thin(x, x, 10.0, 20.0, columns=300)
    assert (thin_x[0], thin_x[-1]) == (9.0, 21.0)


def test_a_share_leaves_its_steep_beginning_below_the_scale():
    line = 1 - np.exp(-np.linspace(0, 20, 500))
    assert scale_of([line], share=True, log=False).low >= 0.9
    assert scale_of([line[:20]], share=True, log=False).low < 0.5


def test_a_log_scale_needs_positive_values():
    assert scale_of([np.array([0.01, 1.0])], share=False, log=True).is_log
    assert not scale_of([np.array([0.0, 1.0])], share=False, log=True).is_log
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
