"""A field that tells what is typed while an input method is still composing it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class SearchField(QLineEdit):
    """`typed(text)`: the text is another, a syllable that is only half composed among it."""

    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = ""
        self._told = ""
        self.textChanged.connect(self._tell)

    @property
    def whole_text(self) -> str:
        """The text with what is being composed in its place."""
        at = self.cursorPosition()
        return self.text()[:at] + self._composing + self.text()[at:]

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take part of a syllable, or the whole of it."""
        self._composing = event.preeditString()
        super().inputMethodEvent(event)
        self._tell()

    def begin(self) -> None:
        """Be empty, with nothing half composed from the last time."""
        if self._composing:
            QGuiApplication.inputMethod().reset()
            self._composing = ""
        if self.text():
            self.clear()
        self._told = ""

    def _tell(self) -> None:
        if self.whole_text != self._told:
            self._told = self.whole_text
            self.typed.emit(self._told)
