"""Which keys each action has: its own from the table, or those that a person gave it."""

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from hornstudio.ui.action.action_set import Actions
from hornstudio.ui.panels.shortcuts.gesture import gestures
from hornstudio.ui.settings import Settings
from hornstudio.ui.words.translate import tr

_NATIVE = QKeySequence.SequenceFormat.NativeText
_PORTABLE = QKeySequence.SequenceFormat.PortableText
_HELD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_FIRST_SILENT = Qt.Key.Key_Escape
"""Keys from here on, such as F5, write nothing."""


class Keymap:
    """Gives actions their keys, and keeps in the settings what a person chose."""

    def __init__(self, actions: Actions, settings: Settings) -> None:
        self.actions = actions
        self._settings = settings
        if settings.keys:
            self.apply()

    def is_changed(self, action_id: str) -> bool:
        """Whether a person gave the action other keys."""
        return action_id in self._settings.keys

    def why_not(self, action_id: str, keys: QKeySequence) -> str:
        """Reason why an action cannot have these keys, with what would help; empty when it can."""
        shown = keys.toString(_NATIVE)
        on_canvas = action_id in self.actions.rows and self.actions.rows[action_id].on_canvas
        if not on_canvas and _writes(keys[0]):  # type: ignore[index]
            return tr("{keys} is needed for typing. Hold Ctrl or Alt with it.", keys=shown)
        for other in self.actions.ids():
            if other != action_id and keys in self.actions[other].shortcuts():
                words = self.words(other)
                return tr(
                    "{keys} belongs to “{action}”. Give that another key first.",
                    keys=shown,
                    action=words,
                )
        for gesture in gestures():
            if keys in [QKeySequence(key) for key in gesture.keys]:
                return tr(
                    "{keys} does something on the canvas: {what}. That key is fixed.",
                    keys=shown,
                    what=gesture.words,
                )
        return ""

    def words(self, action_id: str) -> str:
        """What an action is called, without the mark of a menu's letter."""
        return self.actions.name(action_id)

    def bind(self, action_id: str, keys: QKeySequence | None) -> str:
        """Give an action these keys and no others, or none. Returns why not, empty when done."""
        reason = self.why_not(action_id, keys) if keys is not None else ""
        if not reason:
            chosen = [] if keys is None else [keys]
            if chosen == self.actions.first_keys(action_id):
                self._settings.keys.pop(action_id, None)
            else:
                self._settings.keys[action_id] = [key.toString(_PORTABLE) for key in chosen]
            self._keep()
        return reason

    def reset(self, action_id: str) -> str:
        """Give an action its first keys again. Returns why not, empty when done."""
        for keys in self.actions.first_keys(action_id):
            if reason := self.why_not(action_id, keys):
                return reason
        self._settings.keys.pop(action_id, None)
        self._keep()
        return ""

    def reset_all(self) -> None:
        """Give every action its first keys again."""
        self._settings.keys.clear()
        self._keep()

    def apply(self) -> None:
        """Let actions have the keys that the settings say.

        What a person chose goes before a first key of another action: a later version may have
        given that key to a new action.
        """
        own = {
            action_id: [QKeySequence(text, _PORTABLE) for text in texts]
            for action_id, texts in self._settings.keys.items()
            if action_id in self.actions.ids()
        }
        taken = [keys for sequences in own.values() for keys in sequences]
        first = {
            i: [keys for keys in self.actions.first_keys(i) if keys not in taken]
            for i in self.actions.ids()
        }
        self.actions.set_keys(first | own)

    def _keep(self) -> None:
        self.apply()
        self._settings.save()


def _writes(combination: QKeyCombination) -> bool:
    """Whether a key would write something into a field."""
    is_held = bool(combination.keyboardModifiers() & _HELD)
    return not is_held and combination.key() < _FIRST_SILENT
