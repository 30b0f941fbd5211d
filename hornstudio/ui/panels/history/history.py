"""The list of all steps: the current one, the saved one, and those that were taken back."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QUndoView,
    QWidget,
)

from hornstudio.ui.document import Document
from hornstudio.ui.theme import current, font, paint_icon
from hornstudio.ui.widgets.row_painting import RIGHT, paint_ground, paint_line
from hornstudio.ui.words.translate import tr

_ROW_PX = 28
_ICON_PX = 13.0
_TEXT_AT = 34


class History(QUndoView):
    """A click or an arrow key goes to a step: everything after it is taken back, or done again."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        stack = document.undo_stack
        super().__init__(stack, parent)
        self.setEmptyLabel(tr("As it was opened"))
        self.setItemDelegate(_Step(document, self))
        self.setUniformItemSizes(True)
        self.setAccessibleName(tr("History"))
        self.setAccessibleDescription(tr("Steps, the oldest first; the chosen one is the current"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        for changed in (document.modified_changed, document.path_changed, current().changed):
            changed.connect(self._on_marks_changed)
        document.switched.connect(lambda: self.setStack(document.undo_stack))

    def _on_marks_changed(self) -> None:
        self.viewport().update()


class _Step(QStyledItemDelegate):
    """An arrow at the current step, `Saved` at the one on the disk, those taken back in grey."""

    def __init__(self, document: Document, view: QWidget) -> None:
        super().__init__(view)
        self._document = document

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, _ROW_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        box = QRectF(option.rect).adjusted(4, 1, -4, -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stack = self._document.undo_stack
        row, now = index.row(), stack.index()
        if row == now:
            paint_ground(painter, box, "selection.row")
        elif option.state & QStyle.StateFlag.State_MouseOver:
            paint_ground(painter, box, "bg.hover")
        if row == now:
            _sign(painter, box, "arrow-right", "accent.default")
        elif row > now:
            _sign(painter, box, "redo", "text.muted")
        room = box.adjusted(_TEXT_AT, 0, -10, 0)
        if row == stack.cleanIndex() and self._document.path is not None:
            room.setRight(room.right() - _paint_saved(painter, room) - 10)
        ink = "text.muted" if row > now else "text.primary"
        paint_line(painter, room, str(index.data() or ""), font("small"), ink)


def _sign(painter: QPainter, box: QRectF, icon: str, ink: str) -> None:
    place = QRectF(box.left() + 10, box.center().y() - _ICON_PX / 2, _ICON_PX, _ICON_PX)
    paint_icon(painter, place, icon, current().color(ink))


def _paint_saved(painter: QPainter, room: QRectF) -> float:
    """Say at the right that the file holds this step. Returns the width that it takes."""
    width = paint_line(painter, room, tr("Saved"), font("micro"), "text.muted", RIGHT) + 6
    place = QRectF(room.right() - width - _ICON_PX, room.center().y() - _ICON_PX / 2, 0, 0)
    place.setSize(QRectF(0, 0, _ICON_PX, _ICON_PX).size())
    paint_icon(painter, place, "save", current().color("text.muted"))
    return width + _ICON_PX
