"""Reroute points as values, in files and under edits."""

import json

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.composite.inside import body_of, with_body
from hornstudio.engine.composite.ungrouping import ungroup
from hornstudio.engine.editing import edits
from hornstudio.engine.editing.reroute import (
    add_point,
    all_places,
    leg_of,
    loose,
    move_points,
    remove_points,
    shift_points,
    straighten,
    with_points,
)
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.splicing import insert, take_out
from hornstudio.engine.storage import files

FIRST = Wire("a.output", "b.input")
SECOND = Wire("b.output", "c.input")


def bent() -> Graph:
    """a, b and c in a row; two points between a and b, one between b and c."""
    nodes = {i: Node("dense", at=(200.0 * n, 0.0)) for n, i in enumerate("abcd")}
    graph = Graph(nodes=freeze(nodes), wires=(FIRST, SECOND))
    return with_points(graph, {FIRST: [(80.0, 40.0), (120.0, 40.0)], SECOND: [(320.0, -40.0)]})


def test_points_come_back_from_the_file_and_wires_stay_pairs() -> None:
    text = files.to_text(bent())
    assert files.from_text(text) == bent()
    assert files.to_text(files.from_text(text)) == text
    data = json.loads(text)
    assert data["wires"] == [list(FIRST), list(SECOND)]
    assert data["reroutes"][0] == {"wire": list(FIRST), "points": [[80, 40], [120, 40]]}
    assert text.count('"points"') == len([line for line in text.splitlines() if "points" in line])
    assert json.loads(json.dumps(files.to_json(bent()))) == data
    assert "reroutes" not in files.to_text(straighten(bent(), "abc"))


def test_points_of_wires_that_are_gone_are_gone() -> None:
    graph = edits.disconnect(bent(), [FIRST])
    assert list(graph.reroutes) == [SECOND]
    assert not edits.connect(graph, FIRST).reroutes.get(FIRST)
    assert not edits.remove_nodes(bent(), ["b"]).reroutes
    data = files.to_json(bent())
    data["wires"] = data["wires"][1:]  # by a program that knows no points
    assert list(files.from_text(json.dumps(data)).reroutes) == [SECOND]


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ({}, "reroutes: "),
        ([{"wire": list(FIRST)}], "reroutes.0: "),
        ([{"wire": list(FIRST), "points": [[0, "x"]]}], "reroutes.0: "),
        ([{"wire": ["a.output"], "points": []}], "reroutes.0: "),
        ([{"wire": list(FIRST), "points": [[1e200, 0]]}], "reroutes.0: "),
    ],
)
def test_what_is_no_point_is_named_by_its_path(raw: object, path: str) -> None:
    data = files.to_json(bent()) | {"reroutes": raw}
    with pytest.raises(FileError) as caught:
        files.from_text(json.dumps(data))
    assert any(problem.startswith(path) for problem in caught.value.problems)


def test_points_are_added_moved_and_taken_away_in_their_places() -> None:
    graph = add_point(bent(), FIRST, 1, (100.004, 60.0))
    assert graph.reroutes[FIRST] == ((80.0, 40.0), (100.0, 60.0), (120.0, 40.0))
    assert remove_points(graph, [(FIRST, 1)]) == bent()
    assert remove_points(bent(), list(all_places(bent()))).reroutes == {}
    moved = shift_points(bent(), [(FIRST, 1), (SECOND, 0), (SECOND, 5)], (8.0, -8.0))
    assert moved.reroutes == {
        FIRST: ((80.0, 40.0), (128.0, 32.0)),
        SECOND: ((328.0, -48.0),),
    }
    assert move_points(moved, {(FIRST, 1): (120.0, 40.0), (SECOND, 0): (320.0, -40.0)}) == bent()
    assert leg_of([(0, 0), (80, 40), (120, 40)], (100, 44)) == 1


def test_points_go_along_where_both_nodes_make_one_step() -> None:
    moved = edits.move_nodes(bent(), {"a": (10.0, 20.0), "b": (210.0, 20.0)})
    assert moved.reroutes[FIRST] == ((90.0, 60.0), (130.0, 60.0))
    assert moved.reroutes[SECOND] == bent().reroutes[SECOND]
    assert edits.move_nodes(moved, {"a": (0.0, 0.0), "b": (200.0, 0.0)}) == bent()
    assert loose(all_places(bent()), {"a", "b"}) == [(SECOND, 0)]
    assert list(straighten(bent(), {"a", "b"}).reroutes) == [SECOND]


def test_points_follow_new_names_and_copies() -> None:
    renamed = edits.rename_node(bent(), "b", "middle")
    assert renamed.reroutes[Wire("a.output", "middle.input")] == bent().reroutes[FIRST]
    assert edits.rename_node(renamed, "middle", "b") == bent()
    part = edits.extract(bent(), ["a", "b"])
    assert list(part.reroutes) == [FIRST]
    pasted, ids = edits.paste(bent(), part, (0.0, 100.0))
    copy = Wire(f"{ids['a']}.output", f"{ids['b']}.input")
    assert pasted.reroutes[copy] == ((80.0, 140.0), (120.0, 140.0))


def test_a_node_put_into_a_wire_stands_among_its_points_and_leaves_them_when_it_goes() -> None:
    graph = edits.move_nodes(bent(), {"d": (100.0, 30.0)})
    report = check(graph)
    made = insert(report, FIRST, "d")
    assert made is not None
    assert made.reroutes[Wire("a.output", "d.input")] == ((80.0, 40.0),)
    assert made.reroutes[Wire("d.output", "b.input")] == ((120.0, 40.0),)
    assert take_out(check(made), ["d"]).report.graph.reroutes[FIRST] == bent().reroutes[FIRST]
    first = edits.insert_on_wire(graph, FIRST, "d", ("input", "output"), before=2)
    assert len(first.reroutes[Wire("a.output", "d.input")]) == 2


def test_points_lie_in_composites_and_come_out_of_them() -> None:
    made, use = group_nodes(bent(), ["a", "b", "c"], "Row", catalog())
    body = made.groups["row"].body
    assert body.reroutes == bent().reroutes
    assert not made.reroutes
    assert files.from_text(files.to_text(made)) == made
    inside = shift_points(body_of(made, "row"), [(SECOND, 0)], (0.0, 8.0))
    assert with_body(made, inside).groups["row"].body.reroutes[SECOND] == ((320.0, -32.0),)
    x, y = made.nodes[use].at
    moved = edits.move_nodes(made, {use: (x, y + 96.0)})
    opened, _ = ungroup(moved, use)
    assert opened.reroutes[FIRST] == ((80.0, 136.0), (120.0, 136.0))
