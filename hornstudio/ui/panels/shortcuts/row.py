"""A line of the list: what an action does, its keys, and the ways to be without or as before."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from hornstudio.engine.spelling import plain
from hornstudio.ui.panels.shortcuts.key_button import WIDTH_PX, KeyButton
from hornstudio.ui.panels.shortcuts.keymap import Keymap
from hornstudio.ui.theme import set_icon
from hornstudio.ui.widgets.refusal import RefusalLabel
from hornstudio.ui.words.translate import tr

_ICON_PX = 13


class Row(QWidget):
    """An action whose keys can be changed; a refusal stands below it until the next try."""

    def __init__(self, keymap: Keymap, action_id: str) -> None:
        super().__init__()
        self.action_id = action_id
        self._keymap = keymap
        words = keymap.words(action_id)
        self._tip = keymap.actions[action_id].statusTip()
        self._label = _secondary(words)
        self._label.setToolTip(self._tip)
        self.keys = KeyButton(words)
        self.keys.keys_pressed.connect(self._on_keys_pressed)
        self.remove = _icon_button("close", tr("{action}: take its keys away", action=words))
        self.remove.clicked.connect(lambda: self._try(keymap.bind(action_id, None)))
        self.reset = _icon_button("undo", tr("{action}: back to its first keys", action=words))
        self.reset.clicked.connect(lambda: self._try(keymap.reset(action_id)))
        self.refusal = RefusalLabel()
        self._build()
        self.show_keys()

    def show_keys(self) -> None:
        """Show the keys as they are now."""
        shown = self._keymap.actions.keys_text(self.action_id)
        self.keys.show_keys(shown)
        self.remove.setVisible(bool(shown))
        self.reset.setVisible(self._keymap.is_changed(self.action_id))
        self.refusal.hide()

    def has(self, text: str) -> bool:
        """Whether a text is found in its words or its keys."""
        shown = self._keymap.actions.keys_text(self.action_id)
        words = (self._label.text(), self._tip, self.action_id, shown)
        return any(plain(text) in plain(each) for each in words)

    def _on_keys_pressed(self, keys: QKeySequence) -> None:
        self._try(self._keymap.bind(self.action_id, keys))

    def _try(self, refusal: str) -> None:
        """Say why something was refused."""
        self.refusal.say(refusal)

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self._label, 1)
        line.addWidget(self.reset)
        line.addWidget(self.remove)
        line.addWidget(self.keys)
        for button in (self.reset, self.remove):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            button.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.refusal)


class FixedRow(QWidget):
    """A gesture of the canvas: it can be read, and not be changed."""

    def __init__(self, words: str, how: str) -> None:
        super().__init__()
        self._words = (words, how)
        by = QLabel(how)
        by.setProperty("tone", "muted")
        by.setWordWrap(True)
        by.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        by.setFixedWidth(WIDTH_PX + 90)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 4, 8, 4)
        line.addWidget(_secondary(words), 1)
        line.addWidget(by)

    def has(self, text: str) -> bool:
        """Whether a text is found in its words."""
        return any(plain(text) in plain(each) for each in self._words)


def _secondary(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("tone", "secondary")
    label.setWordWrap(True)
    return label


def _icon_button(icon: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setProperty("kind", "icon")
    button.setProperty("dense", True)
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_icon(button, icon, "text.muted", _ICON_PX)
    return button
