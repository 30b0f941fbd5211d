"""New modules: dropped, searched, put into wires."""

from dataclasses import replace
from time import monotonic

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hornstudio.engine.graph import PORT_OUT, Group, Node, Wire, freeze
from hornstudio.ui.canvas import view

KEY = Qt.Key


def choose(hand, text):
    QTest.keyClicks(hand.canvas.popup.field, text)
    QTest.keyClick(hand.canvas.popup.field, KEY.Key_Return)


def compose(field, *parts):
    for preedit, commit in parts:
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        QApplication.sendEvent(field, event)


def test_drop_from_the_palette_adds_at_the_pointer_on_the_grid(hand):
    hand.drop(b"softmax", hand.at(700, 300))
    x, y = hand.graph.nodes["softmax"].at
    assert (x % 8, y % 8) == (0, 0)
    assert abs(x + 82 - 700) <= 8
    assert abs(y + 16 - 300) <= 8
    assert hand.undo_texts() == ["Add Softmax"]


def test_drop_on_a_wire_puts_the_module_into_it_and_neighbours_move_aside(hand):
    before = hand.graph
    hand.drop(b"dropout", hand.at(204, 44))
    bodies = [item.body for item in hand.canvas.scene.nodes.values()]
    assert not any(a.intersects(b) for i, a in enumerate(bodies) for b in bodies[:i])
    assert hand.graph.nodes["dropout"].at[1] == 0  # level with the wire
    assert hand.graph.nodes["mnist"] is before.nodes["mnist"]
    assert hand.graph.nodes["dense"].at[0] > before.nodes["dense"].at[0]
    hand.undo_and_redo(before)
    assert [w for w in hand.graph.wires if "dropout" in w[0] + w[1]] == [
        Wire("mnist.image", "dropout.input"),
        Wire("dropout.output", "flatten.input"),
    ]


def test_a_wire_with_room_lets_everything_stand(make_hand, graph_of):
    nodes = {"mnist": Node("mnist"), "flatten": Node("flatten", at=(640, 0))}
    hand = make_hand(graph_of(nodes, ("mnist.image", "flatten.input")))
    hand.drop(b"dropout", hand.at(400, 44))
    assert hand.graph.nodes["dropout"].at == (320, 0)
    assert hand.graph.nodes["flatten"].at == (640, 0)


def test_what_cannot_go_into_a_wire_is_placed_over_it(hand):
    wires = hand.graph.wires
    hand.drop(b"hinge", hand.at(204, 44))
    assert hand.graph.wires == wires


def test_a_wire_stands_out_while_a_module_is_held_over_it(hand):
    line = hand.canvas.scene.wires[Wire("mnist.image", "flatten.input")]
    drag = hand.canvas.view.drag
    drag.move("dropout", QPointF(204, 44))
    assert line.is_hovered
    drag.move("dropout", QPointF(204, 400))
    assert not line.is_hovered
    drag.move("hinge", QPointF(204, 44))
    assert not line.is_hovered
    drag.leave()


def test_double_click_on_a_wire_searches_what_goes_into_it(hand):
    before = hand.graph
    hand.double_click(hand.at(204, 44))
    assert "hinge" not in hand.canvas.popup.kinds()
    choose(hand, "dropout")
    assert Wire("dropout.output", "flatten.input") in hand.graph.wires
    hand.undo_and_redo(before)


def test_drop_of_an_unknown_kind_changes_nothing(hand):
    before = hand.graph
    hand.drop(b"warp_drive", hand.at(700, 300))
    assert hand.graph is before


def test_add_module_follows_the_selected_node(hand):
    hand.document.select(["flatten"])
    node_id = hand.canvas.add_module("dropout")
    assert Wire("flatten.output", f"{node_id}.input") in hand.graph.wires
    assert hand.graph.nodes[node_id].at[0] > hand.graph.nodes["flatten"].at[0]
    assert hand.document.selection == (node_id,)


def test_added_modules_do_not_cover_others(make_hand):
    hand = make_hand()
    for _ in range(6):
        hand.document.select(())
        hand.canvas.add_module("mnist")
    bodies = [item.body for item in hand.canvas.scene.nodes.values()]
    assert not any(a.intersects(b) for i, a in enumerate(bodies) for b in bodies[:i])


