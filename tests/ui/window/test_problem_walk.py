"""Problems by key."""

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire
from hornstudio.engine.storage.templates import find_template

CUT = edits.disconnect(find_template("mnist_mlp").graph(), [Wire("relu.output", "scores.input")])


def _misfit():
    """A Dense of three units before a loss over ten classes: one click mends it."""
    return edits.set_param(find_template("mnist_mlp").graph(), "scores", "units", 3)


def test_the_next_problem_is_said_and_its_row_is_chosen(window, announced):
    window.filing.open_copy(CUT)
    window.table["next_problem"].trigger()
    assert "Input is open" in announced[-1] or "input is open" in announced[-1]
    view = window.workspace.problems.view
    assert view.currentIndex().row() == 0


def test_the_problem_that_is_shown_is_mended_by_key_as_one_step(window):
    window.filing.open_copy(_misfit())
    broken = window.document.graph
    assert window.document.report.errors
    window.table["next_problem"].trigger()
    window.table["mend"].trigger()
    assert not window.document.report.errors
    window.document.undo_stack.undo()
    assert window.document.graph == broken


def test_the_remedy_is_told_with_its_key(window, announced):
    window.filing.open_copy(_misfit())
    window.table["next_problem"].trigger()
    remedy = window.document.report.problems[0].remedies[0]
    assert announced[-1].endswith(f"Shift+F8: {remedy.label}")


def test_without_a_remedy_there_is_nothing_to_mend(window):
    walk = window.slots.problem_walk
    window.filing.open_copy(find_template("mnist_mlp").graph())
    assert walk.why_not_mend() == "There are no problems."
    assert not window.table["mend"].isEnabled()
    window.filing.open_copy(Graph(nodes={"one": Node("relu")}))
    if not any(p.remedies for p in window.document.report.problems):
        assert walk.why_not_mend() == "No problem has a remedy that is known."
