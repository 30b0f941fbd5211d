"""The columns of a table in the inspector, with real choices."""

import pytest
from PySide6.QtCore import Qt

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.ui.document import Document
from hornstudio.ui.panels.inspector import columns_block
from hornstudio.ui.panels.inspector.columns_block import content_text
from hornstudio.ui.panels.inspector.node_page import NodePage

ROWS = "".join(f"{i},{'wx'[i % 2]},{i / 2 if i else ''},\n" for i in range(30))


@pytest.fixture
def page(shown, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id,word,size,empty\n" + ROWS, "utf-8")
    node = Node("table", freeze({"path": str(path), "target": "word"}))
    made = NodePage(Document(Graph(nodes=freeze({"table": node, "relu": Node("relu")}))))
    made.document.graph_changed.connect(lambda *_: made.show_node("table"))
    made.show_node("table")
    return shown(made)


def choose(page, column, text):
    (row,) = [row for row in page.columns.rows if row.name == column]
    place = row.choice.findText(text)
    assert place >= 0
    row.choice.setCurrentIndex(place)
    row.choice.activated.emit(place)


def roles(page):
    return {row.name: row.choice.currentText() for row in page.columns.rows}


def test_each_column_says_what_it_holds_and_what_it_is_for(page):
    assert page.columns.isVisible()
    assert roles(page) == {
        "id": "Feature",
        "word": "Target",
        "size": "Feature",
        "empty": "Left out",
    }
    columns = [shown.column for shown in page.columns._shown]
    assert [content_text(column) for column in columns] == [
        "0 to 29",
        "w, x",
        "0.5 to 14.5; 1 empty",
        "empty",
    ]
    is_enabled = [row.choice.isEnabled() for row in page.columns.rows]
    assert is_enabled == [True, False, True, False]


def test_a_choice_is_one_step_that_can_be_taken_back(page):
    document, before = page.document, page.document.graph
    rows = list(page.columns.rows)
    choose(page, "id", "Left out")
    assert document.graph.nodes["table"].params["ignore"] == ["id"]
    choose(page, "id", "Target")
    assert dict(document.graph.nodes["table"].params) | {"path": ""} == {"path": "", "target": "id"}
    assert roles(page)["word"] == "Feature"
    assert page.columns.rows == rows, "the list that was just used stays"
    assert document.undo_stack.undoText() == "table: what id is for"
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.graph == before
    assert roles(page)["word"] == "Target"


def test_the_keyboard_chooses_too(page, qtbot):
    choice = page.columns.rows[0].choice
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_End)
    assert page.document.graph.nodes["table"].params["ignore"] == ["id"]


def test_of_a_wide_table_the_first_columns_are_shown(page, monkeypatch):
    monkeypatch.setattr(columns_block, "MOST", 3)
    page.columns._shown = []
    page.show_node("table")
    assert [row.name for row in page.columns.rows] == ["id", "word", "size"]
    assert page.columns.more.text() == "and 1 more; Settings take their names"


def test_the_target_has_a_row_wherever_it_is(page, monkeypatch):
    monkeypatch.setattr(columns_block, "MOST", 1)
    page.columns._shown = []
    page.show_node("table")
    assert roles(page) == {"id": "Feature", "word": "Target"}
    assert [row._label.property("tone") for row in page.columns.rows] == ["", "accent"]
    assert page.columns.more.text() == "and 2 more; Settings take their names"
    choose(page, "id", "Target")
    assert roles(page) == {"id": "Target"}
    page.document.undo_stack.undo()
    assert roles(page) == {"id": "Feature", "word": "Target"}


def test_other_nodes_have_no_columns(page):
    page.show_node("relu")
    assert not page.columns.isVisible()
    page.show_node("table")
    assert page.columns.isVisible()


def test_a_share_cannot_be_changed_where_a_file_validates_and_it_says_why(page, tmp_path):
    row = page.form.rows["validation_split"]
    assert (row.field.isEnabled(), row.idle.text()) == (True, "")
    (tmp_path / "more.csv").write_text("id,word,size,empty\n1,w,2,\n", "utf-8")
    path = str(tmp_path / "more.csv")
    document = page.document
    document.edit("Set", edits.set_param(document.graph, "table", "validation_path", path))
    assert not row.field.isEnabled()
    assert row.idle.isVisible()
    assert row.idle.text() == "more.csv validates, so that no share is kept back"
    assert page.form.rows["test_split"].field.isEnabled()
    document.undo_stack.undo()
    assert row.field.isEnabled()
    assert not row.idle.isVisible()
