from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from hornstudio.engine.storage import files


def test_keys_of_the_canvas_leave_text_fields_alone(working, qtbot):
    document = working.document
    document.select(["hidden"])
    search = working.workspace.palette_panel.search
    search.setFocus()
    qtbot.keyClicks(search, "bF")
    qtbot.keyClick(search, Qt.Key.Key_Delete)
    qtbot.keyClick(search, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(search, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "bF"
    qtbot.keyClick(search, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert search.text() == ""
    qtbot.keyClick(search, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert search.text() == "bF"
    assert "hidden" in document.graph.nodes
    assert not document.is_modified


def test_the_edit_menu_means_the_text_that_has_the_focus(working):
    working.document.select(["hidden"])
    search = working.workspace.palette_panel.search
    search.setText("words")
    search.setFocus()
    working.table["select_all"].trigger()
    working.table["cut"].trigger()
    assert search.text() == ""
    working.table["paste"].trigger()
    assert search.text() == "words"
    working.workspace.canvas.setFocus()
    working.table["delete"].trigger()
    assert "hidden" not in working.document.graph.nodes


def test_keys_of_the_canvas_work_on_the_canvas(working, qtbot):
    document = working.document
    canvas = working.workspace.canvas
    canvas.setFocus()
    target = QApplication.focusWidget()
    qtbot.keyClick(target, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(document.selection) == 9
    qtbot.keyClick(target, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(target, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(document.graph.nodes) == 18
    qtbot.keyClick(target, Qt.Key.Key_Delete)
    assert len(document.graph.nodes) == 9


def test_what_is_typed_in_the_inspector_counts_when_saving(working, tmp_path, qtbot):
    working.document.select(["hidden"])
    working.document.path = tmp_path / "a.horn"
    boxes = [w for w in working.workspace.inspector.findChildren(QLabel) if w.isVisible()]
    assert boxes
    field = _field_showing(working.workspace.inspector, "64")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "48")
    working.table["save"].trigger()
    saved = files.load(tmp_path / "a.horn")
    assert saved.nodes["hidden"].params["units"] == 48


def test_what_is_typed_on_the_canvas_counts_when_saving(working, tmp_path, qtbot):
    document, canvas = working.document, working.workspace.canvas
    document.path = tmp_path / "a.horn"

    def saved(*typed):
        field = QApplication.focusWidget()
        field.selectAll()
        qtbot.keyClicks(field, *typed)
        working.table["save"].trigger()
        assert not document.is_modified
        return files.load(tmp_path / "a.horn")

    document.select(["hidden"])
    canvas.naming.rename("hidden")
    assert saved("Deep").nodes["hidden"].title == "Deep"
    canvas.framing.write_node_note()
    assert saved("Words").nodes["hidden"].note == "Words"
    canvas.valuing.edit_first()
    assert saved("48").nodes["hidden"].params["units"] == 48
    canvas.composites.group()
    graph = saved("Head")
    assert [group.title for group in graph.groups.values()] == ["Head"]
    assert "head" in graph.nodes


def _field_showing(panel, text):
    return next(e for e in panel.findChildren(QLineEdit) if e.text() == text and e.isVisible())
