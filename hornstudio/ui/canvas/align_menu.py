"""Lining up and spreading several modules, as a menu."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from hornstudio.ui.action.arranging_rows import LINING_UP, NEEDS, align_rows
from hornstudio.ui.theme import set_icon
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas


def fill(menu: QMenu, canvas: "Canvas") -> None:
    """A menu within that of several selected modules, of what so many of them can do."""
    lines, slots = menu.addMenu(tr("Line up")), canvas.arranging.slots()
    set_icon(lines.menuAction(), "arrange", "text.secondary", 15)
    titles = {row.id: row.text for row in align_rows()}
    for name in LINING_UP:
        if name is None:
            lines.addSeparator()
        elif len(canvas.document.selection) >= NEEDS[name]:
            action = lines.addAction(f"{titles[name]}\t{canvas.keys_of(name)}")
            action.triggered.connect(lambda *_, act=slots[name]: act())
