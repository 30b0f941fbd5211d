"""Points of a wire over a composite's border, by mouse: nothing that was bent straightens."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from hornstudio.engine.graph import Wire
from hornstudio.engine.storage.templates import find_template

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
INTO, OUT = Wire("flatten.output", "hidden.input"), Wire("relu.output", "scores.input")


@pytest.fixture
def bent(person):
    """A network with a short wire and a long one, each led through a point by dragging it."""
    person.window.filing.open_copy(find_template("mnist_mlp").graph())
    person.canvas.sight.fit_all()
    person.canvas.view.has_guides = False
    for wire, step in ((OUT, QPoint(0, -24)), (INTO, QPoint(0, -20))):
        pull(person, wire, step)
    person.canvas.sight.fit_all()
    return person


def pull(person, wire: Wire, step: QPoint) -> None:
    """Drag a wire at its middle."""
    before = person.canvas.document.graph
    start = person.canvas.view.mapFromScene(person.canvas.scene.wires[wire].middle)
    person.drag(start, start + step)
    after = person.canvas.document.graph
    assert after.wires == before.wires, "it has been unplugged"
    assert len(after.reroutes[wire]) == 1


def is_led(person, wire: Wire) -> bool:
    """Whether the wire is drawn through its points."""
    line = person.canvas.scene.wires[wire]
    points = person.canvas.document.graph.reroutes[wire]
    return all(line.is_near(QPointF(*at), 2.0) for at in points)


def test_a_bent_wire_is_grouped_over_entered_bent_on_and_ungrouped(bent):
    view, scene, level = bent.canvas.view, bent.canvas.scene, bent.window.workspace.level
    first = bent.graph
    around = scene.bounds(["hidden", "relu"]).adjusted(-4, -4, 4, 4)
    bent.drag(view.mapFromScene(around.topLeft()), view.mapFromScene(around.bottomRight()))
    assert set(bent.window.document.selection) == {"hidden", "relu"}
    bent.press(Qt.Key.Key_G, CONTROL)
    into, out = Wire("flatten.output", "block.input"), Wire("block.output", "scores.input")
    assert bent.graph.reroutes == {into: first.reroutes[INTO], out: first.reroutes[OUT]}
    assert is_led(bent, into)
    assert is_led(bent, out)
    at = bent.canvas.node_position("block")
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert level.is_inside
    assert not level.graph.reroutes
    inner = (Wire("input.output", "hidden.input"), Wire("relu.output", "output.input"))
    for wire in inner:
        pull(bent, wire, QPoint(0, 48))
        assert is_led(bent, wire)
    QTest.mouseClick(bent.canvas.composites.breadcrumb.buttons()[0], Qt.MouseButton.LeftButton)
    assert not level.is_inside
    assert is_led(bent, out)
    bent.select("block")
    bent.press(Qt.Key.Key_G, CONTROL | SHIFT)
    assert bent.graph.nodes == first.nodes
    assert bent.graph.reroutes[INTO][:1] == first.reroutes[INTO]
    assert bent.graph.reroutes[OUT][1:] == first.reroutes[OUT]
    assert [len(bent.graph.reroutes[wire]) for wire in (INTO, OUT)] == [2, 2]
    assert is_led(bent, INTO)
    assert is_led(bent, OUT)
    undo_all_and_redo_all(bent)


def undo_all_and_redo_all(person) -> None:
    stack, behind = person.window.document.undo_stack, []
    while stack.canUndo():
        behind.append(person.graph)
        person.press(Qt.Key.Key_Z, CONTROL)
    assert not person.graph.reroutes
    while behind:
        person.press(Qt.Key.Key_Z, CONTROL | SHIFT)
        assert person.graph is behind.pop()
