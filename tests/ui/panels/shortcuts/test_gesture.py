"""What mouse and keys do on the canvas."""

from PySide6.QtGui import QKeySequence

from hornstudio.ui.panels.shortcuts.gesture import gestures


def test_fixed_keys_are_keys_and_no_action_has_one_at_first(keymap):
    for gesture in gestures():
        assert gesture.words
        assert gesture.how
        for text in gesture.keys:
            keys = QKeySequence(text)
            assert keys.toString(), text
            for action_id in keymap.actions.ids():
                assert keys not in keymap.actions.first_keys(action_id), (text, action_id)
