"""The modules that a search offers: icon, title, and the shape that would come out."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from hornstudio.engine.module import Module
from hornstudio.ui.canvas.paint import face
from hornstudio.ui.theme import current, paint_icon
from hornstudio.ui.translate import tr, tr_engine

ROWS = 8
_ROW_PX = 30
_CHOICE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Choice:
    """A module that may be chosen.

    result: the shape that would leave it, `16 → 10`. is_wired: it would be wired at once; others
    are offered after those, and look quieter.
    """

    module: Module
    result: str = ""
    is_wired: bool = True


class ChoiceList(QListWidget):
    """Shows choices, the first of them chosen; the focus stays where the person types."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_Row(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Modules"))
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("background: transparent;")

    def show_choices(self, choices: list[Choice]) -> None:
        """List these and no others."""
        self.clear()
        for choice in choices:
            item = QListWidgetItem(tr_engine(choice.module.title), self)
            item.setData(_CHOICE, choice)
            item.setToolTip(tr_engine(choice.module.help))
        self.setCurrentRow(0)
        self.setFixedHeight(_ROW_PX * min(max(self.count(), 1), ROWS))
        self.setVisible(self.count() > 0)

    def shorten(self, by: int) -> None:
        """Take less room, as far as two rows remain."""
        self.setFixedHeight(max(self.height() - by, min(2, self.count()) * _ROW_PX))

    def choices(self) -> list[Choice]:
        """What is listed, from the top."""
        return [self.item(i).data(_CHOICE) for i in range(self.count())]

    def step(self, rows: int) -> None:
        """Choose another row, as far as there is one."""
        self.setCurrentRow(max(0, min(self.currentRow() + rows, self.count() - 1)))

    def chosen(self) -> Choice | None:
        """What Enter would take."""
        item = self.currentItem()
        return item.data(_CHOICE) if item else None


class _Row(QStyledItemDelegate):
    """Icon, title, and the shape that would come out."""

    def sizeHint(self, option: QStyleOptionViewItem, index) -> QSize:  # type: ignore[no-untyped-def]
        return QSize(0, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index) -> None:  # type: ignore[no-untyped-def]
        choice: Choice = index.data(_CHOICE)
        theme = current()
        box = QRectF(option.rect)
        state = option.state
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(theme.color("selection.row"))
            painter.drawRoundedRect(box, theme.number("radius.sm"), theme.number("radius.sm"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.color("bg.hover"))
            painter.drawRoundedRect(box, theme.number("radius.sm"), theme.number("radius.sm"))
        category = choice.module.category
        sign = QRectF(box.left() + 8, box.center().y() - 9, 18, 18)
        paint_icon(painter, sign, f"cat-{category}", theme.category(category))
        inner = box.adjusted(35, 0, -8, 0)
        face.draw(painter, inner, choice.result, "shape", theme.color("text.muted"), face.RIGHT)
        room = inner.adjusted(0, 0, -face.width(choice.result, "shape") - 8, 0)
        ink = theme.color("text.primary" if choice.is_wired else "text.muted")
        face.draw(painter, room, index.data(), "body", ink)
