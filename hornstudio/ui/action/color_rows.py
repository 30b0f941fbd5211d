"""Actions that give what is selected a colour of its own."""

from hornstudio.engine.editing.coloring import COLORS
from hornstudio.ui.action.row import Menu, Row
from hornstudio.ui.words.color import color_titles
from hornstudio.ui.words.translate import tr

PREFIX = "color_"
OWN = f"{PREFIX}category"
"""Takes the colour away again, so that a module has that of its category."""
IDS = (OWN, *(f"{PREFIX}{name}" for name in COLORS))


def color_rows() -> tuple[Row, ...]:
    """The rows, in the window's language."""
    given = tr("Give the selected modules, frames and notes this colour")
    own = Row(OWN, tr("As its category"), tr("Take the colour from the selected modules"))
    return (own, *(Row(f"{PREFIX}{n}", text, given) for n, text in color_titles().items()))


def color_menu() -> Menu:
    """All of them."""
    return Menu(tr("&Colour"), IDS)


def color_of(action_id: str) -> str:
    """The colour that an action gives, as files name it; empty for that of the category."""
    return "" if action_id == OWN else action_id.removeprefix(PREFIX)
