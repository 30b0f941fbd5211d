"""What sets runs apart, fact by fact."""

from dataclasses import replace
from pathlib import Path

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Held, Node, Training, freeze
from hornstudio.engine.runs import comparison
from hornstudio.engine.runs.comparison import Comparison, compare, latest_turns, turns_told
from hornstudio.engine.runs.difference import Change, difference
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


def test_a_node_that_a_run_does_not_have_has_no_settings_there(make_run: MakeRun) -> None:
    """It was said to have those of the first run."""
    wider = edits.set_param(mlp(), "hidden", "units", 64)
    other = edits.replace_kind(mlp(), "hidden", "identity", {})
    found = compared(
        make_run("a", 0.5),
        make_run("b", 0.4, graph=wider),
        make_run("c", graph=edits.remove_nodes(mlp(), ["hidden"])),
        make_run("d", graph=other),
    )
    graph = {row.title: row.cells for row in found.graph}
    assert graph["hidden"] == ("dense", "dense", None, "identity")
    assert graph["hidden.units"] == ("16", "64", None, None)


def test_a_node_that_the_first_run_does_not_have_is_compared_among_the_others(make_run) -> None:
    """Of a dropout of 0.2 and one of 0.5 it was only said that there is a dropout."""
    some, more = (edits.add_node(mlp(), "drop", Node("dropout", {"rate": r})) for r in (0.2, 0.5))
    found = compared(
        make_run("a", 0.5),
        make_run("b", 0.4, graph=some),
        make_run("c", 0.3, graph=more),
        make_run("d", 0.3, graph=some),
    )
    rows = [(row.title, row.cells) for row in found.graph]
    assert rows == [
        ("drop", (None, "dropout", "dropout", "dropout")),
        ("drop.rate", (None, "0.2", "0.5", "0.2")),
    ]


def test_of_a_graph_that_cannot_be_read_nothing_is_said(make_run: MakeRun) -> None:
    wider = edits.set_param(mlp(), "hidden", "units", 64)
    (broken := make_run("a", 0.5)).joinpath("graph.horn").write_text("{")
    found = compared(broken, make_run("b", 0.5), make_run("c", 0.5, graph=wider))
    assert {row.title: row.cells for row in found.graph} == {"hidden.units": (None, "16", "64")}


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


def test_what_differs_within_another_kind_is_compared_among_those_that_have_it(make_run) -> None:
    """Of two starts with other spreads it was only said that they are not that of the first run."""

    def started(kind: str, **params: float) -> Graph:
        held = {"kind": kind, "params": params} if params else kind
        return edits.set_param(mlp(), "hidden", "kernel_initializer", held)

    def stopped(patience: int) -> Graph:
        held = Held("early_stopping", freeze({"patience": patience}))
        return edits.set_training(mlp(), replace(mlp().training, callbacks=(held,)))

    starts = {"b": ("random_normal", 0.1), "c": ("random_normal", 0.2)}
    starts |= {"d": ("truncated_normal", 0.3), "e": ("truncated_normal", 0.4)}
    made = [make_run(n, 0.4, graph=started(k, stddev=v)) for n, (k, v) in starts.items()]
    found = compared(make_run("a", 0.5), *made)
    kinds, spreads = found.graph
    assert (kinds.title, kinds.cells[0]) == ("hidden.kernel_initializer", "glorot_uniform")
    assert spreads.title == "hidden.kernel_initializer.stddev"
    assert spreads.cells == (None, "0.1", "0.2", "0.3", "0.4")
    stops = [
        make_run("h", 0.5),
        *(make_run(n, 0.4, graph=stopped(p)) for n, p in (("i", 3), ("j", 5))),
    ]
    rows = [(row.title, row.cells) for row in compared(*stops).graph]
    assert rows[1:] == [("early_stopping.patience", (None, "3", "5"))]


def test_graphs_that_differ_in_many_places_are_gone_through_a_few_times(monkeypatch) -> None:
    """Not once for each place: 500 modules took ten seconds so, in which the window stood."""
    looks: list[Graph] = []

    def counted(old: Graph, new: Graph) -> list[Change]:
        looks.append(new)
        return list(difference(old, new))

    monkeypatch.setattr(comparison, "difference", counted)
    nodes = [{f"d{i}": Node("dense", freeze({"units": u})) for i in range(30)} for u in (8, 9, 8)]
    graphs = [Graph(), *(Graph(nodes=freeze(each)) for each in nodes)]
    rows = list(comparison._apart(graphs))
    assert len(rows) == 60
    assert len(looks) < 20
