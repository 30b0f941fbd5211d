"""A large network that is opened is seen at once; its wires get their items a few at a time."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QApplication

from hornstudio.engine.check import check
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Wire, freeze
from hornstudio.ui.canvas import Canvas
from hornstudio.ui.canvas.scene import lines as lines_module
from hornstudio.ui.canvas.scene.scene import Scene
from hornstudio.ui.document import Document
from tests.engine import sample_graph
from tests.ui.canvas.conftest import Hand
from tests.ui.canvas.scene.drawn_anew import assert_alike
from tests.ui.canvas.scene.test_backlog import crowd
from tests.ui.canvas.scene.test_renewal import compare_with_a_new_one


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    monkeypatch.setattr(lines_module, "MANY", 4)


def opened(graph: Graph) -> Scene:
    scene = Scene(check(Graph()))
    scene.area_in_view = QRectF
    scene.show_report(check(graph))
    return scene


def ways(scene: Scene) -> dict:
    return {wire: item.way for wire, item in scene.wires.items()}


def ends_from_afar(scene: Scene) -> set:
    lines = [line for each in scene.still_batch().lines.values() for line in each]
    return {(*line.p1().toTuple(), *line.p2().toTuple()) for line in lines}


def test_from_afar_a_line_stands_for_each_wire_that_has_no_item_yet(qapp):
    graph = crowd(7)
    scene = opened(graph)
    assert not scene.is_whole
    seen = ends_from_afar(scene)
    assert not scene.is_whole, "looking from afar makes none"
    ends = [scene.ends(wire) for wire in graph.wires]
    assert seen == {(*start.toTuple(), *end.toTuple()) for start, end in ends}


def test_lines_end_at_their_rows_of_a_port_that_takes_many(qapp):
    graph = sample_graph.two_in_two_out()
    scene = opened(graph)
    seen = ends_from_afar(scene)
    assert not scene.is_whole
    ends = [scene.ends(wire) for wire in graph.wires]
    assert seen == {(*start.toTuple(), *end.toTuple()) for start, end in ends}


def test_a_line_runs_through_the_points_of_its_wire(qapp):
    graph, wire = crowd(7), Wire("n2.output", "n3.input")
    graph = replace(graph, reroutes=freeze({wire: ((500.0, 300.0), (700.0, -90.0))}))
    scene = opened(graph)
    seen = ends_from_afar(scene)
    assert not scene.is_whole
    start, end = (point.toTuple() for point in scene.ends(wire))
    assert (*start, 500.0, 300.0) in seen
    assert (500.0, 300.0, 700.0, -90.0) in seen
    assert (700.0, -90.0, *end) in seen
    assert (*start, *end) not in seen


def test_who_asks_what_wires_are_in_an_area_has_all_of_them(qapp):
    graph = crowd(7)
    scene = opened(graph)
    found = {line.wire for line in scene.wires_near(scene.bounds())}
    assert found == set(graph.wires)


def test_who_asks_for_a_wire_has_all_of_them(qapp):
    graph = crowd(7)
    scene = opened(graph)
    assert list(scene.wires) == list(graph.wires)
    assert scene.is_whole
    scene.backlog.finish()
    compare_with_a_new_one(scene, scene.report)
    assert ways(scene) == ways(Scene(scene.report))


def test_a_few_at_a_time_they_come_to_lie_as_all_at_once(qapp):
    graph = crowd(20)
    scene = opened(graph)
    before = scene.still_batch()
    scene.backlog._step()
    assert 0 < len(scene._items) < len(graph.wires)
    assert scene.still_batch() is before, "the picture stays until all are there"
    scene.backlog.finish()
    assert scene.still_batch() is not before
    assert scene.is_whole
    compare_with_a_new_one(scene, scene.report)
    assert ways(scene) == ways(Scene(scene.report))
    assert [i.number for i in scene.wires.values()] == sorted(
        i.number for i in scene.wires.values()
    )


def test_an_edit_finds_all_wires_there(qapp):
    graph = crowd(7)
    scene = opened(graph)
    scene.show_report(check(edits.remove_nodes(graph, ["n3"]), before=scene.report))
    scene.backlog.finish()
    compare_with_a_new_one(scene, scene.report)
    assert Wire("n2.output", "n3.input") not in scene.wires


def test_another_network_takes_the_place_of_one_that_is_not_whole(qapp):
    scene = opened(crowd(7))
    scene.show_report(check(sample_graph.mlp()))
    scene.backlog.finish()
    compare_with_a_new_one(scene, scene.report)


def test_what_is_selected_before_its_wires_are_there_marks_them(qapp):
    scene = opened(crowd(7))
    scene._chosen = {"n2"}
    scene.backlog.finish()
    hot = {wire for wire, item in scene.wires.items() if item.is_hot}
    assert hot == {Wire("n1.output", "n2.input"), Wire("n2.output", "n3.input")}


@pytest.fixture
def canvas(qtbot):
    canvas = Canvas(Document(Graph()))
    qtbot.addWidget(canvas)
    canvas.resize(900, 600)
    canvas.show()
    canvas.view.zoom_to(0.2)
    canvas.document.open(crowd(20), None)
    canvas.scene.backlog._timer.stop()
    return canvas


def test_the_pointer_may_come_before_the_wires_and_a_press_finds_them(canvas, qtbot):
    scene, view = canvas.scene, canvas.view
    canvas.sight.fit_all()
    assert not scene.is_whole
    start, end = Scene(canvas.document.report).ends(Wire("n2.output", "n3.input"))
    at = view.mapFromScene((start + end) / 2)
    qtbot.mouseMove(view.viewport(), at)
    view.viewport().grab()
    assert not scene.is_whole, "neither a hovering pointer nor a frame waits for wires"
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert scene.is_whole
    assert scene.chosen_wires == {Wire("n2.output", "n3.input")}


def test_a_canvas_that_is_made_for_a_network_does_not_wait_for_its_wires(qtbot):
    canvas = Canvas(Document(crowd(20)))
    qtbot.addWidget(canvas)
    assert not canvas.scene.is_whole


def test_a_stroke_cuts_wires_that_have_no_item_yet(canvas, qtbot):
    canvas.sight.fit_all()
    wire = Wire("n2.output", "n3.input")
    start, end = Scene(canvas.document.report).ends(wire)
    middle = canvas.view.mapFromScene((start + end) / 2)
    assert not canvas.scene.is_whole
    Hand(canvas).drag(
        middle - QPoint(0, 15),
        middle + QPoint(0, 15),
        Qt.MouseButton.RightButton,
        Qt.KeyboardModifier.ControlModifier,
    )
    assert wire not in canvas.document.graph.wires


def test_from_afar_the_ways_are_seen_that_wires_get_after_all_were_asked_for(qtbot):
    rows = {f"n{i}": (240.0 * (i % 20), 100.0 * (i // 20)) for i in range(300)}
    canvas = Canvas(Document(edits.move_nodes(crowd(300), rows)))
    qtbot.addWidget(canvas)
    canvas.resize(900, 600)
    canvas.show()
    canvas.sight.fit_at_first()
    scene, overview = canvas.scene, canvas.view._overview
    canvas.view.viewport().repaint()
    QApplication.processEvents()
    assert not scene.is_whole
    scene.make_all()
    qtbot.waitUntil(lambda: not scene.backlog)
    assert not scene.painting.stale, "the window is painted where they changed"
    qtbot.waitUntil(lambda: overview._seen[1][0] == scene.revision, timeout=1000)


def test_close_up_a_frame_has_its_wires(canvas, qtbot):
    canvas.view.zoom_to(1.0)
    canvas.view.centerOn(QPointF(300.0, 30.0))
    canvas.view.viewport().grab()
    assert canvas.scene.is_whole
    canvas.scene.backlog.finish()
    other = Canvas(Document(crowd(20)))
    qtbot.addWidget(other)
    other.resize(900, 600)
    other.show()
    other.view.zoom_to(1.0)
    other.view.centerOn(QPointF(300.0, 30.0))
    assert_alike(canvas.view.grab().toImage(), other.view.grab().toImage())
