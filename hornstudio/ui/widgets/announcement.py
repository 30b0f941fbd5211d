"""What a screen reader says at once: what has happened, and what the place of the keyboard is."""

from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QGuiApplication,
)
from PySide6.QtWidgets import QApplication, QTabBar, QWidget

SILENCE = "\u200b"
"""For a cell whose words are said elsewhere: with none, Qt would tell those that are seen."""


def is_orca_here() -> bool:
    """Whether the screen reader is Orca, which says a new description of what has the keyboard by
    itself, and of a row all cells.
    """
    return QGuiApplication.platformName() in ("xcb", "wayland")


def announce(widget: QWidget, words: str) -> None:
    """Have words said that nobody looks for: what has happened. `widget` is where they are seen."""
    if words:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


def describe(widget: QWidget, words: str) -> bool:
    """Describe a widget in other words, which are heard once, and only where the keyboard is.

    Returns whether they are heard: not where they are what they were.
    """
    if words == widget.accessibleDescription():
        return False
    widget.setAccessibleDescription(words)
    if not widget.hasFocus():
        return False
    if not is_orca_here():
        announce(widget, words)
    return True


def bring_forward(tabs: QTabBar, place: int) -> None:
    """Bring a tab to the front, without the screen reader staying there."""
    if place == tabs.currentIndex():
        return
    tabs.setCurrentIndex(place)
    if not tabs.hasFocus():
        call_back()


def call_back() -> None:
    """Have the screen reader look where the keyboard is.

    Orca follows a tab that comes to the front anywhere, and would then be deaf for what changes
    where the keyboard still is.
    """
    widget = QApplication.focusWidget()
    if widget is not None:
        QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Focus))