def test_double_click_on_nothing_searches_and_adds_there(hand):
    hand.double_click(hand.at(700, 300))
    popup = hand.canvas.popup
    QTest.keyClicks(popup.field, "relu")
    QTest.keyClick(popup.field, KEY.Key_Return)
    assert hand.graph.nodes["relu_2"].at == (616, 288)
    assert hand.canvas.focusWidget() is hand.canvas.view


def test_tab_searches(hand):
    hand.key(KEY.Key_Tab)
    assert hand.canvas.popup.isVisible()
    row = hand.canvas.popup.list.currentRow()
    QTest.keyClick(hand.canvas.popup.field, KEY.Key_Down)
    assert hand.canvas.popup.list.currentRow() == row + 1


def test_space_searches_unless_it_has_moved_the_sheet_or_was_held(hand, monkeypatch):
    hand.key(KEY.Key_Space)
    assert hand.canvas.popup.isVisible()
    QTest.keyClick(hand.canvas.popup.field, KEY.Key_Escape)
    QTest.keyPress(hand.canvas.view, KEY.Key_Space)
    hand.drag(hand.at(700, 300), hand.at(700, 300) + QPoint(30, 30))
    QTest.keyRelease(hand.canvas.view, KEY.Key_Space)
    assert not hand.canvas.popup.isVisible()
    QTest.keyPress(hand.canvas.view, KEY.Key_Space)
    monkeypatch.setattr(view, "monotonic", lambda: monotonic() + 1.0)
    QTest.keyRelease(hand.canvas.view, KEY.Key_Space)
    assert not hand.canvas.popup.isVisible()


def test_what_is_searched_follows_the_selected_node_as_from_the_palette(hand):
    before = hand.graph
    hand.document.select(["flatten"])
    hand.canvas.ask_module(hand.canvas.view.to_scene(hand.at(700, 300).toPointF()))
    popup = hand.canvas.popup
    wired = [not entry.is_quiet for entry in popup.list.entries()]
    assert wired == sorted(wired, reverse=True)  # what fits stands first, the rest behind it
    assert not all(wired)
    choose(hand, "dropout")
    assert Wire("flatten.output", "dropout.input") in hand.graph.wires
    assert hand.graph.nodes["dropout"].at == (616, 288)
    assert hand.document.selection == ("dropout",)
    hand.undo_and_redo(before)


def test_a_composite_with_a_fault_inside_keeps_nobody_from_searching(make_hand, graph_of):
    nodes = {"dense": Node("dense"), "output": Node(PORT_OUT)}
    faulty = Group("Faulty", graph_of(nodes, ("dense.output", "output.input")))
    graph = graph_of({"mnist": Node("mnist"), "relu": Node("relu", at=(480, 0))})
    wire = Wire("mnist.image", "relu.input")
    hand = make_hand(replace(graph, wires=(wire,), groups=freeze({"faulty": faulty})))
    for ask in (
        lambda: hand.double_click(hand.at(700, 300)),
        lambda: hand.double_click(hand.at(320, 44)),
        lambda: hand.drag(hand.port("relu.output"), hand.at(800, 300)),
        lambda: hand.drag(hand.port("mnist.image"), hand.at(300, 300)),
    ):
        ask()
        assert "dropout" in hand.canvas.popup.kinds()
        hand.canvas.popup.leave()


def test_what_is_searched_over_another_node_goes_beside_the_selected_one(hand):
    hand.document.select(["flatten"])
    hand.canvas.ask_module(hand.canvas.scene.nodes["flatten"].body.center())
    choose(hand, "dropout")
    bodies = {i: item.body for i, item in hand.canvas.scene.nodes.items()}
    assert not any(bodies["dropout"].intersects(b) for i, b in bodies.items() if i != "dropout")
    assert bodies["dropout"].left() > bodies["flatten"].right()


def test_where_a_wire_would_lead_back_to_the_pointer_the_module_goes_right_of_the_other(make_hand):
    hand = make_hand()
    for kind in ("mnist", "flatten", "dense", "softmax", "categorical_crossentropy", "accuracy"):
        hand.canvas.add_module(kind)
    bodies = {i: item.body for i, item in hand.canvas.scene.nodes.items()}
    before = hand.graph
    rests = QPointF(bodies["flatten"].left(), bodies["flatten"].bottom() + 300)
    hand.canvas.ask_module(rests)
    choose(hand, "adam")
    loss = bodies["categorical_crossentropy"]
    assert hand.graph.nodes["adam"].at[0] > loss.right()
    hand.undo_and_redo(before)
    hand.document.select(["softmax"])
    hand.canvas.ask_module(rests)
    choose(hand, "dropout")
    assert hand.graph.nodes["dropout"].at[0] > bodies["softmax"].right()
    hand.document.select(())
    hand.canvas.ask_module(rests)
    choose(hand, "relu")
    assert hand.graph.nodes["relu"].at[0] < bodies["flatten"].right(), "nothing leads to it"


