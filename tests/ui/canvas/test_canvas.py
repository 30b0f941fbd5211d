"""Names, states, menus, pan and zoom, and following the document."""

from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Node, Wire
from hornstudio.ui.canvas.context_menu import build_menu
from hornstudio.ui.canvas.paint.node import more_rect
from hornstudio.ui.canvas.sheet import LEAST

SHIFT = Qt.KeyboardModifier.ShiftModifier
MIDDLE = Qt.MouseButton.MiddleButton
KEY = Qt.Key


def test_f2_renames_in_place_with_korean(hand):
    hand.document.select(["dense"])
    hand.key(KEY.Key_F2)
    editor = hand.canvas.naming.editor
    assert editor.isVisible()
    editor.setText("은닉층")
    QTest.keyClick(editor, KEY.Key_Return)
    assert hand.graph.nodes["dense"].title == "은닉층"
    assert hand.canvas.scene.nodes["dense"].look.title == "은닉층"
    assert not editor.isVisible()


def test_escape_leaves_the_title(hand):
    hand.double_click(hand.canvas.node_position("dense"))
    editor = hand.canvas.naming.editor
    QTest.keyClicks(editor, "x")
    QTest.keyClick(editor, KEY.Key_Escape)
    assert hand.graph.nodes["dense"].title == ""
    assert hand.canvas.focusWidget() is hand.canvas.view


def test_freeze_and_bypass_by_key(hand):
    hand.document.select(["dense", "relu"])
    hand.key(KEY.Key_F, SHIFT)
    assert all(hand.graph.nodes[i].frozen for i in ("dense", "relu"))
    hand.key(KEY.Key_B)
    assert all(hand.graph.nodes[i].bypassed for i in ("dense", "relu"))
    hand.key(KEY.Key_B)
    assert hand.undo_texts() == ["Freeze 2 modules", "Bypass 2 modules", "Use 2 modules again"]


def test_menu_shares_weights_between_nodes_of_a_kind(make_hand, graph_of):
    nodes = {"first": Node("dense"), "second": Node("dense", at=(0, 200))}
    hand = make_hand(graph_of(nodes))
    menu = build_menu(hand.canvas, QPointF(82, 216))
    sharing = next(a.menu() for a in menu.actions() if a.text() == "Share weights with")
    sharing.actions()[0].trigger()
    assert hand.graph.nodes["second"].weights_of == "first"
    looks = [item.look.shared for item in hand.canvas.scene.nodes.values()]
    assert looks == [2, 2]
    menu.deleteLater()


def test_the_sign_in_the_header_opens_the_menu(hand, qtbot):
    hand.canvas.view.menu_asked.disconnect(hand.canvas.menus.ask_at)  # no pop-up offscreen
    item = hand.canvas.scene.nodes["flatten"]
    at = more_rect(item.look).translated(item.pos()).center()
    with qtbot.waitSignal(hand.canvas.view.menu_asked):
        hand.click(hand.at(at.x(), at.y()))
    assert hand.document.selection == ("flatten",)


def test_wire_menu_inserts_a_module(hand):
    wire = Wire("mnist.image", "flatten.input")
    hand.canvas.ask_insert(wire, QPointF(204, 44))
    assert "categorical_crossentropy" not in hand.canvas.popup.kinds()
    QTest.keyClicks(hand.canvas.popup.field, "relu")
    QTest.keyClick(hand.canvas.popup.field, KEY.Key_Return)
    assert Wire("relu_2.output", "flatten.input") in hand.graph.wires


def test_readers_hear_what_is_selected(hand):
    hand.document.select(["dense"])
    assert "Dense" in hand.canvas.view.accessibleName()


def test_middle_button_pans(hand):
    before = hand.canvas.node_position("dense")
    hand.drag(hand.at(700, 400), hand.at(700, 400) + QPoint(60, -25), button=MIDDLE)
    assert hand.canvas.node_position("dense") == before + QPoint(60, -25)
    assert hand.undo_texts() == []


def test_space_and_left_button_pan_even_over_a_node(hand):
    before = hand.canvas.node_position("dense")
    QTest.keyPress(hand.canvas.view, KEY.Key_Space)
    hand.drag(before, before + QPoint(30, 30))
    QTest.keyRelease(hand.canvas.view, KEY.Key_Space)
    assert hand.canvas.node_position("dense") == before + QPoint(30, 30)
    assert hand.graph.nodes["dense"].at == (480, 0)


