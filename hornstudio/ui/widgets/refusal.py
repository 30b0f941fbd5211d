"""Small words below a field: why what was typed is refused; away while all is well."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from hornstudio.ui.widgets.announcement import announce


class RefusalLabel(QLabel):
    """Says nothing at first. Red, unless it has another tone."""

    def __init__(self, scale: str = "micro", tone: str = "error") -> None:
        super().__init__()
        self.setProperty("tone", tone)
        self.setProperty("scale", scale)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.hide()

    def say(self, words: str) -> None:
        """Show these words, aloud where they are new; with none, go."""
        if words != self.text():
            announce(self, words)
        self.setText(words)
        self.setVisible(bool(words))
