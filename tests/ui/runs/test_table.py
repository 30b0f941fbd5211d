"""The table stands still while the list moves."""

from PySide6.QtCore import QPoint, Qt

from .conftest import names, select, settle, text


def test_a_press_on_a_heading_sorts(panel, qtbot):
    header = panel.table.horizontalHeader()
    at = header.sectionViewportPosition(panel.table.column_ids.index("best")) + 20
    for wanted in (["one", "two", "three"], ["three", "two", "one"]):
        qtbot.mouseClick(header.viewport(), Qt.LeftButton, pos=QPoint(at, 10))
        settle(qtbot, panel)
        assert names(panel) == wanted
    at = header.sectionViewportPosition(panel.table.column_ids.index("tags")) + 20
    qtbot.mouseClick(header.viewport(), Qt.LeftButton, pos=QPoint(at, 10))
    settle(qtbot, panel)
    assert names(panel) == ["one", "three", "two"]  # those without a tag last, the newest first


def test_the_selection_stays_when_the_list_changes(panel, qtbot, make_run):
    select(panel, "one", "two")
    make_run("four", 0.1)
    panel.reader.refresh()
    settle(qtbot, panel)
    assert names(panel)[0] == "four"
    assert [r.folder for r in panel.selected] == ["two", "one"]


def test_columns_are_chosen_and_remembered(panel, qtbot):
    menu = panel.table.column_menu()
    actions = {action.text(): action for action in menu.actions()}
    assert {"Seed", "val_loss", "test_loss"} <= actions.keys()
    assert not actions["Name"].isEnabled()
    actions["test_loss"].trigger()
    actions["Tags"].trigger()
    menu.deleteLater()
    assert panel.table.column_ids[-1] == "metric:test_loss"
    assert "tags" not in panel.table.column_ids
    assert panel.settings.run_columns == panel.table.column_ids
    assert text(panel, 2, "metric:test_loss") == "0.7000"


def test_names_keep_their_ends_and_starts_their_times(panel):
    table = panel.table
    assert table.textElideMode() is Qt.TextElideMode.ElideMiddle
    width = table.columnWidth(table.column_ids.index("started"))
    assert width >= table.fontMetrics().horizontalAdvance("2026-12-28 20:08") + 12


def test_a_run_with_a_note_has_a_mark(panel):
    rows, column = panel.table.runs, panel.table.column_ids.index("name")
    role = Qt.ItemDataRole.DecorationRole
    marked = {r.name for i, r in enumerate(rows.rows) if rows.data(rows.index(i, column), role)}
    assert marked == {"one"}