def test_zoom_keeps_the_point_under_the_pointer_and_its_limits(hand):
    view = hand.canvas.view
    anchor = QPointF(300, 200)
    kept = view.to_scene(anchor)
    view.zoom_by(1.5, anchor)
    moved = view.mapFromScene(kept) - anchor.toPoint()
    assert moved.manhattanLength() <= 2
    view.zoom_by(100)
    assert view.zoom == 4.0
    view.zoom_by(0.0001)
    assert view.zoom == LEAST
    hand.key(KEY.Key_0)
    assert view.zoom == 1.0
    hand.key(KEY.Key_Plus)
    assert hand.canvas.zoom_box.scale.text() == "120 %"


def test_with_several_selected_fit_shows_these(hand):
    hand.canvas.view.centerOn(5000, 5000)
    hand.document.select(["mnist", "flatten"])
    hand.key(KEY.Key_F)
    area, chosen = hand.canvas.view.visible_area(), hand.canvas.scene.bounds(["mnist", "flatten"])
    assert area.contains(chosen)
    assert (area.center() - chosen.center()).manhattanLength() < 40


def test_what_a_remedy_adds_out_of_view_is_brought_into_it_and_else_nothing_moves(hand):
    view, nodes = hand.canvas.view, hand.canvas.scene.nodes
    at = (view.visible_area().right() + 100.0, 0.0)
    hand.document.edit("Add Adam", edits.add_node(hand.graph, "adam", Node("adam", at=at)))
    assert view.visible_area().contains(nodes["adam"].body)
    before = view.visible_area()
    hand.document.edit("Add", edits.add_node(hand.graph, "tanh", Node("tanh", at=(480, 320))))
    assert view.visible_area() == before
    hand.document.edit("Delete", edits.remove_nodes(hand.graph, ["adam"]))
    view.centerOn(-9000, 0)
    away = view.visible_area()
    hand.document.edit("Set units", edits.set_param(hand.graph, "dense", "units", 7))
    assert view.visible_area() == away
    hand.document.undo_stack.undo()
    hand.document.undo_stack.undo()
    assert view.visible_area().contains(nodes["adam"].body)


def test_unknown_kinds_and_circles_are_shown(make_hand, graph_of):
    nodes = {"odd": Node("warp_drive"), "a": Node("relu", at=(240, 0)), "b": Node("relu")}
    wires = (("a.output", "b.input"), ("b.output", "a.input"), ("odd.output", "a.input"))
    hand = make_hand(graph_of(nodes, *wires))
    assert hand.canvas.scene.nodes["odd"].look.status == "error"
    hand.viewport.grab()
    hand.canvas.view.zoom_to(0.2)
    hand.viewport.grab()


def test_items_of_unchanged_nodes_are_kept(hand):
    before = dict(hand.canvas.scene.nodes)
    graph = edits.set_param(hand.graph, "dense", "units", 7)
    hand.document.edit("Set units", graph)
    hand.document.undo_stack.undo()
    hand.document.undo_stack.redo()
    assert hand.canvas.scene.nodes == before


def test_an_edit_from_elsewhere_ends_a_gesture(hand):
    start = hand.canvas.node_position("dense")
    hand.hold(start, start + QPoint(80, 80))
    hand.document.edit("Delete", edits.remove_nodes(hand.graph, ["dense"]))
    hand.release(start)
    assert "dense" not in hand.canvas.scene.nodes
    assert len(hand.undo_texts()) == 1


def test_opening_another_graph_replaces_everything(hand, graph_of):
    hand.document.open(graph_of({"only": Node("relu", at=(8, 8))}), None)
    assert list(hand.canvas.scene.nodes) == ["only"]
    assert hand.canvas.scene.wires == {}


def test_live_values_show_and_go(hand):
    hand.canvas.set_live({"dense": "0.0489"})
    assert hand.canvas.scene.nodes["dense"].look.live == "0.0489"
    hand.canvas.set_live({})
    assert hand.canvas.scene.nodes["dense"].look.live == ""


def test_figures_outlive_their_run_and_its_look(hand):
    hand.canvas.set_training(True)
    hand.canvas.set_live({"dense": "0.0489"})
    item = hand.canvas.scene.nodes["dense"]
    assert (item.look.live, item.look.is_training) == ("0.0489", True)
    hand.canvas.set_training(False)
    assert (item.look.live, item.look.is_training) == ("0.0489", False)
    hand.canvas.set_training(True)
    assert (item.look.live, item.look.is_training) == ("", False)


