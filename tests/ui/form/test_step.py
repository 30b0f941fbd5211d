"""Edits of fields as undo steps."""

from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.ui.document import Document
from hornstudio.ui.form.fields.field import Edit
from hornstudio.ui.form.step import set_param


def test_a_step_has_the_name_of_what_was_set_and_a_burst_is_one(qapp):
    document = Document(Graph(nodes=freeze({"hidden": Node("dense")})))
    before = document.graph
    for units in (33, 34):
        set_param(document, "hidden", "units", units, Edit("units", str(units), burst="1"))
    assert document.undo_stack.count() == 1
    assert document.undo_stack.text(0) == "Set units of hidden to 34"
    document.undo_stack.undo()
    assert document.graph is before
