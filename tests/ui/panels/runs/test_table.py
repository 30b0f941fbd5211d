"""The table stands still while the list moves."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from hornstudio.engine.runs.record import STATES
from hornstudio.ui import theme
from hornstudio.ui.panels.runs.column import state_word
from hornstudio.ui.theme import style_sheet

from .conftest import names, select, settle, text


def test_a_press_on_a_heading_sorts(panel, qtbot):
    header = panel.table.horizontalHeader()
    at = header.sectionViewportPosition(panel.table.column_ids.index("best")) + 20
    for wanted in (["one", "two", "three"], ["three", "two", "one"]):
        qtbot.mouseClick(header.viewport(), Qt.LeftButton, pos=QPoint(at, 10))
        settle(qtbot, panel)
        assert names(panel) == wanted
        assert not panel.selected, "a press on a heading chooses no run"
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


def test_the_whole_row_under_the_pointer_is_shaded(panel, qtbot):
    table = panel.table

    def shaded():
        found = set()
        for row in range(3):
            for column in range(table.runs.columnCount()):
                option = QStyleOptionViewItem()
                table.itemDelegate().initStyleOption(option, table.runs.index(row, column))
                if option.state & QStyle.StateFlag.State_MouseOver:
                    found.add((row, column))
        return found

    every = range(table.runs.columnCount())
    for row in (1, 2):
        at = table.visualRect(table.runs.index(row, 1)).center()
        qtbot.mouseMove(table.viewport(), at)
        qtbot.waitUntil(lambda row=row: shaded() == {(row, column) for column in every})
    QApplication.sendEvent(table, QEvent(QEvent.Type.Leave))
    assert shaded() == set()


def test_names_keep_their_ends_and_starts_their_times(panel):
    table = panel.table
    for column, mode in (("name", "ElideMiddle"), ("changes", "ElideRight")):
        option = QStyleOptionViewItem()
        index = table.runs.index(0, table.column_ids.index(column))
        table.itemDelegate().initStyleOption(option, index)
        assert option.textElideMode is Qt.TextElideMode[mode]
    width = table.columnWidth(table.column_ids.index("started"))
    assert width >= table.fontMetrics().horizontalAdvance("12-28 20:08") + 12
    width = table.columnWidth(table.column_ids.index("epochs"))
    assert width >= table.fontMetrics().horizontalAdvance("10000/10000") + 22


def test_a_run_with_a_note_has_a_mark(panel):
    rows, column = panel.table.runs, panel.table.column_ids.index("name")
    role = Qt.ItemDataRole.DecorationRole
    marked = {r.name for i, r in enumerate(rows.rows) if rows.data(rows.index(i, column), role)}
    assert marked == {"one"}


def test_headings_stand_over_their_columns(show, qtbot, make_run):
    make_run("one", 0.5, notes={"title": "Nobody"})
    table = show().table
    table.setStyleSheet(style_sheet.build(theme.current()))
    table.show_columns(["name", "size", "state"])
    table.clearSelection()
    qtbot.wait(20)
    middle = table.columnWidth(0)
    heading = table.horizontalHeader().viewport().grab().toImage()
    rows = table.viewport().grab().toImage()
    end, height = middle + table.columnWidth(1), table.rowHeight(0) - 2
    name, size = (inked(heading, *span, 20) for span in ((0, middle), (middle, end)))
    whose, bytes_ = (inked(rows, *span, height) for span in ((0, middle), (middle, end)))
    assert abs(name[0] - whose[0]) <= 1, "Name over Nobody, from the left"
    assert abs(size[-1] - bytes_[-1]) <= 1, "Size on disk over so many kB, from the right"


def inked(image: QImage, begin: int, end: int, height: int) -> list[int]:
    """The columns of pixels in which something is written."""
    ground = image.pixelColor(begin + 1, 3).lightness()
    return [
        x
        for x in range(begin + 2, end - 2)
        if any(abs(image.pixelColor(x, y).lightness() - ground) > 60 for y in range(3, height))
    ]


def test_the_wheel_goes_sideways_with_shift(panel):
    panel.resize(500, 320)
    panel.table.show_columns([])
    bar = panel.table.horizontalScrollBar()
    at = QPointF(100, 50)
    for shift, moves in ((Qt.KeyboardModifier.ShiftModifier, True), (Qt.NoModifier, False)):
        bar.setValue(0)
        wheel = QWheelEvent(
            at, panel.table.viewport().mapToGlobal(at), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, shift, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(panel.table.viewport(), wheel)
        assert (bar.value() > 0) is moves


def test_another_order_begins_at_the_top(panel, qtbot):
    panel.resize(1100, 130)
    bar = panel.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    panel.table.runs.sort(0)
    settle(qtbot, panel)
    assert bar.value() == 0


def test_every_state_is_read_whole(panel):
    table = panel.table
    width = table.columnWidth(table.column_ids.index("state"))
    longest = max(table.fontMetrics().horizontalAdvance(state_word(state)) for state in STATES)
    assert width >= longest + 13 + 26  # the icon, and what is beside both


def test_columns_share_the_room_until_a_hand_changes_one(panel, qtbot):
    table, header = panel.table, panel.table.horizontalHeader()
    bar = table.horizontalScrollBar()

    def widths():
        return [header.sectionSize(i) for i in range(header.count())]

    panel.resize(1500, 320)
    table.show_columns([])
    wide = widths()
    panel.resize(1080, 320)  # what a window of 1600 pixels leaves the table
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    assert all(new <= old for new, old in zip(widths(), wide, strict=True))
    panel.resize(1500, 320)
    assert widths() == wide
    panel.resize(700, 320)
    assert bar.maximum() > 0, "columns too narrow to be read would be of no use"
    panel.resize(1080, 320)
    before = header.sectionSize(0)
    edge = QPoint(header.sectionViewportPosition(1) - 1, header.height() // 2)
    qtbot.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    qtbot.mouseMove(header.viewport(), edge + QPoint(60, 0))
    qtbot.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(60, 0))
    own = header.sectionSize(0)
    assert own > before + 40
    panel.resize(1200, 320)
    assert header.sectionSize(0) == own


def test_a_heading_that_is_too_narrow_for_its_words_shows_that(panel):
    assert panel.table.horizontalHeader().textElideMode() == Qt.TextElideMode.ElideRight


def test_the_keyboard_begins_at_the_first_run_where_none_is_selected(panel, qtbot):
    table = panel.table
    qtbot.waitUntil(panel.isActiveWindow)
    for _ in range(2):
        table.setFocus()
        assert [r.folder for r in panel.selected] == [names(panel)[0]]
        table.clearSelection()
        table.clearFocus()


def test_runs_that_come_while_the_keyboard_waits_for_them_begin_with_the_first(panel, qtbot):
    table, rows = panel.table, list(panel.table.runs.rows)
    qtbot.waitUntil(panel.isActiveWindow)
    table.show_runs([])
    table.setFocus()
    assert not panel.selected
    table.show_runs(rows)
    assert panel.selected == rows[:1]


def test_a_key_that_can_do_nothing_says_why(panel, qtbot):
    said: list[str] = []
    panel.status.connect(said.append)
    panel.table.clearSelection()
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    assert said == ["No run is selected."]
    select(panel, "one", "two")
    qtbot.keyClick(panel.table, Qt.Key.Key_F2)
    assert said[1:] == ["Select one run only."]


def test_a_sample_of_its_line_stands_before_the_name_of_a_run_that_is_drawn(panel):
    """Also beside the sign of a note."""
    table = panel.table
    plain = {row: name_of(table, row) for row in range(3)}
    magenta = QColor("#ff00ff")
    table.runs.look_of = lambda path: QPen(magenta, 2)
    for row in range(3):
        drawn = name_of(table, row)
        hues = {drawn.pixelColor(x, drawn.height() // 2).name() for x in range(30)}
        assert magenta.name() in hues
        assert drawn != plain[row]


def name_of(table, row: int) -> QImage:
    area = table.visualRect(table.runs.index(row, table.column_ids.index("name")))
    return table.viewport().grab(area).toImage()
