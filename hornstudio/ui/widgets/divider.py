"""A thin line from side to side, between what stands above it and below."""

from PySide6.QtWidgets import QFrame


def divider() -> QFrame:
    """One pixel high; the theme draws it."""
    line = QFrame()
    line.setProperty("kind", "divider")
    line.setProperty("horizontal", True)
    line.setFixedHeight(1)
    return line
