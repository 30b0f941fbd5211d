"""Typing on where no field has opened: what would be a name must not act as shortcuts."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

_PAUSE_MS = 1500
_BOUND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_WITHIN = (Qt.Key.Key_Space, Qt.Key.Key_Backspace)
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_HELD = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)


class TypingOn(QObject):
    """Takes the letters that follow at once on a key whose field was refused, and forgets them.

    Enter, another key, the mouse or a pause end it.
    """

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._has_typed = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        canvas.view.installEventFilter(self)
        canvas.view.pressed.connect(self._pause.stop)

    @property
    def is_expected(self) -> bool:
        """Whether letters are taken for a name now."""
        return self._pause.isActive()

    def expect(self) -> None:
        """A field for a name was asked for, and there is none."""
        self._has_typed = False
        self._pause.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the canvas, before they are looked for among the shortcuts."""
        is_press = event.type() is QEvent.Type.KeyPress
        is_key = is_press or event.type() is QEvent.Type.ShortcutOverride
        if not (self.is_expected and is_key and isinstance(event, QKeyEvent)):
            return False
        if event.key() in _HELD:
            return False
        if not self._is_typed(event):
            self._pause.stop()
            return False
        event.accept()
        if is_press:
            self._go_on(event)
        return True

    def _is_typed(self, event: QKeyEvent) -> bool:
        if event.key() in (*_WITHIN, *_ENDS):
            return self._has_typed
        return event.text().isprintable() and bool(event.text()) and not event.modifiers() & _BOUND

    def _go_on(self, event: QKeyEvent) -> None:
        self._has_typed = True
        self._pause.stop() if event.key() in _ENDS else self._pause.start()
