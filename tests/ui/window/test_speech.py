"""What is said of edits."""

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Wire
from hornstudio.engine.storage.templates import find_template

WIRE = Wire("relu.output", "scores.input")


def _open(window):
    window.filing.open_copy(find_template("mnist_mlp").graph())
    return window.document


def test_a_step_is_said_with_the_problem_that_it_brings(window, announced):
    document = _open(window)
    announced.clear()
    document.edit("Cut wire", edits.disconnect(document.graph, [WIRE]))
    said = announced[-1]
    assert said.startswith("Cut wire. 1 problem. ")
    assert "input is open; it needs a wire" in said


def test_undo_and_redo_are_said(window, announced):
    document = _open(window)
    document.edit("Cut wire", edits.disconnect(document.graph, [WIRE]))
    document.undo_stack.undo()
    assert announced[-1] == "Taken back: Cut wire. No problems."
    document.undo_stack.redo()
    assert announced[-1].startswith("Cut wire. 1 problem. ")


def test_a_step_that_goes_on_is_said_once(window, announced):
    document = _open(window)
    announced.clear()
    for x in (10, 20, 30):
        document.edit(
            "Move",
            edits.move_nodes(
                document.graph,
                {"relu": (x, 0)},
            ),
            merge="drag",
        )
    assert announced == ["Move."]


def test_another_network_in_front_is_no_edit(window, announced):
    document = _open(window)
    document.edit("Cut wire", edits.disconnect(document.graph, [WIRE]))
    announced.clear()
    _open(window)
    window.table["next_tab"].trigger()
    assert [words for words in announced if "Cut wire" in words or "problem" in words] == []
