"""What actions do that the window carries out."""

import pytest


@pytest.mark.parametrize(
    ("action", "what"),
    [
        ("bottom", "Training, problems, log"),
        ("palette", "Modules"),
        ("minimap", "Map of the whole"),
        ("shapes", "Shapes on wires"),
    ],
)
def test_what_a_key_turns_on_or_off_is_said(window, announced, action, what):
    window.filing.new()
    was_on = window.table[action].isChecked()
    announced.clear()
    for is_on in (not was_on, was_on):
        window.table[action].trigger()
        assert window.table[action].isChecked() is is_on
        assert announced.pop() == f"{what}: {'on' if is_on else 'off'}"
