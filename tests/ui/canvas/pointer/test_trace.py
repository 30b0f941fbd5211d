"""The way of the data through what is under the pointer."""

from PySide6.QtCore import Qt

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Node, Wire
from hornstudio.ui.canvas.pointer.trace import way_through

NONE = Qt.MouseButton.NoButton


def branched(graph_of):
    nodes = {
        "mnist": Node("mnist", at=(0, 0)),
        "left": Node("relu", at=(240, 0)),
        "right": Node("tanh", at=(240, 200)),
        "sum": Node("add", at=(480, 0)),
        "after": Node("flatten", at=(720, 0)),
    }
    wires = (
        ("mnist.image", "left.input"),
        ("mnist.image", "right.input"),
        ("left.output", "sum.inputs"),
        ("right.output", "sum.inputs"),
        ("sum.output", "after.input"),
    )
    return graph_of(nodes, *wires)


def test_a_node_has_what_comes_to_it_and_what_goes_on_from_it(graph_of):
    graph = branched(graph_of)
    assert way_through(graph, "left", "left") == [
        Wire("mnist.image", "left.input"),
        Wire("left.output", "sum.inputs"),
        Wire("sum.output", "after.input"),
    ]
    assert len(way_through(graph, "sum", "sum")) == 5


def test_a_wire_has_its_own_way(graph_of):
    way = way_through(branched(graph_of), "mnist", "right")
    assert Wire("mnist.image", "right.input") in way
    assert Wire("mnist.image", "left.input") not in way
    assert len(way) == 3


def test_it_stands_out_while_the_pointer_rests_there(make_hand, graph_of, qtbot):
    hand = make_hand(branched(graph_of))
    lines = hand.canvas.scene.wires

    def traced():
        return {wire for wire, line in lines.items() if line.is_traced}

    hand.move(hand.canvas.node_position("left"), button=NONE)
    assert traced() == set()  # not while the pointer only passes
    qtbot.waitUntil(lambda: len(traced()) == 3)
    hand.move(hand.at(320, 420), button=NONE)
    assert traced() == set()


def test_it_follows_the_graph_as_it_is_when_the_pointer_leaves(make_hand, graph_of, qtbot):
    hand = make_hand(branched(graph_of))
    lines = hand.canvas.scene.wires
    hand.move(hand.canvas.node_position("left"), button=NONE)
    qtbot.waitUntil(lambda: any(line.is_traced for line in lines.values()))
    hand.document.select(["left"])
    hand.canvas.delete_selection()
    hand.move(hand.at(320, 420), button=NONE)
    assert not any(line.is_traced for line in lines.values())


def test_an_edit_below_a_pointer_that_rests_leaves_no_half_of_a_way(make_hand, graph_of, qtbot):
    hand = make_hand(branched(graph_of))
    lines = hand.canvas.scene.wires

    def traced():
        return {wire for wire, line in lines.items() if line.is_traced}

    hand.move(hand.canvas.node_position("left"), button=NONE)
    qtbot.waitUntil(lambda: len(traced()) == 3)
    document = hand.canvas.document
    document.edit("x", edits.disconnect(document.graph, [Wire("left.output", "sum.inputs")]))
    assert traced() == set()
    qtbot.waitUntil(lambda: traced() == {Wire("mnist.image", "left.input")})
    document.edit("x", edits.remove_nodes(document.graph, ["left"]))
    assert traced() == set()
