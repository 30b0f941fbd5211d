"""After any edit the scene shows what it would show of the whole graph anew."""

from dataclasses import replace
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from hornstudio.engine.check import Report, check
from hornstudio.engine.editing import edits
from hornstudio.engine.editing.change import change_between
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.paint.reading import node_looks, wire_looks
from hornstudio.ui.canvas.scene import scene as scene_module
from hornstudio.ui.canvas.scene.renewal import is_only_placed, touched
from hornstudio.ui.canvas.scene.scene import Scene
from tests.engine import sample_graph
from tests.engine.broken_graphs import FAULTS


def differing(old: Report, new: Report) -> tuple[set[str], set[Wire]]:
    return touched(old, new, change_between(old.graph, new.graph))


def compare_with_a_new_one(scene: Scene, report) -> None:
    graph = report.graph
    assert {i: n.look for i, n in scene.nodes.items()} == node_looks(report, {})
    whole = [w for w in graph.wires if {w.source_node, w.target_node} <= graph.nodes.keys()]
    assert {w: i.look for w, i in scene.wires.items()} == wire_looks(report, whole)
    assert {i: n.body.topLeft().toTuple() for i, n in scene.nodes.items()} == {
        i: tuple(map(float, n.at)) for i, n in graph
    }
    bodies = geometry.union(n.body for n in scene.nodes.values())
    assert scene.bounds() == bodies.united(scene.frames.bounds())
    for wire, item in scene.wires.items():
        start, end = scene.ends(wire)
        assert (item.way.points[0], item.way.points[-1]) == (start, end)
        beside = [w for w in scene.wires if w.source == wire.source]
        assert {b.wire for b in item.branches} < set(beside)
    for node_id in scene.nodes:
        at = {i.wire for i in scene._wires_at[node_id]}
        assert at == {w for w in scene.wires if node_id in (w.source_node, w.target_node)}


def steps(data: st.DataObject, now: Graph, start: Graph) -> list:
    names = st.sampled_from(list(FAULTS))
    others = [lambda: start, lambda: FAULTS[data.draw(names)].graph()]
    if not now.nodes:
        return others
    ids = st.sampled_from(list(now.nodes))
    one, two = data.draw(ids), data.draw(ids)
    node = now.nodes[one]
    return [
        *others,
        lambda: edits.remove_nodes(now, [one]),
        lambda: replace(now, nodes=freeze({i: n for i, n in now.nodes.items() if i != one})),
        lambda: replace(now, wires=tuple(data.draw(st.permutations(now.wires)))),
        lambda: replace(now, wires=(*now.wires, Wire(f"{one}.output", f"{two}.input"))),
        lambda: edits.disconnect(now, now.wires_into(one)),
        lambda: edits.set_param(now, one, "units", data.draw(st.integers(0, 9))),
        lambda: edits.set_attribute(now, one, "frozen", not node.frozen),
        lambda: edits.set_attribute(now, one, "title", data.draw(st.sampled_from(["", "T"]))),
        lambda: replace(now, nodes=freeze({**now.nodes, one: replace(node, weights_of=two)})),
        lambda: edits.move_nodes(now, {one: (float(data.draw(st.integers(-500, 500))), 2.0)}),
        lambda: edits.rename_node(now, one, now.new_id("other")),
        lambda: edits.replace_kind(now, one, data.draw(st.sampled_from(["add", "relu"])), {}),
    ]


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_random_edits_leave_nothing_stale(qapp, data: st.DataObject) -> None:
    start = sample_graph.ALL[data.draw(st.sampled_from(sorted(sample_graph.ALL)))]()
    now, report = start, check(start)
    scene = Scene(report)
    for _ in range(data.draw(st.integers(1, 5))):
        now = data.draw(st.sampled_from(steps(data, now, start)))()
        report = check(now, before=report)
        scene.show_report(report)
        compare_with_a_new_one(scene, report)


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_nor_where_looks_out_of_view_are_put_off(qapp, data: st.DataObject) -> None:
    start = sample_graph.ALL[data.draw(st.sampled_from(sorted(sample_graph.ALL)))]()
    now, report = start, check(start)
    scene = Scene(report)
    scene.area_in_view = QRectF
    with patch.object(scene_module, "LOOKS", 0):
        for _ in range(data.draw(st.integers(1, 5))):
            now = data.draw(st.sampled_from(steps(data, now, start)))()
            report = check(now, before=report)
            scene.show_report(report)
            assert scene.nodes.keys() == now.nodes.keys()
            if data.draw(st.booleans()):
                scene.backlog.finish()
                compare_with_a_new_one(scene, report)
    scene.backlog.finish()
    compare_with_a_new_one(scene, report)


def test_an_edit_touches_what_it_says_and_little_else(qapp) -> None:
    graph = sample_graph.mlp()
    old = check(graph)
    new = check(edits.set_attribute(graph, "relu", "title", "T"), before=old)
    assert differing(old, new)[0] == {"relu", "scores"}
    assert differing(new, new) == (set(), set())


def test_weights_are_told_by_the_optimizer(qapp) -> None:
    graph = sample_graph.mlp()
    old = check(graph)
    new = check(edits.set_param(graph, "hidden", "units", 5), before=old)
    assert "sgd" in differing(old, new)[0]


def test_a_moved_node_is_all_that_a_move_touches(qapp) -> None:
    report = check(Graph(nodes=freeze({"a": Node("relu"), "b": Node("relu")})))
    moved = replace(report, graph=edits.move_nodes(report.graph, {"a": (8.0, 8.0)}))
    assert differing(report, moved) == ({"a"}, set())


def test_what_is_only_moved_is_told_from_what_looks_otherwise():
    graph = sample_graph.mlp()
    report = check(graph)
    one = next(iter(graph.nodes))

    def is_placed(edited: Graph) -> bool:
        new = replace(report, graph=edited)
        return is_only_placed(report, new, change_between(graph, edited))

    moved = edits.move_nodes(graph, {one: (7.0, 7.0)})
    assert is_placed(moved)
    assert not is_placed(edits.set_attribute(moved, one, "title", "Other"))
    assert not is_placed(edits.disconnect(moved, [graph.wires[0]]))
    assert not is_placed(edits.remove_nodes(moved, [one]))
    assert not is_only_placed(report, check(graph), change_between(graph, graph))
