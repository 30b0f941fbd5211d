"""What the context menu offers for a frame or a note."""

from PySide6.QtWidgets import QMenu

from hornstudio.ui.canvas import color_menu
from hornstudio.ui.canvas.frame.framing import Framing
from hornstudio.ui.theme import set_icon
from hornstudio.ui.words.translate import tr


def fill(menu: QMenu, framing: Framing, place: int) -> None:
    """Actions on the frame, which becomes selected."""
    if place not in framing.layer.chosen:
        framing.choose(place)
    frame = framing.layer.items[place].frame
    words = tr("Edit the text") if frame.is_note else tr("Rename")
    rename = menu.addAction(f"{words}\t{framing.keys_of('rename')}")
    set_icon(rename, "pen", "text.secondary", 15)
    rename.triggered.connect(lambda *_: framing.rename(place))
    color_menu.fill(menu, frame.color, framing.recolor)
    if not frame.is_note:
        menu.addAction(tr("Fit to its modules")).triggered.connect(lambda *_: framing.shrink())
        inside = menu.addAction(f"{tr('Select its modules')}\t{framing.keys_of('frame_in')}")
        inside.triggered.connect(lambda *_: framing.select_inside())
    menu.addSeparator()
    gone = menu.addAction(f"{tr('Delete')}\t{framing.keys_of('delete')}")
    set_icon(gone, "trash", "text.secondary", 15)
    gone.triggered.connect(lambda *_: framing.delete())
