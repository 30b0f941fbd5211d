"""Runs side by side."""

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
from hornstudio.ui.panels.runs.comparison import Comparison
from hornstudio.ui.theme import current, font
from hornstudio.ui.widgets.room import resize_on_screen
from hornstudio.ui.words.quantity import plain_numbers
from hornstudio.ui.words.translate import tr

_WIDTH_PX, _HEIGHT_PX = 760, 520
_FIRST_PX, _CELL_PX, _MOST_PX = 200, 170, 320
_LINES, _TIP_LINES = 8, 40


class CompareDialog(QDialog):
    """A column a run; at first only the rows in which they differ."""

    def __init__(self, comparison: Comparison, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.comparison = comparison
        self.setWindowTitle(tr("Compare runs"))
        resize_on_screen(self, _WIDTH_PX, _HEIGHT_PX)
        self.only = QCheckBox(tr("&Only what differs"))
        self.only.setChecked(True)
        self.table = QTableWidget()
        self.table.setAccessibleName(self.windowTitle())
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)  # else the keyboard never comes to the buttons
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(current().px("layout.rowHeight"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(self.table, 1)
        column.addLayout(self._foot())
        QWidget.setTabOrder(self.table, self.only)  # as they stand
        self.only.toggled.connect(lambda _is_on: self.fill())
        self.fill()

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
                self._add([row.title, *row.cells])
        if not table.rowCount():
            self._add_heading(tr("These runs are alike in everything that is known of them."))
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        table.setColumnWidth(0, _FIRST_PX)
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the columns of the runs the new room."""
        super().resizeEvent(event)
        self._share_width()

    def showEvent(self, event: QShowEvent) -> None:
        """The table has its size by now."""
        super().showEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """As wide for each run, where there is room for what is in them."""
        count = len(self.comparison.names)
        share = (self.table.viewport().width() - _FIRST_PX) // max(1, count)
        for index in range(1, count + 1):
            least = max(_CELL_PX, self._width_of_heading(index))
            self.table.setColumnWidth(index, max(least, share))

    def _width_of_heading(self, index: int) -> int:
        """So wide that the whole name of a run is seen: names differ in their last letters."""
        return min(_MOST_PX, self.table.horizontalHeader().sectionSizeHint(index))

    def copy(self) -> None:
        """Put what is shown on the clipboard, with tabs between the cells.

        Numbers are written as a spreadsheet reads them.
        """
        lines = [["", *self.comparison.names]]
        for title, rows in self.sections:
            lines += [[title], *([row.title, *map(_in_one_line, row.cells)] for row in rows)]
        text = "\n".join("\t".join(line) for line in lines)
        QGuiApplication.clipboard().setText(plain_numbers(text))

    def _add(self, texts: list[str]) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        most = max(min(_LINES, text.count("\n") + 1) for text in texts)
        if most > 1:
            self.table.setRowHeight(row, self._height_of(most))
        for index, text in enumerate(texts):
            item = QTableWidgetItem(_cut(text, _LINES))
            item.setToolTip(_cut(text, _TIP_LINES))
            if index == 0:
                item.setForeground(current().color("text.secondary"))
            else:
                spoken = f"{texts[0]}, {self.comparison.names[index - 1]}: {_in_one_line(text)}"
                item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            self.table.setItem(row, index, item)

    def _height_of(self, lines: int) -> int:
        more = (lines - 1) * self.table.fontMetrics().lineSpacing()
        return self.table.verticalHeader().defaultSectionSize() + more

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
