"""Records as rows; only what is in sight is ever asked for."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QPen

from hornstudio.engine.runs.record import RunRecord
from hornstudio.ui.panels.runs.column import STATE_ICONS, Column, best_words, chosen
from hornstudio.ui.theme import current, icon
from hornstudio.ui.words.translate import tr, tr_engine

_ICON_PX = 13
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
COLUMN_ROLE = Role.UserRole
"""The id of a cell's column."""


class RunsModel(QAbstractTableModel):
    """look_of: asked for the pen with which the run in a folder is drawn; None where it is not.

    order_wanted(order): a heading was pressed; who fills the model sorts.
    """

    order_wanted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[RunRecord] = []
        self.columns: list[Column] = chosen([])
        self.look_of: Callable[[str], QPen | None] = lambda _: None

    def show(self, rows: list[RunRecord]) -> bool:
        """Show these runs; whether rows came, went or moved, so that places mean others now."""
        if [r.path for r in rows] == [r.path for r in self.rows]:
            self._renew(rows)
            return False
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()
        return True

    def show_columns(self, ids: list[str]) -> None:
        """Show other columns."""
        self.beginResetModel()
        self.columns = chosen(ids)
        self.endResetModel()

    def _renew(self, rows: list[RunRecord]) -> None:
        changed = [
            i for i, (old, new) in enumerate(zip(self.rows, rows, strict=True)) if old != new
        ]
        self.rows = rows
        last = len(self.columns) - 1
        for row in changed:
            self.dataChanged.emit(self.index(row, 0), self.index(row, last))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """All runs that fit."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The chosen columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Text, tip, icon of the state, side."""
        if not index.isValid():
            return None
        record, column = self.rows[index.row()], self.columns[index.column()]
        match role:
            case Role.DisplayRole:
                return column.show(record)
            case Role.UserRole:
                return column.id
            case Role.ToolTipRole:
                return self._tip(record, column)
            case Role.AccessibleTextRole:
                return self._spoken(record, column)
            case Role.TextAlignmentRole:
                return _RIGHT if column.is_number else _LEFT
            case Role.DecorationRole if column.id == "state" and record.state in STATE_ICONS:
                return icon(*STATE_ICONS[record.state], _ICON_PX)
            case Role.DecorationRole if column.id == "name" and record.note:
                return icon("pen", "text.muted", _ICON_PX)
            case Role.DecorationRole if column.id == "best" and record.best_since:
                return icon("sliders", "text.muted", _ICON_PX)
            case Role.ForegroundRole if record.is_hidden:
                return current().color("text.muted")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Titles of the columns, each on the side of what is below."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Role.DisplayRole:
            return self.columns[section].title
        if role != Role.TextAlignmentRole:
            return None
        return _RIGHT if self.columns[section].is_number else _LEFT

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Tell what is wanted."""
        if 0 <= column < len(self.columns):
            sign = "-" if order == Qt.SortOrder.DescendingOrder else ""
            self.order_wanted.emit(sign + self.columns[column].field)

    def _tip(self, record: RunRecord, column: Column) -> str:
        """What may be cut off; of the state its reason, of the name where it is."""
        if column.id == "epochs" and record.step:
            return tr(
                "Epochs: {done} of {epochs}. Steps of the next one: {step} of {steps}.",
                done=record.epochs_done,
                epochs=record.epochs,
                step=record.step,
                steps=record.steps,
            )
        if column.id == "state":
            return tr_engine(record.why) or column.show(record)
        if column.id == "name":
            return "\n".join(filter(None, (record.path, self._where_drawn(record))))
        more = best_words(record) if column.id == "best" else ""
        return "\n".join(each for each in (column.show(record), more, record.note) if each)

    def _spoken(self, record: RunRecord, column: Column) -> str:
        """What a screen reader reads of a cell; also what only a sign says to others."""
        signs = ""
        if column.id == "best" and record.best_since:
            signs = best_words(record)
        elif column.id == "name":
            signs = self._where_drawn(record)
        return ". ".join(filter(None, (f"{column.title}: {column.show(record)}", signs)))

    def _where_drawn(self, record: RunRecord) -> str:
        return tr("Its curves are in the charts") if self.look_of(record.path) else ""
