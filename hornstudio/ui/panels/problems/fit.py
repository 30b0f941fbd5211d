"""How the words of a problem and its remedies share a row."""

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QTextLayout, QTextOption

from hornstudio.ui.theme import font

BESIDE_LINES = 2
"""A reason of more lines beside its remedies has them below it."""
MOST_LINES = 6
_LEAST_PX = 140


class Fit(NamedTuple):
    """lines: of the reason. is_below: the remedies stand under it, not at its right."""

    lines: tuple[str, ...]
    is_below: bool


@lru_cache(maxsize=4096)
def fit(reason: str, room: int, remedies: int) -> Fit:
    """Break a reason in so many px, of which remedies need some where they stand beside it.

    Kept, because rows are measured and painted at each edit.
    """
    beside = room - remedies
    if not remedies or beside >= min(_LEAST_PX, room):
        lines = broken(reason, beside)
        if not remedies or len(lines) <= BESIDE_LINES:
            return Fit(lines, is_below=False)
    return Fit(broken(reason, room), is_below=True)


def broken(text: str, room: int) -> tuple[str, ...]:
    """The text in lines of so many px, the last one shortened where there would be too many."""
    room = max(room, 1)
    # One may name hundreds of nodes: letters of 2 px and more would fill the room before the end.
    text = text[: room // 2 * MOST_LINES + 8]
    layout = QTextLayout(text, font("small", "regular"))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[str] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        if len(lines) == MOST_LINES - 1:
            rest = text[line.textStart() :]
            metrics = QFontMetrics(font("small", "regular"))
            lines.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room))
            break
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
    layout.endLayout()
    return tuple(lines) or ("",)
