import math

from msgspec import structs

from hornstudio.engine.watch.events import Knob
from hornstudio.ui.panels.training.course.history import EARLIER_RUNS, MOST_BEHIND, History, Run
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


def test_history_keeps_eight_earlier_runs_that_drew_something(told):
    history = History()
    for number in range(12):
        run = history.begin(told.started(run=f"/runs/{number}"))
        if number != 5:
            run.add_step(told.step(1, 1))
    assert len(history.earlier) == EARLIER_RUNS
    assert [run.number for run in history.earlier] == [3, 4, 5, 7, 8, 9, 10, 11]
    history.clear_earlier()
    assert history.earlier == []
    assert history.current.number == 12


def test_chosen_runs_stay_behind_all_that_are_trained_after_them(told):
    history = History()
    chosen = [Run(0, told.started(run=f"/old/{n}"), title=f"old {n}") for n in range(20)]
    for number in range(12):
        history.begin(told.started(run=f"/runs/{number}")).add_step(told.step(1, 1))
        if number == 3:
            history.overlay(chosen)
    assert [run.title for run in history.earlier if run.title] == [run.title for run in chosen]
    assert [run.number for run in history.earlier if not run.title] == [*range(4, 12)]
    many = [Run(0, told.started(run=f"/more/{n}"), title=f"more {n}") for n in range(30)]
    history.overlay(many)
    assert [run.title for run in history.earlier[-30:]] == [run.title for run in many]
    assert len(history.earlier) == MOST_BEHIND


def test_a_resumed_run_goes_on_behind_its_checkpoint(told):
    history = History()
    run = history.begin(told.started(epochs=3))
    for epoch in (1, 2):
        run.add_step(told.step(epoch, 5))
        run.add_epoch(told.epoch(epoch, val_loss=0.5))
    run.add_step(told.step(3, 5))
    assert history.begin(told.started(epochs=3, first_epoch=2)) is run
    assert history.earlier == []
    assert list(run.train["loss"].x) == [0.5]
    assert list(run.validation["loss"].x) == [1.0]
    assert (run.first_x, run.last_x) == (0.0, 3.0)


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


def test_a_run_that_another_window_has_begun_took_its_time_before(told):
    run = History().begin(told.started(epochs=2, first_epoch=2, seconds_before=2.5))
    assert run.seconds == 2.5


def test_a_run_of_this_session_is_not_laid_over_itself(told):
    history = History()
    first = history.begin(told.started(run="/runs/1"))
    first.add_step(told.step(1, 5))
    current = history.begin(told.started(run="/runs/2"))
    chosen = [Run(0, told.started(run=f"/runs/{n}"), title=f"mlp-{n}") for n in (1, 2, 3)]
    history.overlay(chosen)
    assert history.current is current
    assert history.earlier == [first, chosen[2]]


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


def test_a_run_that_is_deleted_is_drawn_no_more(told):
    history = History()
    first = history.begin(told.started(run="/runs/1"))
    first.add_step(told.step(1, 5))
    current = history.begin(told.started(run="/runs/2"))
    history.overlay([Run(0, told.started(run=f"/runs/{n}"), title=f"mlp-{n}") for n in (3, 4)])
    history.forget(["/runs/1", "/runs/2", "/runs/3"])
    assert [run.title for run in history.earlier] == ["mlp-4"]
    assert history.current is current, "what this session has computed is still known"


def test_runs_of_other_days_can_all_be_cleared(told):
    history = History()
    assert not history.has_others
    history.overlay([Run(0, told.started(run="/runs/3"), title="mlp-3")])
    assert history.has_others
    history.clear_earlier()
    assert history.current is None
    history.overlay([Run(0, told.started(run="/runs/3"), title="mlp-3")])
    history.forget(["/runs/3"])
    assert history.current is None


def test_a_run_too_short_for_statistics_has_a_point_of_its_speed(told):
    run = History().begin(told.started(epochs=2))
    for epoch in (1, 2):
        run.add_step(told.step(epoch, 10))
        run.add_epoch(told.epoch(epoch, val_loss=0.5))
    run.add_test(told.finished(2))
    speed = run.train[f"{STATISTIC}samples_per_second"]
    assert (list(speed.x), list(speed.y)) == ([2.0], [52_312.0])
