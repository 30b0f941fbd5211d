"""Whether the system asks programs to move little."""

import configparser
import ctypes
import os
import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QStyle

_SPI_GETCLIENTAREAANIMATION = 0x1042
_GTK_FILES = ("gtk-4.0/settings.ini", "gtk-3.0/settings.ini")


def wants_less_motion(app: QApplication) -> bool:
    """Ask the system, each in its own way; where it does not say, things may move."""
    # Of the platform's style, before another one is put on: desktops of KDE say 0.
    if app.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0:
        return True
    if sys.platform == "win32":
        return not _windows_animates()
    if sys.platform == "darwin":
        said = QSettings("apple.com", "universalaccess").value("reduceMotion", 0)
        return str(said) in ("1", "true")
    return not _gtk_animates()


def _windows_animates() -> bool:
    answer = ctypes.c_int(1)
    user32 = ctypes.windll.user32  # type: ignore[attr-defined, unused-ignore]
    user32.SystemParametersInfoW(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(answer), 0)
    return bool(answer.value)


def _gtk_animates() -> bool:
    """What is set for programs of GTK, which desktops write for all programs."""
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    read = configparser.ConfigParser(strict=False, interpolation=None)
    try:
        read.read([folder / name for name in reversed(_GTK_FILES)], encoding="utf-8")
        return read.getboolean("Settings", "gtk-enable-animations", fallback=True)
    except (configparser.Error, OSError, ValueError):
        return True  # a file that cannot be read says nothing
