"""Runs side by side."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from hornstudio.engine.editing import edits
from hornstudio.engine.runs.comparison import Row
from hornstudio.ui import theme
from hornstudio.ui.panels.runs.column import figure
from hornstudio.ui.panels.runs.compare_dialog import CompareDialog
from hornstudio.ui.panels.runs.comparison import Comparison
from hornstudio.ui.theme import style_sheet
from hornstudio.ui.words.quantity import count_text
from tests.engine.sample_graph import mlp

from .test_comparison import compared


def test_the_dialog_shows_at_first_only_what_differs(root, make_run, qtbot):
    make_run("a", 0.5)
    make_run("b", 0.5, graph=edits.set_param(mlp(), "hidden", "units", 64))
    dialog = CompareDialog(compared(root, "a", "b"))
    qtbot.addWidget(dialog)
    dialog.show()

    def shown() -> list[str]:
        return [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]

    assert "hidden: Units" in shown()
    place = shown().index("hidden: Units")
    assert dialog.table.item(place, 0).toolTip() == "hidden.units"
    assert "Seed" not in shown()
    dialog.only.click()
    assert "Seed" in shown()
    dialog.only.click()
    dialog.copy()
    assert "hidden: Units\t16\t64" in QGuiApplication.clipboard().text()


def test_what_is_copied_has_numbers_that_a_spreadsheet_reads(qtbot):
    row = Row("val_loss", (figure(-3.1), figure(1e-5)))
    weights = Row("Weights", (count_text(50_890), count_text(7)))
    dialog = CompareDialog(Comparison(("a", "b"), (("Figures", (row, weights)),)))
    qtbot.addWidget(dialog)
    assert dialog.table.item(1, 1).text() == "−3.1000"
    dialog.copy()
    assert "val_loss\t-3.1000\t1e-05" in QGuiApplication.clipboard().text()
    assert "Weights\t50890\t7" in QGuiApplication.clipboard().text()


def test_what_was_turned_is_told_in_lines_and_copied_whole(qtbot):
    turns = [f"{n} in epoch {n}" for n in range(1, 21)]
    row = Row("sgd.learning_rate", ("–", "\n".join(turns)))
    dialog = CompareDialog(Comparison(("a", "b"), (("Turned", (row,)),)))
    qtbot.addWidget(dialog)
    dialog.show()
    cell = dialog.table.item(1, 2)
    assert cell.text().splitlines() == ["13 earlier", *turns[-7:]]
    lines_px = 8 * dialog.table.fontMetrics().lineSpacing()
    assert dialog.table.rowHeight(1) > lines_px
    assert cell.toolTip().splitlines() == turns
    dialog.copy()
    assert "; ".join(turns) in QGuiApplication.clipboard().text()


def test_runs_share_the_width(qtbot):
    dialog = CompareDialog(Comparison(("a", "b"), (("Settings", (Row("Seed", ("1", "2")),)),)))
    qtbot.addWidget(dialog)
    dialog.show()
    widths = [dialog.table.columnWidth(index) for index in (1, 2)]
    assert abs(widths[0] - widths[1]) <= 1


def test_names_of_runs_are_whole(qtbot):
    names = ("mnist-mlp-20261126-174409-again", "mnist-mlp-20261126-174423-again")
    dialog = CompareDialog(Comparison(names, ()))
    qtbot.addWidget(dialog)
    dialog.show()
    header = dialog.table.horizontalHeader()
    for index in (1, 2):
        assert header.sectionSize(index) >= header.sectionSizeHint(index)


def test_runs_that_are_alike_are_said_to_be(qtbot):
    dialog = CompareDialog(Comparison(("a", "b"), ()))
    qtbot.addWidget(dialog)
    assert "alike in everything" in dialog.table.item(0, 0).text()


def test_the_keyboard_comes_out_of_the_table_and_each_cell_says_whose_it_is(qtbot):
    rows = [Row("Seed", ("1", "2"))]
    dialog = CompareDialog(Comparison(("a", "b"), (("Settings", rows),)))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.table.setFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.only
    spoken = [dialog.table.item(1, i).data(Qt.ItemDataRole.AccessibleTextRole) for i in (1, 2)]
    assert spoken == ["Seed, a: 1", "Seed, b: 2"]


def comparing(qtbot, *rows: Row) -> CompareDialog:
    dialog = CompareDialog(Comparison(("a", "b"), (("Graph", rows),)))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_long_names_of_settings_are_whole_and_long_values_have_lines(qtbot):
    setting = "early_stopping.restore_best_weights"
    data = "mnist: 54 000 training, 6 000 validation, 10 000 test (from $HORNSTUDIO_DATA)"
    dialog = comparing(qtbot, Row(setting, ("on", "off")), Row("Data", (f"{data} " * 3, "–")))
    table, width = dialog.table, dialog.table.fontMetrics().horizontalAdvance
    assert table.columnWidth(0) > width(setting)
    assert table.columnWidth(1) < width(data)
    assert table.rowHeight(2) >= 3 * table.fontMetrics().lineSpacing() > table.rowHeight(1)


def test_a_column_that_a_person_has_made_wider_stays_so(qtbot):
    dialog = comparing(qtbot, Row("Data", ("one word after another " * 9, "–")))
    high = dialog.table.rowHeight(1)
    dialog.table.horizontalHeader().resizeSection(1, 500)
    assert dialog.table.rowHeight(1) < high, "its words have room now"
    dialog.resize(dialog.width() + 90, dialog.height())
    assert dialog.table.columnWidth(1) == 500


def test_the_dialog_is_as_high_as_its_rows_ask_for(qtbot):
    few, many = (comparing(qtbot, *(Row(f"n{i}", ("1", "2")) for i in range(n))) for n in (2, 20))
    assert many.height() > few.height()


def test_all_columns_have_room_where_the_screen_has(qtbot):
    names = tuple(f"tabular-multi-task-2026113-04{n}" for n in (1824, 1813))
    row = Row("Data", ("on " * 12, "off"))
    dialog = CompareDialog(Comparison(names, (("Graph", [row] * 30),)))
    dialog.setStyleSheet(style_sheet.build(theme.current()))
    qtbot.addWidget(dialog)
    dialog.show()
    header = dialog.table.horizontalHeader()
    assert header.length() <= dialog.table.viewport().width()


def test_names_of_settings_stay_in_sight_where_the_runs_are_scrolled(qtbot):
    runs = tuple(f"tabular-multi-task-20261130-04{n}" for n in range(1000, 1012))
    row = Row("early_stopping.restore_best_weights", ("on",) * 12)
    dialog = CompareDialog(Comparison(runs, (("Graph", [row, row]),)))
    qtbot.addWidget(dialog)
    dialog.only.setChecked(False)
    dialog.show()
    bar = dialog.table.horizontalScrollBar()
    assert bar.maximum() > 0
    assert dialog.names.isHidden()
    bar.setValue(bar.maximum())
    assert dialog.names.isVisible()
    assert dialog.names.rowHeight(1) == dialog.table.rowHeight(1)
    assert dialog.names.indexAt(QPoint(9, 9 + dialog.table.rowHeight(0))).data() == row.title
