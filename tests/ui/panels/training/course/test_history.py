from hornstudio.ui.panels.training.charts.overlaid import run_name
from hornstudio.ui.panels.training.course.history import EARLIER_RUNS, MOST_BEHIND, History
from hornstudio.ui.panels.training.course.run import Run


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
            history.choose(chosen)
    assert [run.title for run in history.earlier if run.title] == [run.title for run in chosen]
    assert [run.number for run in history.earlier if not run.title] == [*range(4, 12)]
    many = [Run(0, told.started(run=f"/more/{n}"), title=f"more {n}") for n in range(30)]
    history.choose(many)
    assert [run.title for run in history.earlier] == [run.title for run in many]
    for number in range(12, 24):
        history.begin(told.started(run=f"/runs/{number}")).add_step(told.step(1, 1))
    assert [run.title for run in history.earlier[:24]] == [run.title for run in many[6:]]
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


def test_a_run_that_another_window_has_begun_took_its_time_before(told):
    run = History().begin(told.started(epochs=2, first_epoch=2, seconds_before=2.5))
    assert run.seconds == 2.5


def test_a_run_of_this_session_is_drawn_as_it_is_known_here(told):
    history, (first, current) = trained(told, 2)
    chosen = [*of_other_days(told, 1, 2, 3)]
    history.choose(chosen)
    assert history.current is history.front is current
    assert are(history.earlier, first, chosen[2])


def trained(told, count: int) -> tuple[History, list[Run]]:
    """Runs that were trained in this session and are over but for the last, which goes on."""
    history, runs = History(), []
    for number in range(1, count + 1):
        run = history.begin(told.started(run=f"/runs/{number}"))
        run.add_step(told.step(1, 5))
        run.is_over = number < count
        runs.append(run)
    return history, runs


def of_other_days(told, *numbers: int) -> list[Run]:
    return [Run(0, told.started(run=f"/runs/{n}"), title=f"mlp-{n}") for n in numbers]


def are(runs: list[Run], *others: Run) -> bool:
    return list(map(id, runs)) == list(map(id, others))


def test_a_run_of_this_session_goes_by_the_name_that_it_was_given(told):
    history, (first, second) = trained(told, 2)
    named = Run(0, told.started(run="/runs/1"), title="the wide one")
    plain = Run(0, told.started(run="/runs/2"), title="2")
    history.choose([named, plain])
    assert (first.called, second.called) == ("the wide one", "")
    assert [run_name(run) for run in history.drawn] == ["run 2", "the wide one"]
    history.choose(of_other_days(told, 1))
    assert first.called == "mlp-1"


def test_chosen_runs_are_all_that_is_drawn_besides_one_that_goes_on(told):
    history, (first, second, third) = trained(told, 3)
    assert are(history.drawn, third, first, second)
    old, older = of_other_days(told, 8, 9)
    history.choose([old, older])
    assert are(history.drawn, third, old, older)
    third.is_over = True
    history.choose([older, old])
    assert are(history.drawn, older, old)
    assert history.current is third, "what this session has computed is still known"
    history.choose(of_other_days(told, 2, 1))
    assert are(history.drawn, second, first)
    assert [run.is_chosen for run in (first, second, third)] == [True, True, False]
    assert are(history.known, second, first, third)
    history.choose([])
    assert are(history.drawn, second, first), "none of them could be read"


def test_runs_are_taken_away_and_drawn_again_one_by_one(told):
    history, (first, second, third) = trained(told, 3)
    assert history.stays(third), "it goes on"
    history.take_away(third)
    history.take_away(first)
    assert are(history.drawn, third, second)
    third.is_over = True
    history.take_away(third)
    assert are(history.drawn, second)
    assert not history.stays(second)
    history.draw(first)
    history.draw(first)
    assert are(history.drawn, second, first)
    history.take_away(second)
    history.take_away(first)
    assert are(history.drawn, third), "where none is left, the last one is drawn"
    assert history.stays(third)
    history.take_away(third)
    history.draw(second)
    assert are(history.drawn, third, second)


def test_a_run_looks_the_same_as_long_as_it_is_drawn_and_no_other_one_does(told):
    history, (first, second, _) = trained(told, 3)
    old, older = of_other_days(told, 8, 9)
    history.choose([first, old, second, older])
    assert [run.look for run in history.earlier] == [0, 2, 1, 3], "two were drawn before"
    history.take_away(old)
    assert [run.look for run in (first, second, older)] == [0, 1, 3]
    history.draw(old)
    assert [run.look for run in history.earlier] == [0, 1, 3, 2]
    history.choose([older, *of_other_days(told, 10, 11)])
    assert [run.look for run in history.earlier] == [3, 0, 1]


def test_the_current_run_comes_back_to_the_front_when_it_is_drawn_or_goes_on(told):
    history, (_, second) = trained(told, 2)
    second.is_over = True
    (old,) = of_other_days(told, 9)
    for come_back in (history.draw, lambda run: history.begin(run.started)):
        history.choose([old])
        assert are(history.drawn, old)
        come_back(second)
        assert are(history.drawn, second, old)
        assert history.current is second


def test_a_new_run_is_drawn_before_those_that_were_chosen_and_not_before_others(told):
    history, (first, second) = trained(told, 2)
    second.is_over = True
    old, older = of_other_days(told, 8, 9)
    history.choose([old, older])
    third = history.begin(told.started(run="/runs/3"))
    assert are(history.drawn, third, old, older)
    assert are(history.known[3:], first, second)


def test_a_run_of_another_day_that_was_all_there_is_can_be_drawn_again(told):
    history = History()
    (old,) = of_other_days(told, 9)
    history.choose([old])
    history.take_away(old)
    assert history.drawn == []
    history.draw(old)
    assert are(history.drawn, old)


def test_a_run_that_is_deleted_is_drawn_no_more(told):
    history = History()
    first = history.begin(told.started(run="/runs/1"))
    first.add_step(told.step(1, 5))
    current = history.begin(told.started(run="/runs/2"))
    history.choose(of_other_days(told, 1, 3, 4))
    history.forget(["/runs/1", "/runs/2", "/runs/3"])
    assert [run.title for run in history.earlier] == ["mlp-4"]
    assert history.current is current, "what this session has computed is still known"
    assert are(history.known, current, *history.earlier)


def test_runs_of_other_days_can_all_be_cleared(told):
    history = History()
    assert not history.has_others
    history.choose([Run(0, told.started(run="/runs/3"), title="mlp-3")])
    assert history.has_others
    history.clear_earlier()
    assert history.front is None
    history.choose([Run(0, told.started(run="/runs/3"), title="mlp-3")])
    history.forget(["/runs/3"])
    assert history.front is None
