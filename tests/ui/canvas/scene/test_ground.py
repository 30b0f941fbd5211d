"""Nodes, ports and wires are found by place."""

from PySide6.QtCore import QPointF, QRectF

from hornstudio.engine.check import check
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.ui.canvas.scene.scene import Scene

WIRE = Wire("a.output", "b.input")


def test_what_is_where(qapp):
    nodes = {"a": Node("relu"), "b": Node("relu", at=(400.0, 0.0))}
    scene = Scene(check(Graph(nodes=freeze(nodes), wires=(WIRE,))))
    a, line = scene.nodes["a"], scene.wires[WIRE]
    assert scene.node_at(a.body.center()) is a
    assert scene.node_at(line.middle) is None
    assert scene.wire_at(line.middle, 4) is line
    assert scene.wire_at(line.middle + QPointF(0, 20), 4) is None
    assert scene.wires_near(QRectF(line.middle, line.middle).adjusted(-1, -1, 1, 1)) == [line]
    port = a.port_point("out", 0)
    assert scene.ports_at(port + QPointF(3, 3), 12) == [(a, "out", 0)]
    assert scene.ports_at(port + QPointF(30, 30), 12) == []
    assert scene.under(port + QPointF(3, 3), 12, 4) == ((a, "out", 0), a, None)
    assert scene.under(port + QPointF(-3, 3), None, 4) == (None, a, None)
    assert scene.under(line.middle, 12, 4) == (None, None, line)
    assert scene.under(line.middle, 12, None) == (None, None, None)
    assert scene.nodes_in(a.body) == ["a"]
    assert set(scene.nodes_in(scene.bounds())) == {"a", "b"}


def test_the_nearest_port_comes_first(qapp):
    nodes = {"a": Node("relu"), "b": Node("relu", at=(172.0, 0.0))}
    scene = Scene(check(Graph(nodes=freeze(nodes))))
    between = scene.nodes["a"].port_point("out", 0) + QPointF(3, 0)
    assert [item.node_id for item, _, _ in scene.ports_at(between, 24)] == ["a", "b"]
