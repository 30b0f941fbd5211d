"""Runs side by side."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hornstudio.engine.runs.comparison import Row, latest_turns
from hornstudio.ui.panels.runs.comparison import Comparison, name_of
from hornstudio.ui.theme import current, font
from hornstudio.ui.widgets.frozen_column import FrozenColumn
from hornstudio.ui.widgets.room import resize_on_screen
from hornstudio.ui.words.quantity import plain_numbers
from hornstudio.ui.words.translate import tr

_WIDTH_PX, _HEIGHT_PX = 760, 520
_FIRST_PX, _FIRST_MOST_PX = 200, 440
_CELL_PX, _MOST_PX = 170, 320
_LINE_PX = 220
"""A longer text is rather put into several lines than its column made wider."""
_AROUND_PX, _BESIDE_PX, _BELOW_PX = 32, 64, 150
"""What a cell has besides its text, and the dialog besides the columns and the rows."""
_HIGHEST_PX = 700
_LINES, _TIP_LINES = 8, 40


class CompareDialog(QDialog):
    """A column a run; at first only the rows in which they differ.

    Names of settings are whole where the screen has room, and stay in sight where the runs have
    none and are scrolled; longer cells have several lines. The
    columns share the room until a person has made one wider or narrower.
    """

    def __init__(self, comparison: Comparison, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.comparison = comparison
        self.setWindowTitle(tr("Compare runs"))
        self._is_fitting = self._is_sized_by_hand = self._has_size = False
        self.only = QCheckBox(tr("&Only what differs"))
        self.only.setChecked(True)
        self.table = QTableWidget()
        self.table.setAccessibleName(self.windowTitle())
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)  # else the keyboard never comes to the buttons
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.horizontalHeader().sectionResized.connect(self._on_resized)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(current().px("layout.rowHeight"))
        self.names = FrozenColumn(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(self.table, 1)
        column.addLayout(self._foot())
        QWidget.setTabOrder(self.table, self.only)  # as they stand
        self.only.toggled.connect(lambda _is_on: self.fill())
        self.fill()

    def _begin_size(self) -> None:
        """Large enough for all that is shown, where the screen is; in the letters of the style."""
        self._share_width()
        width = sum(self._widths()) + _BESIDE_PX
        height = min(_HIGHEST_PX, self.table.verticalHeader().length() + _BELOW_PX)
        resize_on_screen(self, max(_WIDTH_PX, width), max(_HEIGHT_PX, height))

    def _foot(self) -> QHBoxLayout:
        box = QDialogButtonBox(self)
        close = box.addButton(tr("&Close"), QDialogButtonBox.ButtonRole.RejectRole)
        copy = box.addButton(tr("Co&py the table"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self.copy)
        box.rejected.connect(self.reject)
        close.setDefault(True)
        row = QHBoxLayout()
        row.addWidget(self.only)
        row.addStretch()
        row.addWidget(box)
        return row

    @property
    def sections(self) -> list[tuple[str, list[Row]]]:
        """What is shown now; headings without rows are left out."""
        wanted = [
            (title, [r for r in rows if r.differs or not self.only.isChecked()])
            for title, rows in self.comparison.sections
        ]
        return [(title, rows) for title, rows in wanted if rows]

    def fill(self) -> None:
        """Show the rows that are wanted."""
        table, names = self.table, self.comparison.names
        table.clear()
        table.setColumnCount(1 + len(names))
        table.setHorizontalHeaderLabels(["", *names])
        table.setRowCount(0)
        table.clearSpans()
        for title, rows in self.sections:
            self._add_heading(title)
            for row in rows:
                self._add([name_of(row), *row.cells], row.title)
        if not table.rowCount():
            self._add_heading(tr("These runs are alike in everything that is known of them."))
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the columns of the runs the new room."""
        super().resizeEvent(event)
        self._share_width()

    def showEvent(self, event: QShowEvent) -> None:
        """The table has its letters by now."""
        super().showEvent(event)
        if not self._has_size:
            self._has_size = True
            self._begin_size()
        self._share_width()

    def _share_width(self) -> None:
        """As wide for each run, where there is room for what is in them."""
        if not self._is_sized_by_hand:
            self._is_fitting = True
            first, *others = self._widths()
            share = (self.table.viewport().width() - first) // max(1, len(others))
            for index, least in enumerate([first, *(max(share, px) for px in others)]):
                self.table.setColumnWidth(index, least)
            self._is_fitting = False
        self._heighten()

    def _widths(self) -> list[int]:
        """How wide each column has to be for what is in it to be read, within bounds."""
        header = self.table.horizontalHeader()
        titles = [name_of(row) for _, rows in self.sections for row in rows]
        found = [min(_FIRST_MOST_PX, max(_FIRST_PX, self._width_of(titles)))]
        for place in range(len(self.comparison.names)):
            cells = [row.cells[place] for _, rows in self.sections for row in rows]
            wish = max(header.sectionSizeHint(place + 1), self._width_of(cells))
            found.append(min(_MOST_PX, max(_CELL_PX, wish)))
        return found

    def _width_of(self, texts: Iterable[str]) -> int:
        """For the longest line, or the longest word where that is long."""
        width = self.table.fontMetrics().horizontalAdvance
        lines = {line for text in texts for line in text.split("\n")}
        words = {word for line in lines for word in line.split(" ")}
        longest = max(map(width, lines), default=0), max(map(width, words), default=0)
        return max(min(longest[0], _LINE_PX), longest[1]) + _AROUND_PX

    def _heighten(self) -> None:
        """As many lines a row as its cells take at the width that they have."""
        self.table.resizeRowsToContents()
        self.names.follow()

    def _on_resized(self, index: int, old: int, new: int) -> None:
        """By a person, unless it is the last column: that takes what is left."""
        is_last = index == len(self.comparison.names)
        if not (self._is_fitting or is_last):
            self._is_sized_by_hand = True
            self._heighten()

    def copy(self) -> None:
        """Put what is shown on the clipboard, with tabs between the cells.

        Numbers are written as a spreadsheet reads them.
        """
        lines = [["", *self.comparison.names]]
        for title, rows in self.sections:
            lines += [[title], *([name_of(row), *map(_in_one_line, row.cells)] for row in rows)]
        text = "\n".join("\t".join(line) for line in lines)
        QGuiApplication.clipboard().setText(plain_numbers(text))

    def _add(self, texts: list[str], place: str) -> None:
        """place: what files and commands call the row; its name tells it under the mouse."""
        row = self.table.rowCount()
        self.table.insertRow(row)
        for index, text in enumerate(texts):
            item = QTableWidgetItem(_cut(text, _LINES))
            item.setToolTip(_cut(text, _TIP_LINES))
            if index == 0:
                item.setToolTip(place)
                item.setForeground(current().color("text.secondary"))
            else:
                spoken = f"{texts[0]}, {self.comparison.names[index - 1]}: {_in_one_line(text)}"
                item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            self.table.setItem(row, index, item)

    def _add_heading(self, title: str) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        item = QTableWidgetItem(title)
        item.setFont(font("small", "semibold"))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.table.setItem(row, 0, item)
        self.table.setSpan(row, 0, 1, 1 + len(self.comparison.names))


def _cut(text: str, lines: int) -> str:
    """So many lines of it at most, the last ones, with how many there are before."""
    told = latest_turns(text.split("\n"), lines, lambda n: tr("{count} earlier", count=n))
    return "\n".join(told)


def _in_one_line(text: str) -> str:
    return text.replace("\n", "; ")
