"""Lining up and spreading several modules, as a menu."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from hornstudio.ui.theme import set_icon
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas


def fill(menu: QMenu, canvas: "Canvas") -> None:
    """A menu within that of several selected modules; even gaps take three."""
    lines, slots = menu.addMenu(tr("Line up")), canvas.arranging.slots()
    set_icon(lines.menuAction(), "arrange", "text.secondary", 15)
    groups = [_one_below_the_other(), _side_by_side()]
    if len(canvas.document.selection) > 2:
        groups.append(_gaps())
    for group in groups:
        for name, title in group.items():
            action = lines.addAction(f"{title}\t{canvas.keys_of(name)}")
            action.triggered.connect(lambda *_, act=slots[name]: act())
        lines.addSeparator()


def _one_below_the_other() -> dict[str, str]:
    return {
        "align_left": tr("Left &edges"),
        "align_center": tr("&Centres"),
        "align_right": tr("&Right edges"),
    }


def _side_by_side() -> dict[str, str]:
    return {
        "align_top": tr("To&p edges"),
        "align_middle": tr("&Middles"),
        "align_bottom": tr("&Bottom edges"),
    }


def _gaps() -> dict[str, str]:
    return {
        "distribute_across": tr("Even gaps &across"),
        "distribute_down": tr("Even gaps &down"),
    }
