"""Asking the system for less motion."""

import sys

import pytest

from hornstudio.ui.theme.motion import wants_less_motion

pytestmark = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="what these systems say is not a file"
)


@pytest.fixture
def gtk(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "gtk-3.0"
    folder.mkdir()
    return folder / "settings.ini"


@pytest.mark.parametrize(
    ("text", "less"),
    [
        ("[Settings]\ngtk-enable-animations=0\n", True),
        ("[Settings]\ngtk-enable-animations=false\n", True),
        ("[Settings]\ngtk-enable-animations=1\n", False),
        ("[Settings]\ngtk-font-name=%Sans\n", False),
        ("no file of settings", False),
        ("[Settings]\ngtk-enable-animations=perhaps\n", False),
    ],
)
def test_what_is_set_for_the_desktop_is_heeded(qapp, gtk, text, less):
    gtk.write_text(text)
    assert wants_less_motion(qapp) is less


def test_without_a_word_things_may_move(qapp, gtk):
    assert wants_less_motion(qapp) is False
