"""From afar a scene is painted in batches, and what lies still only once."""

from PySide6.QtCore import QPointF

from hornstudio.engine.check import check
from hornstudio.engine.graph import Wire
from hornstudio.ui.canvas.scene import Scene
from hornstudio.ui.canvas.sheet import Sheet
from tests.engine import sample_graph


def test_batches_hold_every_node_and_wire(qapp):
    scene = Scene(check(sample_graph.mlp()))
    batch = scene.still_batch()
    bodies = [b for rects in batch.blocks.values() for b in rects]
    assert len(bodies) == len(scene.nodes)
    assert sum(map(len, batch.lines.values())) >= len(scene.wires)
    assert scene.still_batch() is batch


def test_what_is_dragged_is_in_the_moving_batch_alone(qapp):
    scene = Scene(check(sample_graph.mlp()))
    before = scene.nodes["relu"].body.topLeft()
    scene.drag_nodes({"relu"}, QPointF(40, 0))
    still, moving = scene.still_batch(), scene.moving_batch()
    assert [b.topLeft() for rects in moving.blocks.values() for b in rects] == [
        before + QPointF(40, 0)
    ]
    assert sum(map(len, still.blocks.values())) == len(scene.nodes) - 1
    scene.drag_nodes({"relu"}, QPointF(80, 0))
    assert scene.still_batch() is still
    scene.settle()
    assert sum(map(len, scene.still_batch().blocks.values())) == len(scene.nodes)


def test_a_wire_between_dragged_nodes_goes_along(qapp):
    scene = Scene(check(sample_graph.mlp()))
    line = scene.wires[Wire("hidden.output", "relu.input")]
    before = [each.p1() for each in line.lines_now()]
    scene.drag_nodes({"hidden", "relu"}, QPointF(16, 8))
    assert [each.p1() - QPointF(16, 8) for each in line.lines_now()] == before
    scene.settle()
    assert [each.p1() for each in line.lines_now()] == before


def test_the_picture_is_let_go_close_up(qtbot):
    sheet = Sheet(Scene(check(sample_graph.mlp())))
    qtbot.addWidget(sheet)
    sheet.zoom_to(0.2)
    sheet.grab()
    sheet.grab()
    assert sheet._overview._picture is not None
    sheet.zoom_to(1.0)
    sheet.grab()
    assert sheet._overview._picture is None
