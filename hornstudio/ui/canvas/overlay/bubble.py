"""A bubble that says what is wrong and offers what would help."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hornstudio.engine.problem import Remedy
from hornstudio.ui.theme import pixmap, set_icon
from hornstudio.ui.words.translate import tr, tr_engine

_WIDEST_PX = 340
_GAP_PX = 14
_STEM_PX = 26
_BUTTONS = 3
_EVEN_STEP_PX = 6


class Bubble(QFrame):
    """One bubble over the canvas. With remedies it stays until it is answered or left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = parent
        self.setObjectName("bubble")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(12, 10, 10, 12)
        self._rows.setSpacing(6)
        self.hide()

    def say(self, reason: str, at: QPoint, *, tone: str = "error", heading: str = "") -> None:
        """Show a reason beside a point of the parent; the mouse goes through."""
        self._fill(reason, heading, tone, closable=False)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, True)
        self._place(at)

    def offer(
        self,
        reason: str,
        remedies: Sequence[Remedy],
        at: QPoint,
        on_chosen: Callable[[Remedy], None],
        *,
        heading: str = "",
        tone: str = "error",
        above: int | None = None,
    ) -> None:
        """Show a reason with a button for each remedy, the best one filled.

        above: height over which there would best be all of it, such as the top of what it is about.
        """
        self._fill(reason, heading, tone, closable=True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        if remedies:
            row = QHBoxLayout()
            row.setSpacing(8)
            for index, remedy in enumerate(remedies[:_BUTTONS]):
                row.addWidget(self._button(remedy, index == 0, on_chosen))
            row.addStretch(1)
            self._rows.addLayout(row)
        self._place(at, above=above)

    def buttons(self) -> list[QPushButton]:
        """The offered remedies."""
        return [b for b in self.findChildren(QPushButton) if b.isVisibleTo(self)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self._canvas.setFocus()
            return
        super().keyPressEvent(event)

    def _button(
        self, remedy: Remedy, is_first: bool, on_chosen: Callable[[Remedy], None]
    ) -> QPushButton:
        label = tr_engine(remedy.label)
        is_said = remedy.result in label  # or there is nothing to say
        button = QPushButton(label if is_said else f"{label}  {remedy.result}")
        button.setProperty("kind", "primary" if is_first else "soft")
        button.setProperty("dense", True)
        button.clicked.connect(lambda: self._choose(remedy, on_chosen))
        return button

    def _choose(self, remedy: Remedy, on_chosen: Callable[[Remedy], None]) -> None:
        self.hide()
        on_chosen(remedy)

    def _fill(self, reason: str, heading: str, tone: str, *, closable: bool) -> None:
        # Children that come into a visible parent are shown later: too late to be measured now.
        self.hide()
        _empty(self._rows)
        self.setProperty("kind", tone)
        self.setAccessibleName(f"{heading} {reason}".strip())
        top = QHBoxLayout()
        top.setSpacing(8)
        sign = QLabel()
        sign.setPixmap(pixmap(tone, f"{tone}.default", 15, self.devicePixelRatioF()))
        level = Qt.AlignmentFlag.AlignVCenter if heading else Qt.AlignmentFlag.AlignTop
        top.addWidget(sign, 0, level)
        words = _label(heading or reason, "group" if heading else "small")
        top.addWidget(words, 1, level | Qt.AlignmentFlag.AlignLeft)
        if closable:
            top.addWidget(self._close_button(), 0, level)
        self._rows.addLayout(top)
        if heading:
            self._rows.addWidget(_label(reason, "small"))
        self.style().unpolish(self)
        self.style().polish(self)

    def _close_button(self) -> QToolButton:
        close = QToolButton()
        close.setProperty("kind", "icon")
        close.setProperty("dense", True)
        close.setAccessibleName(tr("Close"))
        set_icon(close, "close", "text.muted", 13)
        close.clicked.connect(self.hide)
        return close

    def _place(self, at: QPoint, *, above: int | None = None) -> None:
        """Right below the point, or centred above a height, or wherever there is room in the
        parent.
        """
        offered = sum(b.sizeHint().width() for b in self.buttons())
        for label in self.findChildren(QLabel):
            if label.wordWrap():
                width = _even_width(label, max(_WIDEST_PX - 70, offered))
                # The layout would ask how high it is in the width of the buttons below it.
                label.setFixedSize(width, label.heightForWidth(width))
        self._rows.activate()
        size = self._rows.totalSizeHint().expandedTo(QSize(120, 0))
        height = self._rows.totalHeightForWidth(size.width())
        size.setHeight(max(height, self._rows.totalMinimumSize().height()))
        room = self._canvas.rect().adjusted(8, 8, -8, -8)
        box = QRect(at + QPoint(_GAP_PX, _GAP_PX), size)
        heights = () if above is None else (above, at.y())
        foot = next((y for y in heights if y - _STEM_PX - size.height() > room.top()), None)
        if foot is not None:
            box.moveCenter(at)
            box.moveBottom(foot - _STEM_PX)
        if box.right() > room.right():
            box.moveRight(max(at.x() - _GAP_PX, room.left() + size.width()))
        if box.bottom() > room.bottom():
            box.moveBottom(at.y() - _GAP_PX)
        box.moveTop(max(box.top(), room.top()))
        box.moveLeft(max(box.left(), room.left()))
        self.setGeometry(box)
        self.show()
        self.raise_()


def _even_width(label: QLabel, widest: int) -> int:
    """The least width that takes no more lines than the widest: no last word stands alone."""
    wide = label.fontMetrics().horizontalAdvance(label.text()) + 8
    if wide <= widest:
        return wide
    height = label.heightForWidth(widest)
    narrower = range(widest // 2, widest, _EVEN_STEP_PX)
    return next((px for px in narrower if label.heightForWidth(px) <= height), widest)


def _label(text: str, scale: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("scale", scale)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _empty(layout) -> None:  # type: ignore[no-untyped-def]
    while item := layout.takeAt(0):
        widget, inner = item.widget(), item.layout()
        if inner is not None:
            _empty(inner)
        elif widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
