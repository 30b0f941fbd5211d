"""The first column of a table, which stays in sight when the table is scrolled sideways."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView


class FrozenColumn(QTableView):
    """Lies over the table, and only where the column itself is out of sight.

    follow() has to be called when the table has other rows, columns or heights.
    """

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self.setModel(table.model())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionModel(table.selectionModel())
        self.setSelectionBehavior(table.selectionBehavior())
        self.setTextElideMode(table.textElideMode())
        self.setVerticalScrollMode(table.verticalScrollMode())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setDefaultAlignment(table.horizontalHeader().defaultAlignment())
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        mine, its = self.verticalScrollBar(), table.verticalScrollBar()
        mine.valueChanged.connect(its.setValue)  # by the wheel over it
        its.valueChanged.connect(mine.setValue)
        table.horizontalScrollBar().valueChanged.connect(lambda _: self.follow())
        table.viewport().installEventFilter(self)
        self.hide()

    def follow(self) -> None:
        """Be as wide, as high and as far down as the column."""
        table, rows = self._table, self._table.verticalHeader()
        self.setVisible(table.horizontalScrollBar().value() > 0)
        if not self.isVisible():
            return
        for column in range(1, table.model().columnCount()):
            self.setColumnHidden(column, True)
        for row in range(rows.count()):
            self.setRowHeight(row, rows.sectionSize(row))
        header = table.horizontalHeader()
        self.horizontalHeader().setFixedHeight(header.height())
        width = min(table.columnWidth(0), table.viewport().width() // 2)
        height = header.height() + table.viewport().height()
        self.setGeometry(table.frameWidth(), table.frameWidth(), width, height)
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The table has another size."""
        if event.type() == QEvent.Type.Resize:
            self.follow()
        return False
