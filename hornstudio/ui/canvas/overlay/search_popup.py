"""The search for a module at a point of the canvas, filtered by what fits a loose wire."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from hornstudio.engine.catalog import catalog
from hornstudio.engine.module import Module
from hornstudio.ui.canvas.paint import face
from hornstudio.ui.theme import current, paint_icon, pixmap
from hornstudio.ui.translate import tr, tr_engine

WIDTH_PX = 276
ROWS = 8
_ROW_PX = 30
_CHOICE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Choice:
    """A module that may be chosen; result: the shape that would leave it, `16 → 10`."""

    module: Module
    result: str = ""


Fit = Callable[[Module], Choice | None]


class SearchPopup(QFrame):
    """Type, choose with the arrows, Enter. `chosen(kind)` says which; Esc or a click leaves."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = parent
        self.setObjectName("searchPopup")
        self.setProperty("kind", "overlay")
        self.setFixedWidth(WIDTH_PX)
        self._choices: dict[str, Choice] = {}
        self.field = QLineEdit()
        self.field.setProperty("kind", "bare")
        self.field.setPlaceholderText(tr("Add a module"))
        self.field.setAccessibleName(tr("Search modules"))
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._list)
        self.list = _list_widget()
        self.list.itemClicked.connect(lambda item: self._choose(item))
        self._takes = QLabel()
        self._takes.setProperty("kind", "pill")
        self._empty = QLabel(tr("Nothing fits. Try another word."))
        self._empty.setProperty("tone", "muted")
        self._count = QLabel()
        self._build()
        self.hide()

    def _build(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 8, 8, 8)
        rows.setSpacing(6)
        self._sign = QLabel()
        escape = QLabel(tr("Esc"))
        escape.setProperty("kind", "key")
        top = QHBoxLayout()
        top.setContentsMargins(6, 2, 4, 2)
        top.setSpacing(8)
        for part in (self._sign, self.field, escape):
            top.addWidget(part, int(part is self.field))
        rows.addLayout(top)
        middle = QHBoxLayout()
        middle.setContentsMargins(4, 0, 4, 0)
        middle.addWidget(self._takes)
        middle.addStretch(1)
        rows.addLayout(middle)
        rows.addWidget(self.list)
        rows.addWidget(self._empty)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(6, 0, 6, 0)
        keys = QLabel(tr("↑↓ choose   ↵ add"))
        for label in (self._count, keys):
            label.setProperty("tone", "muted")
            label.setProperty("scale", "micro")
        bottom.addWidget(self._count, 1)
        bottom.addWidget(keys)
        rows.addLayout(bottom)

    def ask(self, at: QPoint, fit: Fit, takes: str = "") -> None:
        """Open beside a point of the parent. takes: what must fit, in words."""
        found = (fit(module) for module in catalog().nodes())
        self._choices = {c.module.kind: c for c in found if c is not None}
        self._takes.setText(takes)
        self._takes.setVisible(bool(takes))
        self._sign.setPixmap(pixmap("search", "text.muted", 15, self.devicePixelRatioF()))
        self.field.clear()
        self._list("")
        self.adjustSize()
        self._place(at)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def kinds(self) -> list[str]:
        """What is offered now, best first."""
        items = (self.list.item(i) for i in range(self.list.count()))
        return [item.data(_CHOICE).module.kind for item in items]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field that move in the list, and losing the focus."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(event.key())
        if event.type() is QEvent.Type.FocusOut and self.isVisible():
            self.leave()
        return False

    def leave(self) -> None:
        """Close without a choice."""
        if self.isVisible():
            self.hide()
            self.left.emit()

    def _press(self, key: int) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS}
        steps |= {Qt.Key.Key_PageUp: -ROWS, Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
        if key in steps:
            row = self.list.currentRow() + steps[Qt.Key(key)]
            self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentItem())
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.hide()
            self.chosen.emit(item.data(_CHOICE).module.kind)

    def _list(self, text: str) -> None:
        self.list.clear()
        for module in catalog().search(text):
            choice = self._choices.get(module.kind)
            if choice:
                item = QListWidgetItem(tr_engine(module.title), self.list)
                item.setData(_CHOICE, choice)
                item.setToolTip(tr_engine(module.help))
        count = self.list.count()
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(_ROW_PX * min(max(count, 1), ROWS))
        self.list.setVisible(count > 0)
        self._empty.setVisible(count == 0)
        self._count.setText(tr("{count} modules", count=count) if count else "")
        self.adjustSize()

    def _place(self, at: QPoint) -> None:
        room = self._canvas.rect().adjusted(8, 8, -8, -8)
        box = QRect(at, self.sizeHint().expandedTo(self.size()))
        if box.right() > room.right():
            box.moveRight(room.right())
        if box.bottom() > room.bottom():
            box.moveBottom(room.bottom())
        self.move(max(box.left(), room.left()), max(box.top(), room.top()))


def _list_widget() -> QListWidget:
    made = QListWidget()
    made.setItemDelegate(_Row(made))
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.setUniformItemSizes(True)
    made.setMouseTracking(True)
    made.setAccessibleName(tr("Modules"))
    made.viewport().setAutoFillBackground(False)
    made.setStyleSheet("background: transparent;")
    return made


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
        face.draw(painter, room, index.data(), "body", theme.color("text.primary"))
