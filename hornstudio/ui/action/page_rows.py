"""The pages below the canvas, each brought to the front with the keyboard in it."""

from hornstudio.ui.action.row import Menu, Row
from hornstudio.ui.words.translate import tr

PAGES = ("training", "problems", "outline", "log")
"""Ids of the actions, which are the names of the pages."""


def page_rows() -> tuple[Row, ...]:
    """The rows; the lists of runs and of steps stand in other menus."""
    outline = tr("Show all modules with their ports, wires and problems as a list")
    return (
        Row("training", tr("&Training"), tr("Show settings, progress and charts"), "chart"),
        Row("problems", tr("&Problems"), tr("Show what is wrong, and what would help"), "error"),
        Row("outline", tr("&Outline"), outline, "layers", ("Ctrl+Shift+K",)),
        Row("log", tr("&Log"), tr("Show what the computing process says"), "terminal"),
    )


def page_menu() -> Menu:
    """The submenu with all of them."""
    return Menu(tr("Pages &under the canvas"), PAGES, id="pages")
