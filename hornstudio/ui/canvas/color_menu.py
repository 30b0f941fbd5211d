"""The colours that a person may give to a node, a frame or a note, as a menu."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QMenu

from hornstudio.ui.theme import current
from hornstudio.ui.words.color import color_titles
from hornstudio.ui.words.translate import tr

_DOT_PX = 12


def fill(menu: QMenu, chosen: str | None, choose: Callable[[str], object], own: str = "") -> None:
    """A menu of colours within another. chosen: the one there is, None where there are several.

    own: words for the colour of its own, whose name is empty; none are offered where there are no
    words.
    """
    colors = menu.addMenu(tr("Colour"))
    rows = [("", own)] if own else []
    for name, title in (*rows, *color_titles().items()):
        action = colors.addAction(title)
        if name:
            action.setIcon(_dot(name, is_chosen=name == chosen))
        action.setCheckable(True)
        action.setChecked(name == chosen)
        action.triggered.connect(partial(lambda color, *_: choose(color), name))


def _dot(name: str, *, is_chosen: bool) -> QIcon:
    """A dot of the colour; the one that is chosen has a ring, as an icon leaves no room to tick."""
    drawn = QPixmap(_DOT_PX * 2, _DOT_PX * 2)
    drawn.setDevicePixelRatio(2)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(current().tint(name))
    whole = QRectF(0, 0, _DOT_PX, _DOT_PX)
    inset = 3 if is_chosen else 1
    painter.drawEllipse(whole.adjusted(inset, inset, -inset, -inset))
    if is_chosen:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(current().color("text.primary"), 1.5))
        painter.drawEllipse(whole.adjusted(0.75, 0.75, -0.75, -0.75))
    painter.end()
    return QIcon(drawn)
