"""Text that counts only when it is finished: Enter or leaving keeps it, Esc drops it.

In a dialog, Enter in a good text is the dialog's afterwards, whose default button it presses.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget
from shiboken6 import isValid

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Judge = Callable[[str], str]
"""What is needed instead of a text, in words; empty when the text will do."""


class Draft(QObject):
    """Watches a line edit. `accepted` tells a finished good text, `judged` what is needed.

    editor: the widget that has the focus, where it is not the line itself (a spin box).
    """

    accepted = Signal(str)
    judged = Signal(str)

    def __init__(self, line: QLineEdit, judge: Judge, editor: QWidget | None = None) -> None:
        super().__init__(line)
        self.line = line
        self.shown = line.text()
        self._judge = judge
        line.textEdited.connect(lambda text: self.judged.emit(judge(text)))
        for watched in {line, editor or line}:
            watched.installEventFilter(self)

    @property
    def is_pending(self) -> bool:
        """Whether something has been typed that has not been taken over."""
        return self.line.text() != self.shown

    def show_text(self, text: str) -> None:
        """Show the true value; what is being typed stays as long as that value is the old one."""
        if text == self.shown:
            return
        self.shown = text
        self._write(text)

    def finish(self) -> bool:
        """Take over what has been typed. Returns whether it was good."""
        text = self.line.text()
        if not self.is_pending:
            return True
        words = self._judge(text)
        self.judged.emit(words)
        if words:
            return False
        self.accepted.emit(text)
        if self.is_pending:  # the same value in other words, such as 064
            self._write(self.shown)
        return True

    def drop(self) -> None:
        """Return to the true value."""
        self._write(self.shown)
        self.judged.emit("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle Enter, Esc and the loss of the focus."""
        if not isValid(self.line):
            return False  # a spin box that is being deleted loses the focus after its line
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            self._leave(event.reason())
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._override(event)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(event)
        return False

    def _leave(self, reason: Qt.FocusReason) -> None:
        if reason == Qt.FocusReason.PopupFocusReason or not self.is_pending:
            return
        stays = reason == Qt.FocusReason.ActiveWindowFocusReason
        if not self.finish() and not stays:
            self.drop()

    def _override(self, event: QKeyEvent) -> bool:
        """Esc is ours while something is pending; undo is the document's while nothing is."""
        if event.key() == Qt.Key.Key_Escape and self.is_pending:
            event.accept()
            return True
        return self._leaves_undo(event)

    def _leaves_undo(self, event: QKeyEvent) -> bool:
        """Whether undo or redo is left to who is around."""
        undo = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
        if any(event.matches(key) for key in undo) and not self.is_pending:
            event.ignore()
            return True
        return False

    def _press(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            is_good = self.finish()
            self.line.selectAll()
            return not (is_good and isinstance(self.line.window(), QDialog))
        if event.key() == Qt.Key.Key_Escape and self.is_pending:
            self.drop()
            return True
        return self._leaves_undo(event)

    def _write(self, text: str) -> None:
        """Replace the text and keep the cursor where it was, as far as the text reaches."""
        place = self.line.cursorPosition()
        is_at_end = place == len(self.line.text())
        self.line.setText(text)
        if not is_at_end:
            self.line.setCursorPosition(min(place, len(text)))
