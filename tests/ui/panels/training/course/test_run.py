import math

from msgspec import structs

from hornstudio.engine.watch.events import Knob
from hornstudio.ui.panels.training.course.history import History
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.wording.statistic import STATISTIC


def test_steps_lie_within_their_epoch_and_validation_at_its_end(told):
    run = Run(1, told.started())
    run.add_step(told.step(1, 5))
    run.add_step(told.step(2, 5))
    run.add_epoch(told.epoch(2, loss=0.1, val_loss=0.3))
    assert list(run.train["loss"].x) == [0.5, 1.5]
    assert list(run.validation["loss"].x) == [2.0]
    assert run.progress == 1.0


def test_an_epoch_without_steps_draws_its_mean(told):
    run = Run(1, told.started())
    run.add_epoch(told.epoch(1, loss=0.7))
    run.add_step(told.step(2, 5, loss=0.5))
    run.add_epoch(told.epoch(2, loss=0.4))
    assert list(run.train["loss"].y) == [0.7, 0.5]


def test_the_learning_rate_of_an_epoch_is_a_curve_where_nobody_looked_into_the_run(told):
    run = Run(1, told.started())
    for number, rate in ((1, 0.1), (2, 0.05)):
        run.add_epoch(structs.replace(told.epoch(number, loss=0.5), learning_rate=rate))
    assert list(run.train[f"{STATISTIC}learning_rate"].x) == [1.0, 2.0]
    assert list(run.train[f"{STATISTIC}learning_rate"].y) == [0.1, 0.05]
    run.add_epoch(told.epoch(3, loss=0.5))
    assert run.train[f"{STATISTIC}learning_rate"].last == 0.05


def test_an_epoch_without_one_number_is_one_hole(told):
    run = Run(1, told.started())
    run.add_step(told.step(1, 10, loss=math.nan))
    run.add_epoch(told.epoch(1, loss=math.nan, val_loss=0.5))
    assert run.train["loss"].told().shape == (2, 1)
    assert run.metrics == ["loss"]


def test_a_run_that_goes_on_ends_with_its_own_weights_again(told):
    run = Run(1, told.started(epochs=3))
    run.add_epoch(told.epoch(2, val_loss=0.1))
    run.add_test(structs.replace(told.finished(2), ends_with=1))
    assert run.test_x == 1.0
    run.go_on(structs.replace(told.started(epochs=3), first_epoch=3))
    run.add_epoch(told.epoch(3, val_loss=0.1))
    run.add_test(told.finished(3))
    assert run.test_x == 3.0


def test_best_epoch_has_the_lowest_validation_loss(told):
    run = Run(1, told.started())
    for epoch, loss in enumerate([0.5, 0.2, 0.3], start=1):
        run.add_epoch(told.epoch(epoch, val_loss=loss))
    assert run.best_epoch() == (2.0, 0.2)
    assert Run(2, told.started()).best_epoch() is None


def test_the_best_epoch_is_one_since_its_figure_was_turned_into_another(told):
    run = Run(1, told.started())
    run.add_epoch(told.epoch(1, val_loss=0.5))
    where = {"node": "loss", "param": "weight", "old": 1.0, "new": 5.0}
    run.add_knob(Knob(**where, epoch=1, step=10, changes=["loss", "val_loss"]))
    assert run.best_epoch() == (1.0, 0.5)
    for epoch, loss in ((2, 3.0), (3, 2.0), (4, 2.5)):
        run.add_epoch(told.epoch(epoch, val_loss=loss))
    assert run.best_epoch() == (3.0, 2.0)
    run.add_knob(Knob(**where, epoch=5, step=1))
    assert run.best_epoch() == (3.0, 2.0)


def test_a_run_that_goes_on_forgets_its_test_figures_and_sums_its_time(told):
    history = History()
    run = history.begin(told.started(epochs=2))
    run.add_step(told.step(1, 10))
    run.add_test(told.finished(1))
    assert (run.test["accuracy"], run.seconds) == (0.934, 2.0)
    history.begin(told.started(epochs=2, first_epoch=2, seconds_before=2.5))
    assert (run.test, run.seconds) == ({}, 2.5)  # as its folder has it, not as it was seen here
    run.add_step(told.step(2, 5))
    run.break_off()
    assert run.seconds == 3.5


def test_a_chart_of_a_run_that_is_over_ends_where_it_ended(told):
    run = Run(1, told.started(epochs=3000))
    assert run.shown_x == 5
    run.add_step(told.step(41, 5))
    assert run.shown_x == 80, "its progress is seen"
    run.break_off()
    assert run.shown_x == 41
    run.go_on(told.started(epochs=3000, first_epoch=41))
    assert run.shown_x == 80
    assert Run(1, told.started(epochs=4)).shown_x == 4


def test_a_run_too_short_for_statistics_has_a_point_of_its_speed(told):
    run = History().begin(told.started(epochs=2))
    for epoch in (1, 2):
        run.add_step(told.step(epoch, 10))
        run.add_epoch(told.epoch(epoch, val_loss=0.5))
    run.add_test(told.finished(2))
    speed = run.train[f"{STATISTIC}samples_per_second"]
    assert (list(speed.x), list(speed.y)) == ([2.0], [52_312.0])
