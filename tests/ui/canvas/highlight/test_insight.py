"""Live figures on the canvas: wires by their gradient, words at nodes, and why there are none."""

import pytest
from msgspec import structs
from PySide6.QtCore import QRectF

from hornstudio.engine.watch.events import Statistics
from hornstudio.ui.canvas.highlight.heat import Measure
from hornstudio.ui.canvas.highlight.insight import first_line, node_words

FOUND = Statistics(
    epoch=1,
    step=5,
    nodes={
        "hidden": {"mean": 0.125, "spread": 0.5, "update_ratio": 0.0012},
        "relu": {"mean": 0.3, "spread": 0.4, "dead": 0.313},
    },
    wires={"flatten.output": 0.0, "hidden.output": 0.001, "relu.output": 2.0},
    overall={},
)


@pytest.fixture
def hand(make_hand):
    from hornstudio.engine.storage.templates import find_template

    hand = make_hand(find_template("mnist_mlp").graph())
    hand.canvas.sight.fit_all()
    return hand


def picture(hand):
    return hand.canvas.view.viewport().grab().toImage()


def test_nothing_is_drawn_until_it_is_wanted(hand):
    before = picture(hand)
    hand.canvas.insight.take(FOUND)
    assert picture(hand) == before
    hand.canvas.colour_by(Measure.GRADIENTS)
    assert picture(hand) != before
    hand.canvas.colour_by(Measure.NOTHING)
    assert picture(hand) == before


def test_words_say_what_is_known_of_a_node():
    assert node_words(FOUND.nodes["hidden"]) == "0.12 ± 0.5 · update 1.2e−03"
    assert node_words(FOUND.nodes["relu"]) == "0.3 ± 0.4 · 31 % dead"
    assert node_words({"mean": -3.1, "spread": 5.0}) == "−3.1 ± 5"
    assert node_words({"update_ratio": 0.0}) == "update 0"
    assert node_words({}) == ""


def test_the_legend_says_from_where_to_where_or_how_to_get_there(hand):
    hand.canvas.colour_by(Measure.GRADIENTS)
    legend = hand.canvas.heat.legend
    assert legend.isVisible()
    assert "training" in legend.total.text()
    hand.canvas.insight.take(FOUND)
    assert legend.total.text() == "0.001 to 2"
    hand.canvas.insight.take(FOUND, 3)
    assert (legend.name.text(), legend.total.text()) == ("Gradient norm in epoch 1", "0.001 to 2")
    hand.canvas.insight.take(None, 3)
    assert (legend.name.text(), legend.total.text()) == ("Gradient norm", "not kept of epoch 3")
    hand.canvas.insight.take(FOUND)
    assert legend.name.text() == "Gradient norm"
    nothing = structs.replace(FOUND, wires=dict.fromkeys(FOUND.wires, 0.0))
    hand.canvas.insight.take(nothing)
    assert legend.total.text() == "0 on every wire"
    hand.canvas.insight.take(None)
    assert "training" in legend.total.text()


def test_a_wire_under_the_pointer_tells_its_number_while_gradients_are_shown(hand):
    hand.canvas.insight.take(FOUND)
    assert hand.canvas.view.wire_words("relu.output") == ""
    hand.canvas.colour_by(Measure.GRADIENTS)
    assert hand.canvas.view.wire_words("relu.output") == "gradient norm 2"
    assert hand.canvas.view.wire_words("mnist.label") == ""
    hand.canvas.colour_by(Measure.NOTHING)


def test_measured_times_are_asked_for_and_shown_with_their_share(hand, qtbot):
    heat = hand.canvas.heat
    with qtbot.waitSignal(hand.canvas.times_wanted):
        hand.canvas.colour_by(Measure.TIME)
    assert heat.legend.total.text() == "measuring …"
    heat.show_times({}, "not while a run goes on")
    assert heat.legend.total.text() == "not while a run goes on"
    heat.show_times({"hidden": 0.003, "scores": 0.001})
    assert heat.share("hidden") == 0.75
    assert heat.share("relu") is None
    assert heat.legend.total.text() == "of 4.00 ms"


def test_a_composite_has_the_time_of_all_layers_in_it(make_hand):
    from tests.engine.composite import sample_composite

    hand = make_hand(sample_composite.residual())
    uses = [i for i, n in hand.graph.nodes.items() if n.kind in hand.graph.groups]
    hand.canvas.colour_by(Measure.TIME)
    hand.canvas.heat.show_times({f"{uses[0]}__a": 0.001, f"{uses[0]}__b": 0.002})
    assert hand.canvas.heat._amounts == {uses[0]: pytest.approx(0.003)}


def test_a_composite_says_what_it_gives_out_and_its_wire_has_its_gradient(make_hand):
    from tests.engine.composite import sample_composite

    hand = make_hand(sample_composite.residual())
    figures = {"mean": 0.5, "spread": 2.0, "update_ratio": 0.1}
    found = structs.replace(
        FOUND, nodes={"block_1__add": figures}, wires={"block_1__add.output": 3.0}
    )
    hand.canvas.insight.take(found)
    assert hand.canvas.insight.words("block_1") == "0.5 ± 2"
    assert hand.canvas.insight.gradient("block_1.output") == 3.0
    assert hand.canvas.insight.words("block_2") == ""
    assert hand.canvas.insight.gradient("block_2.output") is None


def test_inside_a_composite_the_wire_from_its_entry_has_its_gradient(qtbot):
    from hornstudio.ui.canvas import Canvas
    from hornstudio.ui.document import Document
    from hornstudio.ui.level import Level
    from tests.engine.composite import sample_composite

    level = Level(Document(sample_composite.residual()))
    canvas = Canvas(level)
    qtbot.addWidget(canvas)
    canvas.insight.take(structs.replace(FOUND, wires={"first.output": 3.0}))
    level.go(("block_1",))
    assert canvas.insight.gradient("input.output") == 3.0


def test_a_bypassed_node_passes_the_gradient_and_says_nothing_itself(hand):
    from hornstudio.engine.editing import edits

    hand.document.edit("Bypass", edits.set_attribute(hand.graph, "relu", "bypassed", True))
    hand.canvas.insight.take(FOUND)
    assert hand.canvas.insight.gradient("relu.output") == 0.001
    assert hand.canvas.insight.words("relu") == ""


def test_what_is_disabled_sends_no_gradient_back(hand):
    from hornstudio.engine.editing import edits

    carries = hand.canvas.insight._carries
    (wire,) = (w for w in hand.canvas.scene.wires.values() if w.wire.target_node == "relu")
    assert carries(wire)
    hand.document.edit("Disable", edits.set_attribute(hand.graph, "relu", "disabled", True))
    (wire,) = (w for w in hand.canvas.scene.wires.values() if w.wire.target_node == "relu")
    assert not carries(wire)


def test_tags_end_above_the_node_below(qapp):
    body = QRectF(0, 0, 160, 110)
    near, aside = QRectF(0, 140, 160, 60), QRectF(400, 112, 160, 60)
    free = first_line(body, 3, [body, aside], 0.55)
    assert free > body.bottom()
    risen = first_line(body, 3, [body, near, aside], 0.55)
    assert body.top() < risen < free
    assert risen + (2 * 19 + 9) / 0.55 <= near.top()
    assert first_line(body, 1, [body, near], 1.0) == first_line(body, 1, [body], 1.0)
