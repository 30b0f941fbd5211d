"""Composites taken apart: alone, with those that share weights, and undone."""

import pytest
from PySide6.QtCore import Qt

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.ui.canvas.edit import sharing_question
from hornstudio.ui.level import Level
from tests.ui.canvas.edit.conftest import said


def test_ungrouping_gives_the_nodes_back(level) -> None:
    document, canvas, hand = level
    before = document.graph
    document.select(["block_1"])
    canvas.taking_apart.ungroup()
    assert set(document.selection) == {"wide", "normal", "add"}
    assert not document.report.errors
    hand.undo_and_redo(before)


def test_what_is_taken_apart_lies_on_nothing(level) -> None:
    document, canvas, hand = level
    before = document.graph
    document.select(["block_1", "block_2"])
    canvas.taking_apart.ungroup()
    bodies = [(i, item.body) for i, item in canvas.scene.nodes.items()]
    on = [(i, j) for x, (i, a) in enumerate(bodies) for j, b in bodies[:x] if a.intersects(b)]
    assert not on
    hand.undo_and_redo(before)


def test_what_stands_between_the_parts_of_a_composite_stays_when_it_is_taken_apart(level) -> None:
    document, canvas, _ = level
    places = {"flat": (0.0, 600.0), "first": (600.0, 600.0), "scores": (300.0, 600.0)}
    document.edit("spread", edits.move_nodes(document.graph, places))
    before = document.graph
    document.select(["flat", "first"])
    canvas.composites.group()
    (use,) = document.selection
    assert document.graph.nodes[use].at == (0.0, 600.0)
    canvas.taking_apart.ungroup()
    assert document.graph.nodes == before.nodes
    assert set(document.selection) == {"flat", "first"}


def test_it_is_said_that_what_one_open_input_led_to_is_open_by_itself_now(level) -> None:
    document, canvas, _ = level
    document.select(["block_2"])
    canvas.taking_apart.ungroup()
    assert not canvas.advice.bubble.isVisible()
    (wire,) = document.graph.wires_into("block_1")
    document.edit("cut", edits.disconnect(document.graph, [wire]))
    document.select(["block_1"])
    canvas.taking_apart.ungroup()
    assert said(canvas).strip() == (
        "input of Residual block block_1 was not wired; the 2 ports that it led to are open now, "
        "each by itself."
    )


@pytest.fixture
def choice(monkeypatch):
    """What is chosen of the ways to take a use apart that shares weights; by default neither."""
    asked = []
    ways = [-1]

    def ask(_parent, _title, text, _more, _ways, _icon):
        asked.append(text)
        return ways[0]

    monkeypatch.setattr(sharing_question, "ask", ask)
    return ways, asked


def shared_by_three(document: Level) -> Graph:
    graph = edits.add_node(document.graph, "block_3", document.graph.nodes["block_2"])
    for use in ("block_2", "block_3"):
        graph = edits.set_attribute(graph, use, "weights_of", "block_1")
    document.edit("share", graph)
    return document.graph


def test_uses_that_share_are_taken_apart_together_in_one_step(level, choice) -> None:
    document, canvas, _ = level
    document.edit("share", edits.set_attribute(document.graph, "block_2", "weights_of", "block_1"))
    before = document.graph
    document.select(["block_1", "block_2"])
    canvas.taking_apart.ungroup()
    assert document.graph.nodes["wide_2"].weights_of == "wide"
    assert len(document.selection) == 6
    assert not choice[1]
    document.undo_stack.undo()
    assert document.graph is before


def test_of_uses_that_share_one_is_taken_apart_with_the_others_or_left(level, choice) -> None:
    document, canvas, _ = level
    before = shared_by_three(document)
    document.select(["block_2"])
    canvas.taking_apart.ungroup()
    assert document.graph is before
    choice[0][0] = 0
    canvas.taking_apart.ungroup()
    assert document.undo_stack.undoText() == "Ungroup 3 composites"
    assert "residual_block" not in document.graph.groups
    assert len([n for n in document.graph.nodes.values() if n.weights_of]) == 4
    document.undo_stack.undo()
    assert document.graph is before
    assert "block_2 shares its weights with Residual block block_1, Residual" in choice[1][0]


def test_of_uses_that_share_one_is_taken_apart_with_weights_of_its_own(level, choice) -> None:
    document, canvas, _ = level
    before = shared_by_three(document)
    choice[0][0] = 1
    document.select(["block_1"])
    canvas.taking_apart.ungroup()
    assert document.graph.nodes["block_3"].weights_of == "block_2"
    assert document.graph.nodes["block_2"].weights_of == ""
    assert document.graph.nodes["wide"].weights_of == ""
    document.undo_stack.undo()
    assert document.graph is before
    document.select(["block_1", "block_2"])
    canvas.taking_apart.ungroup()
    assert document.graph.nodes["block_3"].weights_of == ""
    assert document.graph.nodes["wide_2"].weights_of == "wide"
    assert choice[1][1] == "What is selected shares its weights with Residual block block_3."


def test_what_comes_out_of_a_composite_at_the_edge_is_brought_into_view(level) -> None:
    document, canvas, _ = level
    canvas.view.zoom_to(1.0)
    body = canvas.scene.nodes["block_1"].body
    area = canvas.view.visible_area()
    canvas.view.centerOn(body.right() - area.width() / 2, body.center().y())
    document.select(["block_1"])
    canvas.taking_apart.ungroup()
    area = canvas.view.visible_area()
    assert all(area.contains(canvas.scene.nodes[i].body) for i in document.selection)


def test_a_composite_whose_ungrouping_is_undone_is_selected_again(level) -> None:
    document, canvas, hand = level
    document.select(["flat", "first"])
    canvas.composites.group()
    (use,) = document.selection
    canvas.taking_apart.ungroup()
    parts = set(document.selection)
    assert len(parts) == 2
    hand.key(Qt.Key.Key_Escape)
    document.undo_stack.undo()
    assert document.selection == (use,)
    document.undo_stack.undo()
    assert set(document.selection) == {"flat", "first"}
