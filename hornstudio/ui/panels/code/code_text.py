"""Python code to read: coloured, with line numbers."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from hornstudio.ui.panels.code.token_color import Span, spans_by_line
from hornstudio.ui.theme import current, mono
from hornstudio.ui.words.translate import tr

_PAD_PX = 12


class CodeText(QPlainTextEdit):
    """Read-only; another code keeps the scroll position and the cursor."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "code")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(mono("small"))
        self.setAccessibleName(tr("Python code"))
        self.painter = _Colors(self.document())
        self.numbers = _Numbers(self)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._on_update_request)
        current().changed.connect(self._on_theme_changed)
        self._make_room()

    def show_code(self, code: str) -> None:
        """Show another code at the same place."""
        if code == self.toPlainText():
            return
        bars = (self.verticalScrollBar(), self.horizontalScrollBar())
        places = [bar.value() for bar in bars]
        cursor_place = self.textCursor().position()
        self.painter.spans = spans_by_line(code)
        self.setPlainText(code)
        cursor = self.textCursor()
        cursor.setPosition(min(cursor_place, len(code)))
        self.setTextCursor(cursor)
        for bar, place in zip(bars, places, strict=True):
            bar.setValue(place)

    def numbers_width(self) -> int:
        """Room for the line numbers, in pixels."""
        digits = max(2, len(str(self.blockCount())))
        return 2 * _PAD_PX + self.fontMetrics().horizontalAdvance("9") * digits

    def paint_numbers(self, event: QPaintEvent) -> None:
        """Draw the numbers of the lines that can be seen."""
        painter = QPainter(self.numbers)
        painter.fillRect(event.rect(), current().color("bg.canvas"))
        painter.setPen(current().color("text.muted"))
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        width = self.numbers.width() - _PAD_PX
        while block.isValid() and top <= event.rect().bottom():
            height = self.blockBoundingRect(block).height()
            place = QRect(0, round(top), width, round(height))
            painter.drawText(place, Qt.AlignmentFlag.AlignRight, str(block.blockNumber() + 1))
            top += height
            block = block.next()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the numbers at the left edge."""
        super().resizeEvent(event)
        inside = self.contentsRect()
        self.numbers.setGeometry(inside.left(), inside.top(), self.numbers_width(), inside.height())

    def _make_room(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)

    def _on_update_request(self, rect: QRect, scrolled_px: int) -> None:
        if scrolled_px:
            self.numbers.scroll(0, scrolled_px)
        else:
            self.numbers.update(0, rect.y(), self.numbers.width(), rect.height())

    def _on_theme_changed(self) -> None:
        self.painter.rehighlight()
        self.numbers.update()


class _Numbers(QWidget):
    """The strip at the left."""

    def __init__(self, code: CodeText) -> None:
        super().__init__(code)
        self.code = code

    def sizeHint(self) -> QSize:
        return QSize(self.code.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.code.paint_numbers(event)


class _Colors(QSyntaxHighlighter):
    """Colours spans that were found in one pass over the whole text."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.spans: list[list[Span]] = []

    def highlightBlock(self, text: str) -> None:
        place = self.currentBlock().blockNumber()
        for start, length, ink in self.spans[place] if place < len(self.spans) else []:
            self.setFormat(start, length, _format(current().color(ink)))


def _format(color: QColor) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(color)
    return made
