"""From afar a scene is painted in batches, and what lies still only once."""

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QImage

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Wire
from hornstudio.ui.canvas import Canvas
from hornstudio.ui.canvas.paint import overview
from hornstudio.ui.canvas.paint.node import COMPACT_FROM
from hornstudio.ui.canvas.scene.scene import Scene
from hornstudio.ui.canvas.sheet import Sheet
from hornstudio.ui.document import Document
from hornstudio.ui.level import Level
from hornstudio.ui.theme import current
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
    sheet._rest.stop()
    sheet._on_zoom_rested()
    sheet.grab()
    assert sheet._overview._picture is None


def test_while_the_wheel_turns_the_last_picture_stands_for_a_large_graph(qtbot, monkeypatch):
    monkeypatch.setattr(overview, "_MANY", 0)
    sheet = Sheet(Scene(check(_spread(sample_graph.mlp()))))
    qtbot.addWidget(sheet)
    sheet.resize(800, 500)
    sheet.fit(sheet.canvas_scene.bounds(), most=0.2)
    sheet.grab()
    kept = sheet._overview._zoomed
    for factor in (0.8, 0.8, 1.5):
        sheet.zoom_by(factor)
        seen = sheet.viewport().grab().toImage()
        assert sheet._overview._zoomed is kept
        for item in sheet.canvas_scene.nodes.values():
            at = sheet.mapFromScene(item.body.center())
            assert seen.pixelColor(at).rgb() == current().block(item.look.category).rgb()
    sheet.zoom_by(0.2)  # too coarse by now
    sheet.grab()
    assert sheet._overview._zoomed is not kept


def _spread(graph):
    places = {node_id: (300.0 * i, 200.0 * (i % 3)) for i, node_id in enumerate(graph.nodes)}
    return edits.move_nodes(graph, places)


def test_for_a_little_part_no_picture_of_all_is_made(qtbot):
    sheet = Sheet(Scene(check(_spread(sample_graph.mlp()))))
    qtbot.addWidget(sheet)
    sheet.resize(800, 500)
    sheet.fit(sheet.canvas_scene.bounds(), most=0.2)
    sheet._rest.stop()
    sheet._on_zoom_rested()
    with qtbot.waitExposed(sheet):
        sheet.show()
    sheet.viewport().repaint()
    assert sheet._overview._seen is not None
    sheet._overview._picture = None
    sheet.viewport().repaint(sheet.viewport().rect().adjusted(300, 200, -300, -200))
    assert sheet._overview._picture is None
    sheet.viewport().repaint()
    assert sheet._overview._picture is not None


@pytest.fixture
def canvas(qtbot):
    graph = sample_graph.mlp()
    places = {node_id: (200.0 * i, 120.0 * (i % 3)) for i, node_id in enumerate(graph.nodes)}
    canvas = Canvas(Document(edits.move_nodes(graph, places)))
    qtbot.addWidget(canvas)
    canvas.resize(600, 240)
    canvas.show()
    qtbot.waitExposed(canvas)
    canvas.view.zoom_to(COMPACT_FROM / 2)
    canvas.view.centerOn(canvas.scene.bounds().center())
    qtbot.wait(400)  # the zoom has come to rest
    return canvas


def on_screen(canvas: Canvas) -> QImage:
    view = canvas.view.viewport()
    at = view.mapTo(view.window(), QPoint())
    whole = canvas.screen().grabWindow(canvas.window().winId())
    return whole.copy(at.x(), at.y(), view.width(), view.height()).toImage()


def differing(canvas: Canvas) -> int:
    """Pixels of the window that are not what is there."""
    shown = on_screen(canvas)
    canvas.view.viewport().repaint()
    wanted = on_screen(canvas)
    places = [(x, y) for x in range(0, shown.width(), 2) for y in range(0, shown.height(), 2)]
    return sum(shown.pixel(*place) != wanted.pixel(*place) for place in places)


def test_what_is_gone_or_elsewhere_leaves_nothing_behind(canvas, qtbot):
    document = canvas.document
    whole = document.graph
    last = list(whole.nodes)[-1]
    for changed in (
        edits.remove_nodes(whole, ["hidden"]),
        edits.move_nodes(whole, {last: (0.0, 400.0)}),
        edits.disconnect(whole, [Wire("relu.output", "scores.input")]),
    ):
        document.edit("change", changed)
        qtbot.wait(60)
        assert differing(canvas) == 0
        document.undo_stack.undo()
        qtbot.wait(60)
        assert differing(canvas) == 0
    document.undo_stack.setClean()


def test_what_comes_in_from_afar_is_seen_to_be_selected_and_to_be_wrong(qtbot):
    graph = sample_graph.mlp()
    places = {node_id: (900.0 * i, 120.0 * (i % 3)) for i, node_id in enumerate(graph.nodes)}
    inner = ["hidden", "relu", "scores"]
    made, use = group_nodes(edits.move_nodes(graph, places), inner, "Block", catalog())
    level = Level(Document(made))
    canvas = Canvas(level)
    qtbot.addWidget(canvas)
    canvas.resize(600, 240)
    canvas.show()
    qtbot.waitExposed(canvas)
    canvas.sight.fit_all()
    qtbot.wait(400)
    assert level.enter(use)
    qtbot.wait(400)
    for ids in (["hidden"], [], ["relu"], inner):
        level.select(ids)
        qtbot.wait(60)
        assert differing(canvas) == 0
    level.select(())
    canvas.scene.choose_wires([Wire("hidden.output", "relu.input")])
    qtbot.wait(60)
    assert differing(canvas) == 0
    level.edit("wrong", edits.set_param(level.graph, "scores", "units", -1))
    qtbot.wait(60)
    assert differing(canvas) == 0
    level.undo_stack.setClean()
