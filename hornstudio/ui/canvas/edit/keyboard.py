"""The canvas' keys, in one table."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from hornstudio.ui.canvas.edit import selection
from hornstudio.ui.canvas.geometry import SNAP

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0, "left"),
    Qt.Key.Key_Right: (1, 0, "right"),
    Qt.Key.Key_Up: (0, -1, "up"),
    Qt.Key.Key_Down: (0, 1, "down"),
}
_LONG_STEP = 10 * SNAP
_PLAIN = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


class Keyboard:
    """Carries out what a key means on the canvas.

    has_actions: the window's actions have keys of their own for what can be done; only what is no
    action is left here.
    """

    def __init__(self, canvas: "Canvas", *, has_actions: bool = False) -> None:
        self._canvas = canvas
        key = Qt.Key
        self._table: dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]] = {
            (key.Key_Plus, _PLAIN): canvas.sight.zoom_in,
            (key.Key_Plus, _SHIFT): canvas.sight.zoom_in,
            (key.Key_Equal, _PLAIN): canvas.sight.zoom_in,
            (key.Key_Minus, _PLAIN): canvas.sight.zoom_out,
            (key.Key_0, _PLAIN): canvas.sight.zoom_reset,
            (key.Key_Escape, _PLAIN): canvas.dismiss,
            (key.Key_Return, _PLAIN): canvas.valuing.edit_first,
            (key.Key_Enter, _PLAIN): canvas.valuing.edit_first,
            **canvas.framing.resizing_keys(),
        }
        self._standard: dict[QKeySequence.StandardKey, Callable[[], object]] = {}
        if not has_actions:
            self._stand_in()

    def _stand_in(self) -> None:
        """A canvas without a window has the keys that its actions have at first."""
        canvas, key = self._canvas, Qt.Key
        self._table |= {
            (key.Key_Delete, _PLAIN): canvas.delete_selection,
            (key.Key_Backspace, _PLAIN): canvas.delete_selection,
            (key.Key_D, _CTRL): canvas.copying.duplicate,
            (key.Key_D, _CTRL | _SHIFT): canvas.copying.duplicate_wired,
            (key.Key_V, _CTRL | _SHIFT): canvas.copying.paste_wired,
            (key.Key_F2, _PLAIN): canvas.rename_selected,
            (key.Key_F, _PLAIN): canvas.sight.fit,
            (key.Key_F, _SHIFT): canvas.toggle_frozen,
            (key.Key_B, _PLAIN): canvas.toggle_bypassed,
            (key.Key_B, _SHIFT): canvas.toggle_disabled,
            (key.Key_X, _PLAIN): canvas.take_out,
            (key.Key_W, _PLAIN): canvas.wire_by_keys,
        }
        self._table |= canvas.arranging.keys() | canvas.framing.keys() | canvas.rerouting.keys()
        self._table |= canvas.walking.keys()
        self._standard = {
            QKeySequence.StandardKey.SelectAll: canvas.select_all,
            QKeySequence.StandardKey.Copy: canvas.copying.copy,
            QKeySequence.StandardKey.Cut: canvas.copying.cut,
            QKeySequence.StandardKey.Paste: canvas.copying.paste,
        }

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key means something here; it is done then."""
        # Keys of the number block mean what they say.
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = QKeyCombination(_PLAIN, Qt.Key(event.key())).key()
        if key in _ARROWS and (key, modifiers) not in self._table:
            return self._arrow(key, modifiers)
        for standard, act in self._standard.items():
            if event.matches(standard):
                act()
                return True
        act_of_key = self._table.get((key, modifiers))
        if act_of_key is None:
            return False
        act_of_key()
        return True

    def _arrow(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        dx, dy, direction = _ARROWS[key]
        document = self._canvas.document
        if modifiers == _CTRL:
            self._canvas.walking.go(direction)
            return True
        if modifiers not in (_PLAIN, _SHIFT):
            return False
        if self._canvas.advice.keeps_arrows():
            return True
        step = _LONG_STEP if modifiers == _SHIFT else SNAP
        if self._canvas.framing.nudge(dx * step, dy * step):
            return True
        if self._canvas.rerouting.nudge(dx * step, dy * step):
            return True
        if document.selection:
            selection.nudge(document, dx * step, dy * step)
        else:
            self._canvas.view.pan_by(-dx * 5 * step, -dy * 5 * step)
        return True
