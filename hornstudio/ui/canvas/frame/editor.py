"""A field for text of several lines, over a note."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QPlainTextEdit

from hornstudio.ui.widgets.keyboard import is_elsewhere
from hornstudio.ui.words.translate import tr


class NoteEditor(QPlainTextEdit):
    """Appears over what it edits. Esc, Ctrl+Enter, Tab or a press aside takes what was typed.

    Several lines are too much to be lost by a key; to take them back is one step.
    """

    def __init__(self, view: QAbstractScrollArea) -> None:
        # Within the viewport: beside it no screen reader finds a child of a view.
        super().__init__(view.viewport())
        self._view = view
        self._on_typed: Callable[[str], object] | None = None
        self.setObjectName("noteEditor")
        self.setTabChangesFocus(True)  # or it would be typed
        self.setPlaceholderText(tr("Text; Esc when done"))
        self.hide()

    def ask(self, text: str, box: QRect, name: str, on_typed: Callable[[str], object]) -> None:
        """Edit a text in place."""
        self._on_typed = on_typed
        self.setAccessibleName(name)
        self.setGeometry(box)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        # Filled only now: Orca takes a field in which the cursor moves for known, and says no name.
        self.setPlainText(text)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter and Esc; all else is typing."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape or (is_enter and has_control):
            self.finish()
        else:
            super().keyPressEvent(event)
            event.accept()  # a key that the field has no use for must not reach the canvas

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab takes it, too, and the keyboard stays on the canvas."""
        self.finish()
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field takes what was typed."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.finish()

    def finish(self) -> None:
        """Take what was typed, and close."""
        on_typed, self._on_typed = self._on_typed, None
        self.leave()
        if on_typed is not None:
            on_typed(self.toPlainText())

    def leave(self) -> None:
        """Close without taking anything."""
        self._on_typed = None
        if self.isVisible():
            is_left = is_elsewhere(self)
            self.hide()
            if not is_left:
                self._view.setFocus()
