"""A button that shows the keys of an action and takes others when it is pressed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QPushButton, QWidget

from hornstudio.ui.widgets.pages import Pages
from hornstudio.ui.words.translate import tr

WIDTH_PX = 150


class KeyButton(Pages):
    """`keys_pressed(QKeySequence)`: these were pressed while it was listening; Esc ends that."""

    keys_pressed = Signal(QKeySequence)

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.button = QPushButton()
        self.button.setProperty("kind", "quiet")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.listen)
        self.listener = _Listener()
        self.listener.setAccessibleName(tr("New keys for {action}", action=words))
        self.listener.heard.connect(self._on_heard)
        self.listener.gave_up.connect(self._on_gave_up)
        self.addWidget(self.button)
        self.addWidget(self.listener)
        self.setFixedWidth(WIDTH_PX)
        self.setFixedHeight(self.button.sizeHint().height())

    def show_keys(self, shown: str) -> None:
        """Show keys, or that there are none."""
        self.button.setText(shown or tr("no key"))
        name = tr("{action}: {keys}", action=self._words, keys=shown or tr("no key"))
        self.button.setAccessibleName(name)
        self.button.setToolTip(tr("Press to give it other keys"))

    def listen(self) -> None:
        """Wait for keys."""
        self.listener.clear()
        self.setCurrentWidget(self.listener)
        self.listener.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_heard(self, keys: QKeySequence) -> None:
        self._rest()
        self.keys_pressed.emit(keys)

    def _on_gave_up(self) -> None:
        """After Esc the button has the focus again; else somebody else has it by now."""
        if self.listener.hasFocus():
            self._rest()
        else:
            self.setCurrentWidget(self.button)

    def _rest(self) -> None:
        self.setCurrentWidget(self.button)
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)


class _Listener(QKeySequenceEdit):
    """Hears one combination of keys."""

    heard = Signal(QKeySequence)
    gave_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumSequenceLength(1)
        self.keySequenceChanged.connect(self._on_changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up; whatever else is pressed is meant."""
        if event.key() == Qt.Key.Key_Escape:
            self.gave_up.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing was pressed."""
        super().focusOutEvent(event)
        self.gave_up.emit()

    def _on_changed(self, keys: QKeySequence) -> None:
        if not keys.isEmpty():
            self.heard.emit(keys)
