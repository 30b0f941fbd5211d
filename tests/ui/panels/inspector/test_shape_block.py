"""Shapes in the inspector."""

from PySide6.QtWidgets import QLabel

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Node, Wire
from hornstudio.engine.shapes import Spec
from hornstudio.ui.panels.inspector.shape_block import (
    ShapeBlock,
    input_shapes,
    output_shapes,
    spec_text,
)


def test_a_layer_s_shapes(document):
    facts = document.report.facts["hidden"]
    assert input_shapes(facts) == [("in", "20")]
    assert output_shapes(facts) == [("out", "64")]


def test_what_is_not_known_is_a_question_mark(document):
    document.edit("x", edits.set_param(document.graph, "hidden", "units", 0))
    facts = document.report.facts["scores"]
    assert input_shapes(facts) == [("in", "?")]
    assert output_shapes(facts) == [("out", "?")]


def test_wires_into_a_growing_port_are_numbered(document):
    graph = edits.add_node(document.graph, "sum", Node("add"))
    for source in ("scores", "hidden"):
        graph = edits.connect(graph, Wire(f"{source}.output", "sum.inputs"), many=True)
    document.edit("x", graph)
    found = input_shapes(document.report.facts["sum"])
    assert found == [("inputs 1", "10"), ("inputs 2", "64")]


def test_labels_and_losses_in_words():
    assert spec_text(Spec((), "int32", classes=10)) == "1 of 10"
    assert spec_text(Spec((), "int32", classes=2, names=("cat", "dog"))) == "1 of 2: cat, dog"
    assert spec_text(Spec((), "int32", classes=3, names=("0", "1", "2"))) == "1 of 3"
    assert spec_text(Spec((), "int32", classes=2, names=("2", "1"))) == "1 of 2: 2, 1"
    many = tuple(f"class {n}" for n in range(20))
    assert spec_text(Spec((), "int32", classes=20, names=many)).endswith("class 3, …")
    assert spec_text(Spec((), is_loss=True)) == "1 number"
    assert spec_text(Spec((28, 28, 1))) == "28×28×1"


def test_follows_an_edit(document, shown, qtbot):
    block = shown(ShapeBlock())
    block.show_facts(document.report.facts["hidden"])
    document.edit("x", edits.set_param(document.graph, "hidden", "units", 7))
    block.show_facts(document.report.facts["hidden"])

    def texts() -> list[str]:
        return [w.text() for w in block.outputs.findChildren(QLabel) if w.isVisible()]

    qtbot.waitUntil(lambda: texts() == ["out", "7"])
