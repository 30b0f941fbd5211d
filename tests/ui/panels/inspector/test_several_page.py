"""The page of several nodes."""

import pytest
from PySide6.QtCore import Qt

from hornstudio.engine.editing import edits
from hornstudio.ui.panels.inspector import Inspector


@pytest.fixture
def page(document, shown):
    made = shown(Inspector(document)).several_page
    document.select(["hidden", "scores", "image"])
    return made


def test_what_they_have_in_common(page):
    assert page.count.text() == "3 modules"
    assert page.kinds.text() == "Input, 2 × Dense"
    assert page.weights.text() == "1\u202f994 weights"


def test_all_that_can_be_frozen_are(page, document, qtbot):
    before = document.graph
    qtbot.keyClick(page.frozen, Qt.Key.Key_Space)
    frozen = [i for i, node in document.graph if node.frozen]
    assert frozen == ["hidden", "scores"]
    assert document.undo_stack.count() == 1
    assert page.frozen.isChecked()
    qtbot.keyClick(page.frozen, Qt.Key.Key_Space)
    assert not any(node.frozen for _, node in document.graph)
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.graph is before


def test_some_of_them_is_half(page, document, qtbot):
    document.edit("x", edits.set_attribute(document.graph, "hidden", "bypassed", True))
    assert page.bypassed.checkState() == Qt.CheckState.PartiallyChecked
    qtbot.keyClick(page.bypassed, Qt.Key.Key_Space)
    assert document.graph.nodes["scores"].bypassed
    assert page.bypassed.checkState() == Qt.CheckState.Checked


def test_switches_that_fit_none_are_hidden(page, document):
    graph = edits.replace_kind(document.graph, "hidden", "relu", {})
    document.edit("x", edits.replace_kind(graph, "scores", "relu", {}))
    assert page.frozen.isHidden()
    assert page.bypassed.isVisible()
