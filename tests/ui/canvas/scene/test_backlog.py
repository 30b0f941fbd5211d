"""What a scene puts off is done in slices, and is in the end what it would have been at once."""

import time
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QApplication, QGraphicsView

from hornstudio.engine.check import check
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.ui.canvas.scene import lines as lines_module
from hornstudio.ui.canvas.scene import scene as scene_module
from hornstudio.ui.canvas.scene.backlog import Backlog
from hornstudio.ui.canvas.scene.scene import Scene
from tests.engine import sample_graph
from tests.ui.canvas.scene.test_renewal import compare_with_a_new_one


class Notes:
    """Notes what it is told to do."""

    def __init__(self) -> None:
        self.done: list = []
        self.is_free = self.is_shown = True

    def is_seen(self) -> bool:
        return self.is_shown

    def can_follow(self) -> bool:
        return self.is_free

    def wires_by(self, areas) -> list[Wire]:
        self.done.append(list(areas))
        return [Wire(f"n{area.x():.0f}.output", "b.input") for area in areas]

    def follow_late(self, ids, wires, ways) -> None:
        self.done.append((list(ids), list(wires), list(ways)))


def test_looks_come_before_ways_and_nothing_while_something_is_in_the_hand(qtbot):
    notes, wire = Notes(), Wire("a.output", "b.input")
    backlog = Backlog(notes)
    notes.is_free = False
    backlog.put(["a", "b"], [wire])
    backlog.put_ways([wire])
    backlog.take(["b"], [])
    qtbot.wait(10)
    assert not notes.done
    notes.is_free = True
    qtbot.waitUntil(lambda: not backlog)
    assert notes.done == [(["a"], [wire], []), ([], [], [wire])]


def test_what_was_put_off_before_waits_until_an_edit_has_been_painted(qtbot):
    notes = Notes()
    backlog = Backlog(notes)
    backlog.put(["a"], ())
    time.sleep(0.04)  # an edit that takes this long leaves no time for anything else
    backlog.wait()
    QApplication.processEvents()
    QApplication.processEvents()
    assert not notes.done
    qtbot.waitUntil(lambda: not backlog)
    backlog.wait()
    assert notes.done == [(["a"], [], [])]


def test_a_closed_window_has_no_use_for_it(qtbot):
    notes = Notes()
    backlog = Backlog(notes)
    backlog.put(["a"], ())
    notes.is_shown = False
    qtbot.wait(60)
    assert not notes.done
    assert backlog


def test_a_scene_is_seen_as_long_as_its_view_lives(qtbot):
    scene = Scene(check(Graph()))
    view = QGraphicsView(scene)
    assert scene.is_seen()
    view.deleteLater()
    qtbot.waitUntil(lambda: not scene.is_seen())


def test_slices_are_small(qapp):
    notes = Notes()
    backlog = Backlog(notes)
    backlog.put((f"n{i}" for i in range(350)), ())
    backlog.finish()
    assert max(len(ids) for ids, _, _ in notes.done) <= 100
    assert sum(len(ids) for ids, _, _ in notes.done) == 350


def test_what_is_near_a_place_is_found_after_looks_and_laid_a_few_at_a_time(qapp):
    notes = Notes()
    backlog = Backlog(notes)
    areas = [QRectF(i, 0, 1, 1) for i in range(20)]
    backlog.put_areas(areas)
    backlog.put(["a"], ())
    backlog.finish()
    assert notes.done[:2] == [(["a"], [], []), areas]
    laid = [ways for _, _, ways in notes.done[2:]]
    assert sum(map(len, laid)) == 20
    assert max(map(len, laid)) < 10
    assert not backlog


def crowd(count: int) -> Graph:
    """A row of nodes, each wired to the next, with a wire around all of them."""
    nodes = {f"n{i}": Node("relu", at=(240.0 * i, 0.0)) for i in range(count)}
    wires = [Wire(f"n{i}.output", f"n{i + 1}.input") for i in range(count - 1)]
    ends = {"before": Node("digits", at=(-400.0, 0.0)), "after": Node("relu", at=(-100.0, 400.0))}
    around = Wire("before.image", "after.input")
    return Graph(nodes=freeze({**nodes, **ends}), wires=(*wires, around))


def test_many_that_are_put_down_take_their_wires_along_and_the_rest_follows(qapp, monkeypatch):
    monkeypatch.setattr(lines_module, "CROWD", 4)
    scene = Scene(check(crowd(6)))
    scene.area_in_view = scene.bounds
    inner = {w: scene.wires[w].way.shifted(QPointF(0.0, 160.0)) for w in scene.wires}
    ids = [f"n{i}" for i in range(6)]
    places = {i: (scene.nodes[i].pos().x(), 160.0) for i in ids}
    moved = edits.move_nodes(scene.report.graph, places)
    scene.show_report(replace(scene.report, graph=moved))
    for wire, item in scene.wires.items():
        if wire.source_node in ids:
            assert item.way == inner[wire]
            assert scene.ends(wire) == (item.way.points[0], item.way.points[-1])
    assert scene.node_at(QPointF(60.0, 190.0)) is scene.nodes["n0"]  # a click finds it at once
    assert scene.backlog
    scene.backlog.finish()
    compare_with_a_new_one(scene, scene.report)
    new = Scene(scene.report)
    assert {w: i.way for w, i in scene.wires.items()} == {w: i.way for w, i in new.wires.items()}


def test_a_scene_that_puts_off_ends_up_as_one_that_does_not(qapp, monkeypatch):
    monkeypatch.setattr(scene_module, "LOOKS", 0)
    graph = sample_graph.mlp()
    scene = Scene(check(graph))
    scene.area_in_view = QRectF
    unwired = edits.disconnect(graph, [graph.wires[0]])
    moved = edits.move_nodes(unwired, {graph.wires[1].target_node: (900.0, 333.0)})
    for state in (unwired, moved, graph):
        report = check(state, before=scene.report)
        scene.show_report(report)
        places = {i: n.body.topLeft().toTuple() for i, n in scene.nodes.items()}
        assert places == {i: n.at for i, n in state}  # where things are is never put off
        assert set(scene.wires) == set(state.wires)
    assert scene.backlog
    scene.backlog.finish()
    compare_with_a_new_one(scene, scene.report)


def test_what_is_in_view_does_not_wait(qapp, monkeypatch):
    monkeypatch.setattr(scene_module, "LOOKS", 0)
    graph = sample_graph.mlp()
    scene = Scene(check(graph))
    scene.area_in_view = scene.bounds
    scene.show_report(check(edits.disconnect(graph, [graph.wires[0]]), before=scene.report))
    compare_with_a_new_one(scene, scene.report)
