"""One training setting as a labelled field; what it says is always a value that fits, or marked."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from hornstudio.engine.errors import ParamError
from hornstudio.engine.params import Int, ParamOwner
from hornstudio.ui.theme import mono, wear
from hornstudio.ui.words.translate import tr, tr_engine

_KEY_STEPS = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}


class SettingsField(QWidget):
    """Edits an integer param. Enter or leaving takes the text; Escape brings the old value back.

    value_chosen(int, bool)   another value that fits; True where it came by the arrow keys
    words_changed(str)        what is wrong with the text, or empty
    """

    value_chosen = Signal(int, bool)
    words_changed = Signal(str)

    def __init__(self, param: Int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.param = param
        self._value = int(param.default)
        self.line = QLineEdit(self)
        self.line.setFont(mono("small"))
        self.line.setAccessibleName(tr(param.label))
        self.line.setAccessibleDescription(tr(param.help))
        self.line.setToolTip(tr(param.help))
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._on_text_edited)
        self.line.returnPressed.connect(self._take)
        label = QLabel(tr(param.label), self)
        label.setProperty("scale", "micro")
        label.setProperty("tone", "secondary")
        label.setBuddy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(label)
        column.addWidget(self.line)
        self.show_value(self._value)

    def show_value(self, value: int) -> None:
        """Show the document's value; what is being typed is left alone unless it differs."""
        is_typing = self.line.hasFocus() and self.line.isModified() and value == self._value
        self._value = value
        if not is_typing:
            if self.line.text() != self.param.show(value):  # else a selection would be lost
                self.line.setText(self.param.show(value))
            self.line.setModified(False)
            self._show_words("")

    def commit(self) -> bool:
        """Take over what is being typed; False where it does not fit."""
        if self.line.isModified():
            self._take()
        return not self.words

    @property
    def words(self) -> str:
        """What is wrong with the text; empty where it fits."""
        try:
            self._read()
        except ParamError as error:
            return tr_engine(error.text)
        return ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys count, Escape takes back, leaving takes or takes back."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event.key())
        if isinstance(event, QFocusEvent) and event.lostFocus() and self.line.isModified():
            if event.reason() is Qt.FocusReason.PopupFocusReason:  # a menu; it comes back
                return False
            if self.words:
                self._put_back()
            else:
                self._take()
        return False

    def _on_key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape and self.line.isModified():
            self._put_back()
            self.line.selectAll()
            return True
        step = _KEY_STEPS.get(Qt.Key(key))
        if step is None or self.words:
            return False
        low, high = self.param.low, self.param.high
        value = self._read() + step
        value = min(
            max(value, low if low is not None else value), high if high is not None else value
        )
        self._choose(value, by_key=True)
        return True

    def _read(self) -> int:
        return int(self.param.read(self.line.text(), _no_nested))

    def _take(self) -> None:
        if words := self.words:
            self._show_words(words)
            self.line.selectAll()
            return
        self._choose(self._read(), by_key=False)

    def _choose(self, value: int, by_key: bool) -> None:
        changed = value != self._value
        self._value = value
        self.line.setText(self.param.show(value))
        self.line.setModified(False)
        self._show_words("")
        if changed:
            self.value_chosen.emit(value, by_key)

    def _put_back(self) -> None:
        self.line.setText(self.param.show(self._value))
        self.line.setModified(False)
        self._show_words("")

    def _on_text_edited(self) -> None:
        self._show_words(self.words)

    def _show_words(self, words: str) -> None:
        wear(self.line, "wrong", bool(words))
        self.line.setToolTip(words or tr(self.param.help))
        self.words_changed.emit(words)


def _no_nested(category: str, kind: str) -> ParamOwner:
    raise LookupError(f"training settings hold no {category}")
