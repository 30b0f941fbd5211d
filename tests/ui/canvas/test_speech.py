"""What a screen reader is told of the canvas."""

from hornstudio.engine.graph import Node
from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.watch.events import Statistics
from hornstudio.ui.canvas.highlight.heat import Measure

PAIR = {"one": Node("relu"), "two": Node("dense", at=(300, 0))}


def test_the_view_is_named_after_what_is_selected(make_hand, graph_of):
    hand = make_hand(graph_of(PAIR))
    view, document = hand.canvas.view, hand.document
    said = [view.accessibleName()]
    for ids in (["two"], ["one", "two"], []):
        document.select(ids)
        said.append(view.accessibleName())
    assert said == [
        "Canvas, 2 modules",
        "Canvas, Dense two selected",
        "Canvas, 2 modules selected",
        "Canvas, 2 modules",
    ]


def test_one_node_is_counted_as_one(make_hand, graph_of):
    view = make_hand(graph_of({"one": Node("relu")})).canvas.view
    assert view.accessibleName() == "Canvas, 1 module"


def test_where_nothing_is_selected_the_keys_that_lead_on_are_told(make_hand, graph_of):
    hand = make_hand(graph_of({}))
    assert hand.canvas.view.accessibleDescription() == "Tab searches a module to add"
    hand = make_hand(graph_of(PAIR))
    assert "an arrow key go to a module" in hand.canvas.view.accessibleDescription()
    hand.document.select(["one", "two"])
    assert hand.canvas.view.accessibleDescription() == ""


def test_a_selected_node_is_told_with_its_wires_and_problems(make_hand, graph_of, announced, qtbot):
    hand = make_hand(graph_of(PAIR, ("one.output", "two.input")))
    hand.canvas.activateWindow()
    hand.canvas.view.setFocus()
    qtbot.waitUntil(hand.canvas.view.hasFocus)
    hand.document.select(["one"])
    account = hand.canvas.view.accessibleDescription()
    assert "problem: input is open; it needs a wire" in account
    assert "output to two.input" in account
    assert announced == [account]


def test_a_node_is_named_before_it_is_described(make_hand, graph_of, monkeypatch):
    hand, order = make_hand(graph_of(PAIR)), []
    for part in ("setAccessibleName", "setAccessibleDescription"):
        monkeypatch.setattr(hand.canvas.view, part, lambda _words, part=part: order.append(part))
    hand.document.select(["one"])
    assert order[:2] == ["setAccessibleName", "setAccessibleDescription"]


def test_a_canvas_without_the_keyboard_keeps_quiet(make_hand, graph_of, announced):
    hand = make_hand(graph_of(PAIR))
    hand.canvas.view.clearFocus()
    hand.document.select(["one"])
    assert "open" in hand.canvas.view.accessibleDescription()
    assert announced == []


def test_what_is_told_of_a_node_follows_its_edits(make_hand, graph_of):
    hand = make_hand(graph_of(PAIR, ("one.output", "two.input")))
    hand.document.select(["two"])
    before = hand.canvas.view.accessibleDescription()
    hand.canvas.toggle_frozen()
    after = hand.canvas.view.accessibleDescription()
    assert "frozen" not in before
    assert "frozen" in after


def test_what_colours_say_is_told_too(make_hand, graph_of, announced, qtbot):
    hand = make_hand(find_template("mnist_mlp").graph())
    view, canvas = hand.canvas.view, hand.canvas
    hand.canvas.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    hand.document.select(["hidden"])
    canvas.colour_by(Measure.WEIGHTS)
    assert announced[-1] == "Modules are coloured by Weights, of 50\u202f890, Weights: 99 %"
    assert "Weights: 99 %" in view.accessibleDescription()
    canvas.colour_by(Measure.TIME)
    canvas.heat.show_times({"hidden": 0.003, "scores": 0.001})
    assert "Measured time forward: 3.00 ms · 75 %" in view.accessibleDescription()
    canvas.colour_by(Measure.NOTHING)
    assert announced[-1] == "Modules are coloured by category"
    assert "%" not in view.accessibleDescription()


def test_figures_of_a_run_are_told_while_they_are_shown(make_hand):
    hand = make_hand(find_template("mnist_mlp").graph())
    view, canvas = hand.canvas.view, hand.canvas
    hand.document.select(["relu"])
    figures = Statistics(epoch=1, step=3, wires={}, nodes={"relu": {"dead": 0.31}}, overall={})
    canvas.insight.take(figures)
    assert "dead" not in view.accessibleDescription()
    canvas.colour_by(Measure.GRADIENTS)
    assert "31 % dead" in view.accessibleDescription()
    hand.document.select(["accuracy"])
    canvas.set_live({"accuracy": "92.9 %"})
    assert "92.9 %" in view.accessibleDescription()
