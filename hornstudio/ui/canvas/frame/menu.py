"""What the context menu offers for a frame or a note."""

from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu

from hornstudio.engine.editing.frame import COLORS
from hornstudio.ui.canvas.frame.framing import Framing
from hornstudio.ui.canvas.frame.item import hue
from hornstudio.ui.theme import set_icon
from hornstudio.ui.words.translate import tr

_DOT_PX = 12


def fill(menu: QMenu, framing: Framing, place: int) -> None:
    """Actions on the frame, which becomes selected."""
    if place not in framing.layer.chosen:
        framing.choose(place)
    frame = framing.layer.items[place].frame
    words = tr("Edit the text") if frame.is_note else tr("Rename")
    rename = menu.addAction(f"{words}\t{framing.keys_of('rename')}")
    set_icon(rename, "pen", "text.secondary", 15)
    rename.triggered.connect(lambda *_: framing.rename(place))
    colors = menu.addMenu(tr("Colour"))
    for name, title in zip(COLORS, _titles(), strict=True):
        action = colors.addAction(_dot(name), title)
        action.setCheckable(True)
        action.setChecked(name == frame.color)
        action.triggered.connect(partial(lambda color, *_: framing.recolor(color), name))
    if not frame.is_note:
        menu.addAction(tr("Fit to its modules")).triggered.connect(lambda *_: framing.shrink())
        inside = menu.addAction(f"{tr('Select its modules')}\t{framing.keys_of('frame_in')}")
        inside.triggered.connect(lambda *_: framing.select_inside())
    menu.addSeparator()
    gone = menu.addAction(f"{tr('Delete')}\t{framing.keys_of('delete')}")
    set_icon(gone, "trash", "text.secondary", 15)
    gone.triggered.connect(lambda *_: framing.delete())


def _titles() -> tuple[str, ...]:
    return (
        *(tr("Grey"), tr("Blue"), tr("Green"), tr("Teal")),
        *(tr("Amber"), tr("Red"), tr("Violet"), tr("Pink")),
    )


def _dot(name: str) -> QIcon:
    drawn = QPixmap(_DOT_PX * 2, _DOT_PX * 2)
    drawn.setDevicePixelRatio(2)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(hue(name))
    painter.drawEllipse(QRectF(1, 1, _DOT_PX - 2, _DOT_PX - 2))
    painter.end()
    return QIcon(drawn)
