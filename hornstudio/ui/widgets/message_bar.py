"""A message that stays until it is answered or closed: an icon, words, ways out, and a cross."""

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from hornstudio.ui.theme import set_icon
from hornstudio.ui.widgets.announcement import announce
from hornstudio.ui.words.translate import tr


class MessageBar(QFrame):
    """The parts of such a message; who uses it lays them out and says what the cross does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icon = self._add_small()
        self.icon.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.icon.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setProperty("scale", "small")
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_button = self._add_small()
        self.close_button.setAccessibleName(tr("Close this message"))
        set_icon(self.close_button, "close", size=13)

    def add_way(self, text: str, chosen: SignalInstance, kind: str = "") -> QPushButton:
        """A button for one way out, before the cross. kind: `primary`, `quiet`, or plain."""
        button = QPushButton(text, self)
        button.setProperty("kind", kind)
        button.setProperty("dense", True)
        button.clicked.connect(chosen)
        self.setTabOrder(button, self.close_button)
        return button

    def say(self, words: str, *, aloud: bool = True) -> None:
        """Show these words, and have them said where they are new.

        aloud: nobody else has them said.
        """
        if aloud and words != self.words.text():
            announce(self.words, words)
        self.words.setText(words)
        self.words.setAccessibleName(words)

    def _add_small(self) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("dense", True)
        button.setProperty("kind", "icon")
        return button
