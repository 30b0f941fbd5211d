"""A level: a part of a document that is edited as if it were all of it."""

from collections.abc import Iterator

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.ui.document import Document
from hornstudio.ui.level import Level
from tests.engine.composite.sample_composite import residual


@pytest.fixture
def level(qapp) -> Iterator[Level]:
    made = Level(Document(residual()))
    yield made
    made.undo_stack.setClean()  # or it would say so to a document that is half gone


def test_at_the_top_it_is_the_document_itself(level) -> None:
    root = level.root
    assert level.graph is root.graph
    assert level.report is root.report
    level.select(["first"])
    assert root.selection == ("first",)
    root.select(["flat"])
    assert level.selection == ("flat",)
    level.edit("move", edits.move_nodes(level.graph, {"flat": (5.0, 5.0)}))
    assert level.graph is root.graph
    assert root.undo_stack.undoText() == "move"


def test_inside_it_has_a_selection_and_a_report_of_its_own(level) -> None:
    heard = []
    level.graph_changed.connect(lambda old, new: heard.append(new.inside))
    level.select(["block_1"])
    assert level.enter("block_1")
    assert heard == ["residual_block"]
    assert level.root.selection == ()
    level.select(["wide"])
    assert level.selection == ("wide",)
    assert level.root.selection == ()
    assert level.report.facts["wide"].values["units"] == 16  # what this use sets, not the 8 inside
    assert not level.report.problems


def test_edits_inside_are_the_documents_and_merge(level) -> None:
    level.enter("block_1")
    for x in (1.0, 2.0, 3.0):
        level.edit(
            "drag",
            edits.move_nodes(
                level.graph,
                {"wide": (x, 0.0)},
            ),
            merge="drag",
        )
    assert level.undo_stack.count() == 1
    assert level.root.graph.groups["residual_block"].body.nodes["wide"].at == (3.0, 0.0)
    assert level.report.graph is level.graph
    assert level.root.report.graph is level.root.graph
    level.undo_stack.undo()
    assert level.root.graph == residual()
    assert level.is_inside


def test_an_edit_of_the_whole_document_does_not_lead_out(level) -> None:
    level.enter("block_1")
    root = level.root
    root.edit("epochs", edits.set_training(root.graph, root.graph.training))
    root.edit("name", edits.move_nodes(root.graph, {"first": (9.0, 9.0)}))
    assert level.trail == ("block_1",)


def test_another_document_is_shown_from_the_top(level) -> None:
    level.enter("block_1")
    heard = []
    level.opened.connect(lambda: heard.append(level.trail))
    level.root.open(residual(), None)
    assert heard == [()]
    level.root.open(Graph(), None)
    assert level.graph == Graph()
    assert level.enter("block_1") is False


def test_a_level_that_is_gone_is_left(level) -> None:
    level.enter("block_1")
    level.enter("normal")
    root = level.root
    root.edit("delete", edits.remove_nodes(root.graph, ["block_1"]))
    assert level.trail == ()
    assert "block_1" not in level.graph.nodes


def test_a_selection_that_ends_with_the_document_is_told(level) -> None:
    """The next one may have a node of the same name, which must not look selected."""
    level.root.select(["first"])
    told = []
    level.selection_changed.connect(told.append)
    level.root.open(level.root.graph, None)
    assert level.selection == ()
    assert told == [()]


def test_what_comes_back_inside_with_a_step_is_selected_again(level) -> None:
    level.enter("block_1")
    level.select(["wide", "add"])
    gone = set(level.selection)
    level.edit("Delete", edits.remove_nodes(level.graph, gone))
    (rest, *_) = level.graph.nodes
    level.select([rest])
    level.undo_stack.undo()
    assert set(level.selection) == gone
    level.undo_stack.redo()
    assert level.selection == ()
    level.go(())
    level.select(["flat"])
    level.undo_stack.undo()
    assert level.trail == ("block_1",), "undoing leads to where the step was made"
    assert set(level.selection) == gone
    level.edit("Move", edits.move_nodes(level.graph, {"wide": (8.0, 8.0)}))
    level.select([rest])
    level.undo_stack.undo()
    assert level.selection == (rest,), "nothing has come back, so nothing else is selected"
