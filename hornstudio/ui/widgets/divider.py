"""A thin line between what stands on its two sides."""

from PySide6.QtWidgets import QFrame


def divider(*, upright: bool = False) -> QFrame:
    """One pixel wide, from side to side or upright; the theme draws it."""
    line = QFrame()
    line.setProperty("kind", "divider")
    line.setProperty("horizontal", not upright)
    if upright:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line