def test_what_was_used_most_stands_first_and_is_counted(hand):
    hand.canvas.uses.update(dense=3, relu=5)
    hand.double_click(hand.at(700, 300))
    assert hand.canvas.popup.kinds()[:2] == ["relu", "dense"]
    choose(hand, "softmax")
    hand.drop(b"softmax", hand.at(204, 44))
    assert hand.canvas.uses["softmax"] == 2


def test_korean_is_searched_while_a_syllable_is_being_composed(hand):
    hand.double_click(hand.at(700, 300))
    field = hand.canvas.popup.field
    compose(field, ("ㅎ", ""), ("하", ""), ("합", ""), ("핪", ""))
    assert hand.canvas.popup.kinds()[0] == "conv2d"
    compose(field, ("서", "합"), ("성", ""), ("", "성"), ("고", ""), ("곱", ""))
    assert field.whole_text == "합성곱"
    QTest.keyClick(field, KEY.Key_Return)
    assert "conv2d" in hand.graph.nodes
    hand.double_click(hand.at(700, 420))
    assert field.whole_text == ""
    assert len(hand.canvas.popup.kinds()) > 100


def test_readers_hear_what_enter_would_take(hand):
    hand.document.select(["flatten"])
    hand.key(KEY.Key_Tab)
    field = hand.canvas.popup.field
    QTest.keyClicks(field, "dense")
    assert field.accessibleDescription() == "Dense, 784 → 32"
    QTest.keyClick(field, KEY.Key_Down)
    assert field.accessibleDescription() != "Dense 784 → 32"


def test_a_click_elsewhere_closes_the_search(hand):
    hand.key(KEY.Key_Tab)
    hand.click(hand.at(700, 420))
    assert not hand.canvas.popup.isVisible()


def test_empty_canvas_shows_a_hint_until_something_is_there(make_hand):
    hand = make_hand()
    assert hand.canvas.hint.isVisible()
    hand.canvas.add_module("mnist")
    assert not hand.canvas.hint.isVisible()


def test_modules_added_one_behind_the_other_are_wired_where_it_is_obvious(make_hand):
    hand = make_hand()
    for kind in ("mnist", "flatten", "dense", "softmax", "categorical_crossentropy", "accuracy"):
        hand.canvas.add_module(kind)
    hand.canvas.add_module("sgd")
    assert not [p for p in hand.document.report.problems if "open" in p.reason]
    assert Wire("softmax.output", "accuracy.prediction") in hand.graph.wires
    assert Wire("mnist.label", "accuracy.target") in hand.graph.wires
    assert Wire("categorical_crossentropy.loss", "sgd.loss") in hand.graph.wires
    assert len(hand.undo_texts()) == 7


def test_a_metric_stands_below_the_loss_and_the_optimizer_right_of_it(make_hand):
    hand = make_hand()
    for kind in ("mnist", "flatten", "dense", "softmax", "categorical_crossentropy"):
        hand.canvas.add_module(kind)
    loss = hand.canvas.scene.nodes["categorical_crossentropy"].body
    for kind in ("accuracy", "sgd"):
        hand.canvas.add_module(kind)
    accuracy, sgd = (hand.canvas.scene.nodes[i].body for i in ("accuracy", "sgd"))
    assert (accuracy.left(), sgd.top()) == (loss.left(), loss.top())
    assert accuracy.top() >= loss.bottom() + 16
    assert sgd.left() >= loss.right() + 56


def test_embedding_is_not_offered_for_labels(make_hand, graph_of):
    hand = make_hand(graph_of({"digits": Node("digits"), "names": Node("names", at=(0, 300))}))
    hand.canvas.ask_module(hand.at(300, 300), "digits.label")
    kinds = hand.canvas.popup.kinds()
    assert "accuracy" in kinds
    assert "embedding" not in kinds
    hand.canvas.ask_module(hand.at(300, 300), "names.letters")
    assert "embedding" in hand.canvas.popup.kinds()
