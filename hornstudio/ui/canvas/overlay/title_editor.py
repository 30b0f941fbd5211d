"""Typing over a title on the canvas: one floating field for the whole canvas."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit

from hornstudio.ui.theme import wear
from hornstudio.ui.widgets.keyboard import is_elsewhere


class TitleEditor(QLineEdit):
    """A field that appears over a title. Enter takes it, Esc leaves it, Tab goes on from it."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        # Within the viewport: beside it no screen reader finds a child of a view.
        super().__init__(view.viewport())
        self._view = view
        self.setObjectName("titleEditor")
        self._on_typed: Callable[[str], bool] | None = None
        self._go_on: Callable[[], object] | None = None
        self.hide()

    def ask(
        self,
        text: str,
        box: QRect,
        name: str,
        on_typed: Callable[[str], bool],
        go_on: Callable[[], object] | None = None,
    ) -> None:
        """Edit a text in place. on_typed: takes the text; False keeps the field open. go_on: what
        Tab leads to.
        """
        self._on_typed, self._go_on = on_typed, go_on
        self.setAccessibleName(name)
        self.setProperty("wrong", False)
        self.setGeometry(box)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        # Filled only now: Orca takes a field in which the cursor moves for known, and says no name.
        self.setText(text)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc; all else is typing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(keep_open=True)
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
            event.accept()  # a key that the field has no use for must not reach the canvas

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Tab takes it, too, and the keyboard stays on the canvas."""
        self._take(keep_open=True)
        if is_next and self._on_typed is None and self._go_on is not None:
            self._go_on()
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field takes what was typed, if it can be taken."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.finish()

    def finish(self) -> None:
        """Take what was typed, if it can be taken, and close."""
        self._take(keep_open=False)

    def leave(self) -> None:
        """Close without taking anything."""
        self._on_typed = None
        if self.isVisible():
            is_left = is_elsewhere(self)
            self.hide()
            if not is_left:
                self._view.setFocus()

    def _take(self, *, keep_open: bool) -> None:
        on_typed, self._on_typed = self._on_typed, None
        if on_typed is None:
            return
        if on_typed(self.text()) or not keep_open:
            self.leave()
            return
        self._on_typed = on_typed
        wear(self, "wrong", True)
