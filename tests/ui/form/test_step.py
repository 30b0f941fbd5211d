"""Edits of fields as undo steps."""

from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.ui.document import Document
from hornstudio.ui.form.fields.field import Edit
from hornstudio.ui.form.step import reset_params, set_param, set_params


def test_a_step_has_the_name_of_what_was_set_and_a_burst_is_one(qapp):
    document = Document(Graph(nodes=freeze({"hidden": Node("dense")})))
    before = document.graph
    for units in (33, 34):
        set_param(document, "hidden", "units", units, Edit("units", str(units), burst="1"))
    assert document.undo_stack.count() == 1
    assert document.undo_stack.text(0) == "Set units of hidden to 34"
    document.undo_stack.undo()
    assert document.graph is before


def test_several_nodes_are_one_step_and_go_back_as_one(qapp):
    nodes = {"a": Node("dense", freeze({"units": 3})), "b": Node("dense")}
    document = Document(Graph(nodes=freeze(nodes)))
    before = document.graph
    set_params(document, "units", {"a": 8, "b": 9}, Edit("units", "8"))
    assert [node.params["units"] for _, node in document.graph] == [8, 9]
    assert document.undo_stack.text(0) == "Set units of 2 modules to 8"
    reset_params(document, "units", ["a", "b"])
    assert [dict(node.params) for _, node in document.graph] == [{}, {}]
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.graph is before
