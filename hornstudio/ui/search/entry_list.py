"""The rows that a search offers: icon, words, and a note at the right."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from hornstudio.ui.theme import current, font, mono, paint_icon
from hornstudio.ui.widgets.row_painting import RIGHT, paint_ground, paint_line

ROWS = 8
ROW_PX = 30
_ENTRY = Qt.ItemDataRole.UserRole
_TEXT_AT = 35
_GAP_PX = 8
_BECOMES = " \N{RIGHTWARDS ARROW} "


@dataclass(frozen=True)
class Entry:
    """One row. detail: more words behind the text, smaller. note: stands at the right edge.

    category: gives the icon its hue; without one it is grey. is_quiet: not what is most likely
    meant, or what cannot be chosen now.
    """

    id: str
    text: str
    detail: str = ""
    note: str = ""
    icon: str = ""
    category: str = ""
    tip: str = ""
    is_quiet: bool = False

    @property
    def spoken(self) -> str:
        """All its words, for a screen reader."""
        return ", ".join(part for part in (self.text, self.detail, self.note) if part)


class EntryList(QListWidget):
    """Shows entries, the first of them chosen; the focus stays where the person types."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_Row(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("background: transparent;")

    def show_entries(self, entries: list[Entry]) -> None:
        """List these and no others."""
        self.clear()
        for entry in entries:
            item = QListWidgetItem(entry.text, self)
            item.setData(_ENTRY, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, entry.spoken)
            item.setToolTip(entry.tip)
        self.setCurrentRow(0)
        self.setFixedHeight(ROW_PX * min(max(self.count(), 1), ROWS))
        self.setVisible(self.count() > 0)

    def shorten(self, by: int) -> None:
        """Take less room, as far as two rows remain."""
        self.setFixedHeight(max(self.height() - by, min(2, self.count()) * ROW_PX))

    def entries(self) -> list[Entry]:
        """What is listed, from the top."""
        return [self.item(i).data(_ENTRY) for i in range(self.count())]

    def step(self, rows: int) -> None:
        """Choose another row, as far as there is one."""
        self.setCurrentRow(max(0, min(self.currentRow() + rows, self.count() - 1)))

    def chosen(self) -> Entry | None:
        """What Enter would take."""
        item = self.currentItem()
        return item.data(_ENTRY) if item else None


class _Row(QStyledItemDelegate):
    """Icon, words and note."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, ROW_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry: Entry = index.data(_ENTRY)
        box = QRectF(option.rect)
        state = option.state
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            paint_ground(painter, box, "selection.row")
        elif state & QStyle.StateFlag.State_MouseOver:
            paint_ground(painter, box, "bg.hover")
        _paint_sign(painter, box, entry)
        _paint_words(painter, box.adjusted(_TEXT_AT, 0, -_GAP_PX, 0), entry)


def _paint_sign(painter: QPainter, box: QRectF, entry: Entry) -> None:
    if not entry.icon:
        return
    theme = current()
    ink = theme.color("text.muted" if entry.is_quiet else "text.secondary")
    if entry.category:
        ink = theme.category(entry.category)
    paint_icon(painter, QRectF(box.left() + 8, box.center().y() - 9, 18, 18), entry.icon, ink)


def _paint_words(painter: QPainter, room: QRectF, entry: Entry) -> None:
    ink = "text.muted" if entry.is_quiet else "text.primary"
    spare = room.width() - QFontMetricsF(font("body")).horizontalAdvance(entry.text) - _GAP_PX
    beside = QRectF(room)
    beside.setLeft(room.right() - max(spare, 0.0))
    note = fitting_note(entry.note, beside.width())
    taken = paint_line(painter, beside, note, mono("shape"), "text.muted", RIGHT)
    room.setRight(room.right() - taken - _GAP_PX)
    taken = paint_line(painter, room, entry.text, font("body"), ink)
    room.setLeft(room.left() + taken + _GAP_PX)
    if entry.detail and room.width() > 0:
        paint_line(painter, room, entry.detail, font("micro"), "text.muted")


def fitting_note(note: str, room: float) -> str:
    """As much of a note as its room holds: of what becomes of a shape, the result is worth most."""
    metrics = QFontMetricsF(mono("shape"))
    return next((n for n in (note, after(note)) if metrics.horizontalAdvance(n) <= room), "")


def after(note: str) -> str:
    """Of what becomes of a shape, the result."""
    return f"{_BECOMES}{note.partition(_BECOMES)[2]}".strip() if _BECOMES in note else ""
