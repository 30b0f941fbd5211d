"""Composites by mouse and keyboard: grouped, entered, changed inside, left, kept."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.editing import edits
from hornstudio.engine.editing.frame import Frame, add_frame
from hornstudio.engine.graph import Graph, Node, Wire
from hornstudio.engine.problem import Problem
from hornstudio.engine.storage.shelf import keep, kept
from hornstudio.ui.canvas import Canvas
from hornstudio.ui.document import Document
from hornstudio.ui.front import Front
from hornstudio.ui.level import Level
from hornstudio.ui.panels.palette import Palette
from tests.ui.canvas.edit.conftest import said


def test_a_composite_is_grouped_entered_changed_and_left_again(level) -> None:
    document, canvas, hand = level
    before = document.graph
    document.select(["flat", "first"])
    canvas.composites.group()
    assert "block" in document.graph.nodes
    assert document.selection == ("block",)
    assert document.graph.groups["block"].title == "Block"
    assert not document.report.errors
    hand.undo_and_redo(before)

    hand.double_click(canvas.node_position("block"))
    assert document.is_inside
    assert document.graph.inside == "block"
    assert list(document.graph.nodes) == ["input", "flat", "first", "output"]
    assert str(document.report.spec("output.output")) == "16"
    assert [b.text() for b in canvas.composites.breadcrumb.buttons()] == ["residual"]
    assert canvas.composites.breadcrumb.isVisible()

    inside = document.graph
    document.select(["first"])
    hand.key(Qt.Key.Key_Delete)
    assert "first" not in document.graph.nodes
    assert document.root.report.errors
    document.undo_stack.undo()
    assert document.graph == inside
    assert document.is_inside

    document.undo_stack.undo()  # the grouping: there is nothing left to be inside of
    assert not document.is_inside
    assert document.graph is before
    document.undo_stack.redo()
    document.undo_stack.redo()
    assert document.graph.inside == "block"  # where that edit was made
    hand.canvas.composites.breadcrumb.buttons()[0].click()
    assert not document.is_inside
    assert document.selection == ("block",)
    assert not canvas.composites.breadcrumb.isVisible()


def test_a_new_composite_is_named_in_the_step_that_makes_it(level) -> None:
    document, canvas, hand = level
    before = document.graph
    document.select(["flat", "first"])
    canvas.composites.group()
    field = canvas.naming.editor
    assert field.hasFocus()
    assert field.selectedText() == "Block"
    QTest.keyClicks(field, "fat stem")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not field.isVisible()
    assert canvas.view.hasFocus()
    assert document.selection == ("fat_stem",)
    assert document.graph.groups["fat_stem"].title == "fat stem"
    assert "block" not in document.graph.groups
    assert hand.undo_texts() == ["Group 2 modules"]
    hand.undo_and_redo(before)


def test_a_composite_made_inside_another_is_named_there(level) -> None:
    document, canvas, hand = level
    document.enter("block_1")
    before = document.root.graph
    document.select(["wide"])
    canvas.composites.group()
    QTest.keyClicks(canvas.naming.editor, "widening")
    QTest.keyClick(canvas.naming.editor, Qt.Key.Key_Return)
    assert document.graph.inside == "residual_block"
    assert document.selection == ("widening",)
    assert document.root.graph.groups["widening"].title == "widening"
    assert not document.root.report.errors
    assert hand.undo_texts() == ["Group 1 module"]
    document.undo_stack.undo()
    assert document.root.graph is before


@pytest.mark.parametrize("typed", ["", "other"])
def test_a_new_composite_keeps_its_name_where_none_is_given(level, typed: str) -> None:
    document, canvas, hand = level
    before = document.graph
    document.select(["flat", "first"])
    canvas.composites.group()
    field = canvas.naming.editor
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Escape if typed else Qt.Key.Key_Return)
    assert document.graph.groups["block"].title == "Block"
    hand.undo_and_redo(before)


def test_what_is_done_while_a_name_is_typed_takes_it_first(level) -> None:
    document, canvas, _ = level
    document.select(["flat", "first"])
    canvas.composites.group()
    QTest.keyClicks(canvas.naming.editor, "inner")
    canvas.composites.group()
    assert document.graph.groups["inner"].title == "inner"
    QTest.keyClicks(canvas.naming.editor, "outer")
    canvas.rename_selected()
    assert document.graph.groups["outer"].title == "outer"
    QTest.keyClick(canvas.naming.editor, Qt.Key.Key_Escape)
    canvas.composites.group()
    QTest.keyClicks(canvas.naming.editor, "outmost")
    assert canvas.composites.enter()
    assert document.graph.inside == "outmost"


def test_groups_made_one_after_another_are_steps_of_their_own(level) -> None:
    document, canvas, hand = level
    for ids, name in ((["flat"], "flatter"), (["first"], "second")):
        document.select(ids)
        canvas.composites.group()
        QTest.keyClicks(canvas.naming.editor, name)
        QTest.keyClick(canvas.naming.editor, Qt.Key.Key_Return)
    assert hand.undo_texts() == ["Group 1 module", "Group 1 module"]


def test_the_field_for_a_name_goes_with_the_composite(level) -> None:
    document, canvas, _ = level
    document.select(["flat", "first"])
    canvas.composites.group()
    document.undo_stack.undo()
    assert not canvas.naming.editor.isVisible()
    document.undo_stack.redo()
    canvas.naming.rename("block")
    QTest.keyClicks(canvas.naming.editor, "seen")
    canvas.sight.zoom_in()
    assert document.graph.nodes["block"].title == "seen"
    canvas.naming.rename("block")
    QTest.keyClicks(canvas.naming.editor, "entered")
    assert canvas.composites.enter("block")
    assert not canvas.naming.editor.isVisible()
    assert document.root.graph.nodes["block"].title == "entered"


def test_what_cannot_be_done_is_said(level) -> None:
    document, canvas, _ = level
    document.select(["scores", "loss"])
    canvas.composites.group()
    assert "loss is of the kind" in said(canvas)
    document.select(["first"])
    canvas.taking_apart.ungroup()
    assert "Select a composite" in said(canvas)
    document.enter("block_1")
    document.enter("normal")
    document.edit("x", edits.add_node(document.graph, "again", Node("residual_block")))
    assert "holds itself" in said(canvas)
    assert "again" not in document.graph.nodes


def test_composites_within_composites_lead_back_step_by_step(level) -> None:
    document, canvas, hand = level
    assert document.enter("block_2")
    assert document.enter("normal")
    names = [name for _, name in document.steps()]
    assert names == ["residual", "Residual block", "normal"]
    assert str(document.report.spec("scale.output")) == "16"
    canvas.composites.leave()
    assert document.trail == ("block_2",)
    assert document.selection == ("normal",)
    canvas.composites.leave()
    assert document.selection == ("block_2",)
    canvas.composites.leave()
    assert document.trail == ()
    hand.key(Qt.Key.Key_F2)  # another double click than into a composite
    assert document.enter("first") is False


def test_a_problem_at_the_top_leads_out(level) -> None:
    document = level[0]
    document.enter("block_1")
    document.root.place_requested.emit(Problem("error", "x", "first"))
    assert document.trail == ()
    assert document.selection == ("first",)


def test_a_use_is_drawn_as_one_and_its_footer_counts(level) -> None:
    canvas = level[1]
    look = canvas.scene.nodes["block_1"].look
    assert look.is_composite
    assert look.footer == ("3 modules", "304 params")
    assert [p.param for p in look.pills] == ["units"]
    assert not canvas.scene.nodes["first"].look.is_composite


def test_uses_are_added_by_search_and_dragged_from_the_palette(level) -> None:
    document, canvas, hand = level
    before = document.graph
    hand.drop(b"normal", hand.at(0, 300))
    assert document.graph.nodes["normal"].kind == "normal"
    hand.undo_and_redo(before)
    document.enter("block_1")
    inner = document.graph
    canvas.add_module("composite_output")
    assert "composite_output" in document.graph.nodes
    assert "composite_output" in [
        p.name for p in document.root.report.facts["block_1"].module.outputs
    ]
    document.undo_stack.undo()
    assert document.graph == inner


def test_a_composite_is_kept_in_the_palette_and_used_in_another_graph(level, qtbot) -> None:
    document, canvas, _ = level
    palette = Palette(document)
    qtbot.addWidget(palette)
    document.select(["block_1"])
    canvas.composites.keep()
    assert canvas.composites.is_kept("block_1")
    document.root.open(Graph(), None)
    assert "Residual block" in titles(palette)
    before = document.root.graph
    assert canvas.add_module("residual_block") == "residual_block"
    assert set(document.graph.groups) == {"residual_block", "normal"}
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.root.graph is before
    document.undo_stack.redo()
    document.select(["residual_block"])
    canvas.composites.keep()
    assert not canvas.composites.is_kept("residual_block")
    assert titles(palette).count("Residual block") == 1  # the graph's own


def test_another_composite_of_that_name_is_not_taken_out_of_the_palette(level, answer) -> None:
    document, canvas, _ = level
    document.select(["block_1"])
    canvas.composites.keep()
    document.enter("block_1")
    document.edit("change", edits.set_param(document.graph, "wide", "units", 9))
    document.leave()
    assert not canvas.composites.is_kept("block_1")
    said = answer("Cancel", "Keep both", "Replace it")
    canvas.composites.keep()
    assert "another composite by the name of Residual block" in said[0]
    assert [k.kind for k in kept()] == ["residual_block"]
    canvas.composites.keep()
    assert [k.kind for k in kept()] == ["residual_block", "residual_block_2"]
    canvas.composites.keep()  # taken out again
    assert [k.kind for k in kept()] == ["residual_block"]
    canvas.composites.keep()
    assert canvas.composites.is_kept("block_1")
    assert [k.kind for k in kept()] == ["residual_block"]


def test_the_search_finds_what_is_kept_and_adds_it_in_one_step(level) -> None:
    document, canvas, _ = level
    document.select(["block_1"])
    canvas.composites.keep()
    document.root.open(Graph(nodes={"first": Node("dense")}), None)
    before = document.root.graph
    canvas.ask_module(QPointF(300, 300), "first.output")
    QTest.keyClicks(canvas.popup.field, "residual")
    QTest.keyClick(canvas.popup.field, Qt.Key.Key_Return)
    assert document.graph.nodes["residual_block"].kind == "residual_block"
    assert Wire("first.output", "residual_block.input") in document.graph.wires
    document.undo_stack.undo()
    assert document.root.graph is before


def test_what_is_kept_comes_beside_another_composite_of_that_kind(level) -> None:
    document, canvas, _ = level
    document.select(["block_1"])
    canvas.composites.keep()
    document.enter("block_1")
    document.edit("change", edits.set_param(document.graph, "wide", "units", 9))
    document.leave()
    added = canvas.add_module("kept:residual_block")
    assert document.graph.nodes[added].kind == "residual_block_2"
    assert document.graph.groups["residual_block"].body.nodes["wide"].params["units"] == 9
    assert document.graph.groups["residual_block_2"].body.nodes["wide"].params["units"] == 8


def test_what_holds_the_composite_that_is_shown_is_not_offered_in_it(level) -> None:
    document, canvas, _ = level
    graph, use = group_nodes(document.graph, ["block_1"], "Outer", catalog())
    keep(graph, graph.nodes[use].kind)
    assert canvas.adding.offered().get("kept:outer") is not None
    document.enter("block_1")
    assert canvas.adding.offered().get("kept:outer") is None


def titles(palette: Palette) -> list[str]:
    model = palette.tree.entries
    groups = [model.item(row) for row in range(model.rowCount())]
    return [g.child(i).text() for g in groups for i in range(g.rowCount())]


def test_a_frame_is_not_selected_because_another_one_was_on_another_level(level) -> None:
    document, canvas, hand = level
    document.edit("frame", add_frame(document.graph, Frame("Outer", at=(0.0, 300.0))))
    document.enter("block_1")
    document.edit("frame", add_frame(document.graph, Frame("Inner", at=(0.0, 300.0))))
    document.edit("move", edits.move_nodes(document.graph, {"wide": (0.0, 96.0)}))
    document.go(())
    hand.click(canvas.view.mapFromScene(canvas.scene.frames.items[0].handle.center()))
    assert canvas.scene.frames.chosen == (0,)
    document.undo_stack.undo()
    assert document.is_inside
    assert canvas.scene.frames.chosen == ()


def test_what_is_opened_at_the_upper_left_is_not_below_the_way_back(level) -> None:
    document, canvas, _ = level
    document.enter("block_1")
    canvas.view.zoom_to(1.0)
    way_back = canvas.composites.breadcrumb
    body = canvas.scene.nodes["wide"].body
    canvas.view.centerOn(
        body.topLeft()
        + canvas.view.visible_area().bottomRight()
        - canvas.view.visible_area().center()
        - QPointF(30, 20)
    )
    assert canvas.view.mapFromScene(body).boundingRect().intersects(way_back.geometry())
    canvas.walk("wide")
    assert not canvas.view.mapFromScene(body).boundingRect().intersects(way_back.geometry())


def test_what_is_around_is_seen_again_as_it_was_left(level) -> None:
    document, canvas, _ = level
    document.select(["flat", "first"])
    canvas.composites.group()
    view = canvas.view
    view.zoom_to(0.8)
    view.centerOn(canvas.scene.nodes["block"].body.center())
    view.pan_by(60, -40)
    center = view.visible_area().center()
    document.enter("block")
    assert canvas.sight.is_whole
    canvas.composites.leave()
    assert view.zoom == 0.8
    assert (view.visible_area().center() - center).manhattanLength() < 4
    document.enter("block")
    document.undo_stack.undo()
    assert not document.is_inside
    assert canvas.scene.nodes_in(view.visible_area())


@pytest.mark.parametrize("other_trail", [(), ("block",)])
def test_what_is_around_is_not_seen_as_another_network_was(qtbot, level, other_trail) -> None:
    document, canvas, _ = level
    document.select(["flat", "first"])
    canvas.composites.group()
    grouped = document.graph
    front = Front(Document(grouped))
    canvas = Canvas(Level(front))
    qtbot.addWidget(canvas)
    canvas.resize(1200, 800)
    first, other, view = front.current, Document(grouped), canvas.view
    view.zoom_to(0.5)
    canvas.document.enter("block")
    front.bring(other, other_trail)
    if not other_trail:
        view.zoom_to(0.8)
        view.pan_by(100, 50)
        front.bring(first, ("block",))
    canvas.composites.leave()
    assert not canvas.document.is_inside
    assert canvas.sight.is_whole if other_trail else view.zoom == 0.5
