"""What sets runs apart, fact by fact."""

from pathlib import Path

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Training
from hornstudio.engine.runs.comparison import Comparison, compare, latest_turns, turns_told
from hornstudio.engine.runs.reading import read_run
from hornstudio.engine.runs.record import RunRecord
from hornstudio.engine.watch.events import Knob
from tests.engine.sample_graph import mlp

from .conftest import MakeRun


def compared(*folders: Path) -> Comparison:
    records = [read_run(folder) for folder in folders]
    return compare([record for record in records if isinstance(record, RunRecord)])


def test_graphs_and_figures_have_a_cell_for_each_run(make_run: MakeRun) -> None:
    found = compared(
        make_run("a", 0.5, 0.3),
        make_run("b", 0.4, graph=edits.set_param(mlp(), "hidden", "units", 64)),
        make_run("c", graph=edits.remove_nodes(mlp(), ["relu"])),
    )
    graph = {row.title: row.cells for row in found.graph}
    assert graph["hidden.units"] == ("16", "64", "16")
    assert graph["relu"] == ("relu", "relu", None)
    assert {row.title: row.cells for row in found.best}["val_loss"] == (0.3, 0.4, None)
    assert found.unreadable == (False, False, False)


def test_a_setting_that_the_record_has_is_not_told_again(make_run: MakeRun) -> None:
    other = edits.set_training(mlp(), Training(epochs=7, batch_size=4, seed=3))
    found = compared(make_run("a", 0.5), make_run("b", 0.5, graph=other))
    assert found.graph == ()


def test_a_graph_that_cannot_be_read_is_left_out(make_run: MakeRun) -> None:
    (broken := make_run("b", 0.5)).joinpath("graph.horn").write_text("{")
    found = compared(make_run("a", 0.5), broken)
    assert (found.unreadable, found.graph) == ((False, True), ())


def test_turns_are_kept_in_order(make_run: MakeRun) -> None:
    turn = {"node": "sgd", "param": "learning_rate", "old": 0.1, "step": 5}
    knobs = [turn | {"new": 0.1 / 2**n, "epoch": n} for n in range(1, 3)]
    (row,) = compared(make_run("a", 0.5), make_run("b", 0.5, knobs=knobs)).turned
    assert (row.title, row.cells[0]) == ("sgd.learning_rate", None)
    assert [knob.new for knob in row.cells[1]] == [0.05, 0.025]
    assert row.differs


def test_a_turn_in_a_composite_is_named_by_the_way_to_it(make_run: MakeRun) -> None:
    turn = {"node": "body__dense", "param": "frozen", "old": False, "new": True, "step": 5}
    frozen = make_run("b", 0.5, knobs=[turn | {"epoch": 1}])
    assert compared(make_run("a", 0.5), frozen).turned[0].title == "body › dense.frozen"


def test_turns_are_told_and_of_many_the_last() -> None:
    knobs = [
        Knob(node="a", param="frozen", old=False, new=True, epoch=1, step=2),
        Knob(node="a", param="rate", old=0.1, new=0.012345, epoch=2, step=2),
    ]
    told = turns_told(knobs, lambda value, epoch: f"{value} @ {epoch}")
    assert told == ["true @ 1", "0.01235 @ 2"]
    assert latest_turns(told, 2, str) == told
    assert latest_turns([*told, "x"], 2, str) == ["2", "x"]