def test_click_on_a_sign_opens_reason_and_remedy(make_hand, graph_of):
    nodes = {
        "mnist": Node("mnist", at=(0, 0)),
        "scores": Node("dense", at=(240, 0)),
        "loss": Node("categorical_crossentropy", at=(560, 0)),
    }
    wires = (
        ("mnist.image", "scores.input"),
        ("mnist.label", "loss.target"),
        ("scores.output", "loss.prediction"),
    )
    hand = make_hand(graph_of(nodes, *wires))
    line = hand.canvas.scene.wires[Wire("scores.output", "loss.prediction")]
    item = hand.canvas.scene.nodes["loss"]
    assert item.look.status == "error"
    if line.look.status == "error":
        place = line.middle
    else:
        place = item.look.footer_rect().translated(item.pos()).center()
    hand.click(hand.at(place.x(), place.y()))
    buttons = hand.canvas.advice.bubble.buttons()
    assert buttons
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert hand.canvas.scene.nodes["loss"].look.status != "error"


SEED_PLACES = {
    "mnist": (0, 0),
    "flatten": (240, 0),
    "dense": (480, 0),
    "relu": (720, 0),
    "dense_2": (0, 240),
    "softmax": (240, 240),
    "categorical_crossentropy": (480, 240),
    "accuracy": (480, 440),
    "sgd": (720, 240),
}
SEED_WIRES = [
    ("mnist.image", "flatten.input"),
    ("flatten.output", "dense.input"),
    ("dense.output", "relu.input"),
    ("relu.output", "dense_2.input"),
    ("dense_2.output", "softmax.input"),
    ("softmax.output", "categorical_crossentropy.prediction"),
    ("mnist.label", "categorical_crossentropy.target"),
    ("softmax.output", "accuracy.prediction"),
    ("mnist.label", "accuracy.target"),
    ("categorical_crossentropy.loss", "sgd.loss"),
]


def test_the_seed_model_is_built_by_hand_undone_and_redone(make_hand):
    hand = make_hand()
    for node_id, (x, y) in SEED_PLACES.items():
        hand.drop(node_id.removesuffix("_2").encode(), hand.at(x, y))
    hand.document.select(())
    hand.key(KEY.Key_F)
    for source, target in SEED_WIRES:
        hand.wire(source, target)
    assert list(hand.graph.nodes) == list(SEED_PLACES)
    assert [tuple(w) for w in hand.graph.wires] == SEED_WIRES
    assert hand.canvas.scene.nodes["sgd"].look.inputs[0].is_linked
    built, stack = hand.graph, hand.document.undo_stack
    while stack.canUndo():
        stack.undo()
    assert not hand.graph.nodes
    assert hand.canvas.scene.nodes == {}
    while stack.canRedo():
        stack.redo()
    assert hand.graph is built
    assert set(hand.canvas.scene.wires) == {Wire(*w) for w in SEED_WIRES}


def test_figures_do_not_move_into_another_graph(hand):
    hand.canvas.set_live({"dense": "0.0489"})
    hand.document.open(hand.graph, None)
    assert hand.canvas.scene.nodes["dense"].look.live == ""


def test_figures_stay_when_the_document_is_saved(hand, tmp_path):
    hand.document.open(replace(hand.graph, name="named"), None)
    hand.canvas.set_live({"dense": "0.0489"})
    hand.document.save(tmp_path / "a.horn")
    assert hand.canvas.scene.nodes["dense"].look.live == "0.0489"


def test_shapes_stand_on_wires_at_rest_where_that_is_wished(make_hand, graph_of):
    nodes = {"mnist": Node("mnist"), "near": Node("relu", at=(224, 0))}
    nodes["far"] = Node("flatten", at=(640, 200))
    wires = (("mnist.image", "near.input"), ("near.output", "far.input"))
    hand = make_hand(graph_of(nodes, *wires))
    plain = hand.viewport.grab().toImage()
    hand.canvas.show_shapes(True)
    assert hand.viewport.grab().toImage() != plain
    hand.canvas.show_shapes(False)
    assert hand.viewport.grab().toImage() == plain
