"""Nodes coloured by what they cost: the shares are those of the summary, and are said in words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hornstudio.engine.editing import edits
from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.summary import summarize
from hornstudio.ui.canvas.highlight.heat import Measure, colour_of
from hornstudio.ui.theme import current


@pytest.fixture
def hand(make_hand):
    hand = make_hand(find_template("mnist_cnn").graph())
    hand.canvas.sight.fit_all()
    return hand


@pytest.mark.parametrize("measure", [Measure.WEIGHTS, Measure.FLOPS, Measure.MEMORY])
def test_shares_are_those_of_the_summary(hand, measure):
    hand.canvas.colour_by(measure)
    summary = summarize(hand.graph)
    total = summary["totals"][measure.value]
    for node in summary["nodes"]:
        share = hand.canvas.heat.share(node["id"])
        assert (share or 0.0) == pytest.approx((node[measure.value] or 0) / total)


def test_shared_weights_count_once(make_hand):
    hand = make_hand(find_template("siamese_net").graph())
    hand.canvas.colour_by(Measure.WEIGHTS)
    shares = [hand.canvas.heat.share(node_id) or 0.0 for node_id in hand.graph.nodes]
    assert sum(shares) == pytest.approx(1.0)


def test_the_node_that_costs_most_is_the_deepest(hand):
    hand.canvas.colour_by(Measure.WEIGHTS)
    view, scene = hand.canvas.view, hand.canvas.scene
    picture = view.viewport().grab().toImage()

    def depth(node_id):
        body = scene.nodes[node_id].body
        at = view.mapFromScene(body.left() + 12, body.bottom() - 6)
        return picture.pixelColor(at).lightnessF()

    most = max(hand.graph.nodes, key=lambda i: hand.canvas.heat.share(i) or 0.0)
    assert depth(most) > depth("flatten") + 0.1  # of the dark scheme's scale


def test_an_edit_counts_anew_and_a_move_does_not(hand):
    hand.canvas.colour_by(Measure.WEIGHTS)
    before = hand.canvas.heat.share("scores")
    counted = hand.canvas.heat._amounts
    hand.document.edit("move", edits.move_nodes(hand.graph, {"scores": (2000.0, 0.0)}))
    assert hand.canvas.heat._amounts is counted
    hand.document.edit("narrow", edits.set_param(hand.graph, "conv_2", "filters", 8))
    assert hand.canvas.heat.share("scores") != before


def test_the_legend_names_the_total_and_ends_it(hand, qtbot):
    legend = hand.canvas.heat.legend
    assert not legend.isVisible()
    hand.canvas.colour_by(Measure.WEIGHTS)
    assert legend.isVisible()
    assert legend.total.text() == "of 34\u202f826"
    legend.left.emit()
    assert not legend.isVisible()
    assert hand.canvas.heat.measure is Measure.NOTHING


def test_the_scale_runs_from_little_to_much():
    assert colour_of(0.0) == current().color("heat.0")
    assert colour_of(1.0) == current().color("heat.6")
    assert colour_of(0.5) == current().color("heat.3")


def test_a_key_colours_by_each_measure_and_one_ends_it(window):
    window.filing.open_copy(find_template("mnist_cnn").graph())
    canvas, key = window.workspace.canvas, Qt.Key
    canvas.view.setFocus()
    chosen = {
        key.Key_2: Measure.WEIGHTS,
        key.Key_3: Measure.FLOPS,
        key.Key_4: Measure.MEMORY,
        key.Key_6: Measure.GRADIENTS,
        key.Key_1: Measure.NOTHING,
    }
    for pressed, measure in chosen.items():
        QTest.keyClick(canvas.view, pressed, Qt.KeyboardModifier.AltModifier)
        assert canvas.heat.measure is measure
        assert canvas.heat.legend.isVisible() == (measure is not Measure.NOTHING)
    assert window.document.undo_stack.count() == 0  # looking changes nothing
