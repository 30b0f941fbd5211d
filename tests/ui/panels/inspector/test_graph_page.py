"""The page of the graph as a whole."""

import pytest
from PySide6.QtCore import Qt

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.document import Document
from hornstudio.ui.panels.inspector import Inspector
from hornstudio.ui.window.status_line import StatusLine


@pytest.fixture
def page(document, shown):
    return shown(Inspector(document)).graph_page


def test_totals(page):
    assert page.nodes.text() == "3"
    assert page.weights.text().startswith("1\u202f994 · ")
    assert page.flops.text() == "3.84 kFLOP"
    assert page.memory.text() == f"{4 * (20 + 64 + 10)} B"


def test_bytes_of_weights_are_of_these_alone_as_below_the_canvas(shown):
    """Batch normalization has averages beside its weights."""
    document = Document(find_template("residual_net").graph())
    page, line = shown(Inspector(document)).graph_page, StatusLine()
    line.show_report(document.report)
    assert line.weights.text == page.weights.text().replace(" · ", " weights · ")


def test_totals_follow_and_say_when_they_are_not_known(page, document):
    document.edit("x", edits.set_param(document.graph, "hidden", "units", 0))
    line = StatusLine()
    line.show_report(document.report)
    assert page.weights.text().endswith(" so far")
    assert line.weights.text == page.weights.text().replace(" so far", " weights so far")
    assert page.flops.text() == "?"


def test_the_graph_can_be_named(page, document, hand, qtbot):
    hand.type(page.name, "손글씨")
    assert document.graph.name == "손글씨"
    hand.type(page.name, " ")
    assert document.graph.name == "손글씨"
    assert page.refusal.isVisible()
    qtbot.keyClick(page.name, Qt.Key.Key_Escape)
    assert page.name.text() == "손글씨"
    document.undo_stack.undo()
    assert page.name.text() == "net"


def test_an_empty_graph_says_how_to_begin(shown, qapp):
    page = shown(Inspector(Document(Graph()))).graph_page
    assert page.hint.text().startswith("Drag a module")
    assert page.weights.text() == "0"


def test_a_graph_without_a_name_is_called_so_and_stays_without(pseudo_language, shown, hand):
    document = Document(Graph())
    page = shown(Inspector(document)).graph_page
    assert page.name.text() == "«untitled»"
    hand.type(page.name, "net")
    assert document.graph.name == "net"
    hand.type(page.name, "«untitled»")
    assert document.graph == Graph()
