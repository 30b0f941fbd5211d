"""Reroute points by keys, menu and actions."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QMenu

from hornstudio.engine.editing.frame import Frame, add_frame
from hornstudio.engine.editing.reroute import with_points
from hornstudio.engine.graph import Node, Wire
from hornstudio.ui.canvas.context_menu import build_menu
from hornstudio.ui.canvas.figure.drawing import drawing_of
from hornstudio.ui.canvas.figure.tikz import tikz_text
from hornstudio.ui.canvas.paint import wire as stroke

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
WIRE = Wire("mnist.image", "flatten.input")


@pytest.fixture
def hand(make_hand, graph_of):
    nodes = {"mnist": Node("mnist", at=(0, 0)), "flatten": Node("flatten", at=(640, 0))}
    return make_hand(graph_of(nodes, WIRE))


def bend(hand, *row: tuple[float, float]):
    hand.document.edit("bend", with_points(hand.graph, {WIRE: row}))
    return hand.graph


def test_r_bends_what_is_selected_arrows_nudge_and_del_heals(hand) -> None:
    before = hand.graph
    hand.key(Qt.Key.Key_R)
    assert hand.graph is before  # nothing is meant; the notice says what would be
    hand.document.select(["mnist"])
    hand.key(Qt.Key.Key_R)
    (start,) = hand.graph.reroutes[WIRE]
    hand.undo_and_redo(before)
    assert hand.document.selection == ()
    bent = hand.graph
    hand.canvas.scene.reroutes.choose([(WIRE, 0)])
    for _ in range(3):
        hand.key(Qt.Key.Key_Down)
    assert hand.graph.reroutes[WIRE] == ((start[0], start[1] + 24),)
    assert "reroute point 1 of the wire" in hand.canvas.view.accessibleName()
    hand.undo_and_redo(bent)
    hand.canvas.scene.reroutes.choose([(WIRE, 0)])
    moved = hand.graph
    hand.key(Qt.Key.Key_Delete)
    assert hand.graph.wires == (WIRE,)
    assert not hand.graph.reroutes
    hand.undo_and_redo(moved)
    texts = ["Add reroute point", "Move reroute point", "Delete reroute point"]
    assert hand.undo_texts() == texts


def test_r_bends_the_wire_under_the_pointer(hand, monkeypatch) -> None:
    view = hand.canvas.view
    place = view.mapFromScene(hand.canvas.scene.wires[WIRE].middle)
    monkeypatch.setattr(type(view.cursor()), "pos", lambda *_: view.viewport().mapToGlobal(place))
    monkeypatch.setattr(view.viewport(), "underMouse", lambda: True)
    hand.key(Qt.Key.Key_R)
    assert len(hand.graph.reroutes[WIRE]) == 1


def test_shift_r_goes_from_point_to_point(hand) -> None:
    bend(hand, (320.0, 96.0), (480.0, 96.0))
    layer = hand.canvas.scene.reroutes
    for place in ((WIRE, 0), (WIRE, 1), (WIRE, 0)):
        hand.key(Qt.Key.Key_R, SHIFT)
        assert layer.chosen == (place,)
    hand.key(Qt.Key.Key_Escape)
    assert layer.chosen == ()


def test_points_line_up_with_nodes_and_are_left_alone_by_a_layout_of_others(hand) -> None:
    before = bend(hand, (320.0, 96.0), (480.0, 160.0))
    hand.canvas.scene.reroutes.choose([(WIRE, 0), (WIRE, 1)])
    hand.key(Qt.Key.Key_Up, ALT | SHIFT)
    assert hand.graph.reroutes[WIRE] == ((320.0, 96.0), (480.0, 96.0))
    hand.undo_and_redo(before)
    hand.document.undo_stack.undo()
    hand.canvas.scene.reroutes.choose(())
    hand.key(Qt.Key.Key_L)
    assert not hand.graph.reroutes
    hand.undo_and_redo(before)


def texts_of(menu: QMenu) -> list[str]:
    return [action.text().split("\t")[0] for action in menu.actions()]


def test_menus_add_points_and_straighten_wires(hand) -> None:
    before = hand.graph
    middle = hand.canvas.scene.wires[WIRE].middle
    menu = build_menu(hand.canvas, middle)
    next(a for a in menu.actions() if "Add a reroute point" in a.text()).trigger()
    assert len(hand.graph.reroutes[WIRE]) == 1
    menu.deleteLater()
    menu = build_menu(hand.canvas, QPointF(*hand.graph.reroutes[WIRE][0]))
    assert texts_of(menu) == ["Delete", "Straighten the wire"]
    menu.actions()[1].trigger()
    menu.deleteLater()
    assert hand.graph == before
    assert hand.undo_texts()[-1] == "Straighten a wire"


def test_frames_take_their_points_along(hand) -> None:
    bent = with_points(hand.graph, {WIRE: [(320.0, 96.0), (480.0, 400.0)]})
    frame = Frame("Part", at=(-40.0, -80.0), size=(400.0, 300.0))  # holds mnist and one point
    hand.document.edit("frame", add_frame(bent, frame))
    before = hand.graph
    hand.drag(hand.at(100, -64), hand.at(100, 16))
    assert hand.graph.nodes["mnist"].at == (0.0, 80.0)
    assert hand.graph.reroutes[WIRE] == ((320.0, 176.0), (480.0, 400.0))
    hand.undo_and_redo(before)
    after = hand.graph
    hand.key(Qt.Key.Key_Down)
    assert hand.graph.reroutes[WIRE][0] == (320.0, 184.0)
    hand.undo_and_redo(after)


def test_copies_and_figures_have_the_points(hand) -> None:
    bend(hand, (320.0, 200.0))
    drawing = drawing_of(hand.graph)
    assert drawing.area.bottom() > 200
    assert "(320.0, 200.0)" in tikz_text(drawing, "x")
    hand.key(Qt.Key.Key_A, CTRL)
    hand.key(Qt.Key.Key_D, CTRL)
    assert len(hand.graph.reroutes) == 2
    copy = next(w for w in hand.graph.reroutes if w != WIRE)
    assert hand.graph.reroutes[copy] == ((344.0, 224.0),)


def test_a_point_that_is_nudged_goes_past_a_module_and_never_under_it(hand) -> None:
    body = hand.canvas.scene.nodes["flatten"].body
    bend(hand, (body.left() - 8, body.top() + 8), (body.left() - 8, body.top() + 16))
    before = hand.graph
    hand.canvas.scene.reroutes.choose([(WIRE, 0), (WIRE, 1)])
    for _ in range(2):
        hand.key(Qt.Key.Key_Right)
        rows = hand.graph.reroutes[WIRE]
        assert not any(body.contains(QPointF(*point)) for point in rows)
    assert rows[0][0] > body.right()
    assert rows[1][0] == rows[0][0]
    hand.key(Qt.Key.Key_Left)
    hand.key(Qt.Key.Key_Left)
    assert hand.graph.reroutes[WIRE][0][0] < body.left()
    assert hand.graph.reroutes[WIRE][0][1] == before.reroutes[WIRE][0][1]
    hand.undo_and_redo(before)


def test_the_shape_on_a_wire_hides_none_of_its_points(hand) -> None:
    line = hand.canvas.scene.wires[WIRE]
    assert line.look.text
    assert line.words_at == line.middle
    at = line.middle
    bend(hand, (at.x() + 4, at.y()))
    line = hand.canvas.scene.wires[WIRE]
    (point,) = line.points
    shape = stroke.pill_rect(line.words_at, line.look.text)
    assert not shape.adjusted(-4, -4, 4, 4).contains(point)
    assert line.boundingRect().contains(shape)
    far = (at.x() + 4, at.y() + 300)
    bend(hand, far)
    line = hand.canvas.scene.wires[WIRE]
    assert not stroke.pill_rect(line.words_at, line.look.text).contains(line.points[0])
