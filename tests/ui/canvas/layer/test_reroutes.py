"""Where points are, and which are chosen."""

from PySide6.QtCore import QPointF, QRectF

from hornstudio.engine.check import check
from hornstudio.engine.editing.reroute import remove_points, with_points
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.ui.canvas.scene.scene import Scene

WIRE = Wire("a.output", "b.input")


def test_points_are_found_chosen_and_forgotten_with_the_graph(qapp) -> None:
    nodes = {"a": Node("relu"), "b": Node("relu", at=(600.0, 0.0))}
    graph = Graph(nodes=freeze(nodes), wires=(WIRE,))
    bent = with_points(graph, {WIRE: [(300.0, 200.0), (400.0, 200.0)]})
    scene = Scene(check(bent))
    layer = scene.reroutes
    assert layer.at(QPointF(303, 203), 1.0) == (WIRE, 0)
    assert layer.at(QPointF(330, 200), 1.0) is None
    assert layer.at(QPointF(330, 200), 0.25) == (WIRE, 0)
    assert layer.inside(QRectF(350, 150, 100, 100)) == [(WIRE, 1)]
    told = []
    layer.listeners.append(lambda: told.append(layer.chosen))
    layer.choose([(WIRE, 1), (WIRE, 1), (WIRE, 7)])
    assert scene.wires[WIRE].chosen_points == {1}
    layer.shift(layer.chosen, QPointF(0, 50))
    assert scene.wires[WIRE].points[1] == QPointF(400, 250)
    layer.settle()
    assert scene.wires[WIRE].points == (QPointF(300, 200), QPointF(400, 200))
    scene.show_report(check(remove_points(bent, [(WIRE, 1)])))
    assert layer.chosen == ()
    assert told == [((WIRE, 1),), ()]
    assert scene.wires[WIRE].points == (QPointF(300, 200),)
