"""Wires of a scene follow the document, and go around what stands in between."""

from dataclasses import replace

from PySide6.QtGui import QPainterPath

from hornstudio.engine.check import check
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Node, Wire
from hornstudio.ui.canvas.scene.scene import Scene

FIRST = Wire("digits.image", "flatten.input")
SECOND = Wire("digits.image", "conv2d.input")


def branched(graph_of):
    nodes = {
        "digits": Node("digits"),
        "flatten": Node("flatten", at=(720, 0)),
        "conv2d": Node("conv2d", at=(720, 400)),
    }
    return graph_of(nodes, FIRST, SECOND)


def test_wires_come_and_go_with_the_graph(qapp, graph_of):
    graph = branched(graph_of)
    scene = Scene(check(graph))
    assert set(scene.wires) == {FIRST, SECOND}
    assert scene.wires[SECOND].branches == [scene.wires[FIRST]]
    scene.choose_wires([FIRST])
    scene.show_report(check(edits.disconnect(graph, [FIRST])))
    assert set(scene.wires) == {SECOND}
    assert scene.chosen_wires == set()
    assert scene.wires[SECOND].branches == []
    assert [line.wire for line in scene.wires_of(["digits", "flatten"])] == [SECOND]


def test_a_wire_goes_around_a_node_that_is_put_in_its_way_and_back(qapp, graph_of):
    graph = branched(graph_of)
    scene = Scene(check(graph))
    straight = scene.wires[FIRST].way
    block = edits.add_node(graph, "dense", Node("dense", at=(400.0, 0.0)))
    scene.show_report(check(block))
    body = QPainterPath()
    body.addRect(scene.nodes["dense"].body)
    assert not scene.wires[FIRST].is_crossed_by(body)
    assert scene.wires[FIRST].way != straight
    away = replace(block.nodes["dense"], at=(400.0, 2000.0))
    scene.show_report(check(replace(block, nodes={**block.nodes, "dense": away})))
    assert scene.wires[FIRST].way == straight
    assert scene.wires[FIRST].is_crossed_by(body)
    start, end = scene.ends(FIRST)
    assert (start, end) == (straight.path.pointAtPercent(0), straight.path.pointAtPercent(1))
