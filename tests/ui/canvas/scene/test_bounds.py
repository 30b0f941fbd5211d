"""The area of all nodes, which is measured anew only where it has to be."""

import pytest
from PySide6.QtCore import QPointF

from hornstudio.engine.check import check
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.scene import scene as scene_module
from hornstudio.ui.canvas.scene.scene import Scene

PLACES = {"a": (0.0, 0.0), "b": (400.0, 300.0), "c": (800.0, 700.0)}


def measured(scene: Scene):
    carried = scene.carried
    bodies = (carried.body(n) if carried else n.body for n in scene.nodes.values())
    return geometry.union(bodies)


@pytest.fixture
def scene(qapp):
    return Scene(check(Graph(nodes=freeze({i: Node("relu", at=at) for i, at in PLACES.items()}))))


@pytest.mark.parametrize("handful", [0, 8])
@pytest.mark.parametrize("ids", [("b",), ("a",), ("b", "c"), ("a", "b", "c")])
def test_it_follows_what_is_dragged_and_dropped(scene, monkeypatch, ids, handful):
    monkeypatch.setattr(scene_module, "HANDFUL", handful)
    for step in (QPointF(80, 40), QPointF(2000, -900), QPointF(-3000, 0)):
        before = scene.bounds()
        scene.drag_nodes(ids, step / 2)
        scene.drag_nodes(ids, step)
        assert scene.bounds() == measured(scene)
        scene.settle(relay=False)
        assert scene.bounds() == before == measured(scene)
        places = {i: scene.report.graph.nodes[i].at for i in ids}
        places = {i: (x + step.x(), y + step.y()) for i, (x, y) in places.items()}
        graph = edits.move_nodes(scene.report.graph, places)
        scene.show_report(check(graph, before=scene.report))
        assert scene.bounds() == measured(scene)


def test_what_was_inside_is_not_measured_again(scene, monkeypatch):
    whole = scene.bounds()
    monkeypatch.setattr(scene_module.geometry, "union", lambda rects: next(iter(rects)))
    graph = edits.remove_nodes(scene.report.graph, ["b"])
    scene.show_report(check(graph, before=scene.report))
    assert scene._still == whole
