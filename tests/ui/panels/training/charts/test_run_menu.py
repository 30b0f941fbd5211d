"""The menu of runs that are drawn."""

import pytest
from msgspec import structs

from hornstudio.ui.panels.training.charts.overlaid import IN_FRONT, overlaid_pen
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.course.trace import Trace
from hornstudio.ui.panels.training.wording.statistic import STATISTIC


@pytest.fixture(autouse=True)
def load(charts) -> None:
    charts.load()


def shown(charts) -> dict[str, bool]:
    menu = charts.settings.choices.runs
    menu.aboutToShow.emit()
    return {action.text(): action.isChecked() for action in menu.actions()}


def press(charts, name: str) -> None:
    menu = charts.settings.choices.runs
    (action,) = [each for each in menu.actions() if each.text() == name]
    action.trigger()
    charts.refresh()


def test_runs_are_taken_away_and_brought_back_in_the_menu(charts, trainer, client, told):
    assert not charts.settings.choices.runs.menuAction().isEnabled()
    for number in (1, 2):
        trainer.train()
        client.tell(*told.whole(run=f"/runs/mlp-{number}"))
    charts.refresh()
    assert charts.settings.choices.runs.menuAction().isEnabled()
    view, first, second = charts.views[0], "run 1: mlp-1", "run 2: mlp-2"
    assert shown(charts) == {second: True, first: True}
    press(charts, first)
    assert view.plot.behind.names == []
    press(charts, first)
    assert view.plot.behind.names == ["run 1"]
    press(charts, second)
    assert [run.name for run in view.legend.runs] == ["run 1"]
    assert shown(charts) == {first: True, second: False}


def test_the_cross_in_the_legend_takes_a_run_away_and_that_which_trains_has_none(
    charts, trainer, client, told
):
    trainer.train()
    client.tell(told.started(run="/runs/own"), told.step(1, 5))
    old = [Run(0, told.started(run=f"/runs/{n}"), title=f"old {n}") for n in (1, 2)]
    for run in old:
        run.add_step(told.step(1, 5))
    trainer.show_recorded(old)
    charts.refresh()
    legend = charts.views[0].legend
    assert [(run.name, run.stays) for run in legend.runs] == [
        ("run 1", True),
        ("old 1", False),
        ("old 2", False),
    ]
    legend.unwanted.emit(0)
    charts.refresh()
    assert [run.name for run in legend.runs] == ["run 1", "old 2"]
    trainer.history.current.train[f"{STATISTIC}samples_per_second"] = Trace()  # as of a longer one
    charts.refresh()
    client.tell(structs.replace(told.finished(1), metrics={}))
    charts.refresh()
    assert not legend.runs[0].stays, "it is over, and another one is there"


def test_what_a_run_looks_like_is_known_by_its_folder(charts, trainer, client, told):
    for number in (1, 2):
        trainer.train()
        client.tell(*told.whole(run=f"/runs/mlp-{number}"))
    charts.refresh()
    assert charts.look_of("/runs/mlp-2").color() == overlaid_pen(IN_FRONT, 1).color()
    assert charts.look_of("/runs/mlp-1").color() == overlaid_pen(0, 1).color()
    assert charts.look_of("/runs/mlp-3") is None
    charts.settings.eye.click()
    assert charts.look_of("/runs/mlp-1") is None
