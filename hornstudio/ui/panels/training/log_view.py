"""What the worker printed, newest last."""

from collections import deque

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from hornstudio.ui.panels.training.process.client import WorkerClient
from hornstudio.ui.theme import current, mono, set_icon
from hornstudio.ui.words.translate import tr

MOST_LINES = 5_000
_TICK_MS = 100


class LogView(QWidget):
    """The last 5,000 lines. A flood of lines is shown ten times a second, not line by line."""

    def __init__(self, client: WorkerClient | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self._waiting: list[tuple[str, str]] = []
        self._lines: deque[tuple[str, str]] = deque(maxlen=MOST_LINES)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setFont(mono("shape"))
        self.text.setMaximumBlockCount(MOST_LINES)
        self.text.setAccessibleName(tr("Log"))
        self.text.setPlaceholderText(tr("Nothing has been printed yet."))
        self.text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setFocusProxy(self.text)
        clear = QPushButton(tr("Clear"), self)
        clear.setProperty("kind", "quiet")
        clear.setProperty("dense", True)
        set_icon(clear, "eraser", size=15)
        clear.clicked.connect(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 8)
        column.setSpacing(4)
        row = QHBoxLayout()
        hint = QLabel(tr("What the computing process says"), self)
        hint.setProperty("scale", "micro")
        hint.setProperty("tone", "muted")
        row.addWidget(hint)
        row.addStretch()
        row.addWidget(clear)
        column.addLayout(row)
        column.addWidget(self.text)
        self._tick = QTimer(self, singleShot=True, interval=_TICK_MS)
        self._tick.timeout.connect(self._write)
        current().changed.connect(self._recolour)
        if client is not None:
            client.log.connect(self.add)

    def take_over(self, former: "LogView") -> None:
        """Show the lines of another one, as they were told."""
        self._waiting = [*former._lines, *former._waiting]
        self._write()

    def add(self, level: str, text: str) -> None:
        """Add a text of one or more lines. level: `error` is shown in its colour."""
        self._waiting += [(level, line) for line in text.rstrip("\n").split("\n")]
        del self._waiting[:-MOST_LINES]
        if not self._tick.isActive():
            self._tick.start()

    def clear(self) -> None:
        """Forget all lines."""
        self._waiting.clear()
        self._lines.clear()
        self.text.clear()

    def show_end(self) -> None:
        """Scroll to the newest line."""
        self._write()
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _recolour(self) -> None:
        """Write all lines anew in the colours of the theme in use."""
        self._waiting = [*self._lines, *self._waiting][-MOST_LINES:]
        self._lines.clear()
        self.text.clear()
        self._write()

    def _write(self) -> None:
        """Append what waits; whoever has scrolled up to read stays there."""
        if not self._waiting:
            return
        bar = self.text.verticalScrollBar()
        was_at_end = bar.value() >= bar.maximum() - 1
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for level, line in self._waiting:
            if not self.text.document().isEmpty():
                cursor.insertBlock()
            cursor.insertText(line, _format(level))
        cursor.endEditBlock()
        self._lines.extend(self._waiting)
        self._waiting.clear()
        if was_at_end:
            bar.setValue(bar.maximum())


def _format(level: str) -> QTextCharFormat:
    made = QTextCharFormat()
    ink: QColor = current().color("error.default" if level == "error" else "text.secondary")
    made.setForeground(ink)
    return made
