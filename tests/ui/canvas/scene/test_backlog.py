"""What a scene puts off is done in slices, and is in the end what it would have been at once."""

from PySide6.QtCore import QRectF

from hornstudio.engine.check import check
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Wire
from hornstudio.ui.canvas.scene import scene as scene_module
from hornstudio.ui.canvas.scene.backlog import Backlog
from hornstudio.ui.canvas.scene.scene import Scene
from tests.engine import sample_graph
from tests.ui.canvas.scene.test_renewal import compare_with_a_new_one


class Notes:
    """Notes what it is told to do."""

    def __init__(self) -> None:
        self.done: list = []
        self.is_free = True

    def can_follow(self) -> bool:
        return self.is_free

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


def test_slices_are_small(qapp):
    notes = Notes()
    backlog = Backlog(notes)
    backlog.put((f"n{i}" for i in range(350)), ())
    backlog.finish()
    assert max(len(ids) for ids, _, _ in notes.done) <= 100
    assert sum(len(ids) for ids, _, _ in notes.done) == 350


def test_a_scene_that_puts_off_ends_up_as_one_that_does_not(qapp, monkeypatch):
    monkeypatch.setattr(scene_module, "MANY", 0)
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
    monkeypatch.setattr(scene_module, "MANY", 0)
    graph = sample_graph.mlp()
    scene = Scene(check(graph))
    scene.area_in_view = scene.bounds
    scene.show_report(check(edits.disconnect(graph, [graph.wires[0]]), before=scene.report))
    compare_with_a_new_one(scene, scene.report)
