"""What the colours are called that a person may give to a node, a frame or a note."""

from hornstudio.engine.editing.coloring import COLORS
from hornstudio.ui.words.translate import tr


def color_titles() -> dict[str, str]:
    """What the colours are called, by their names in files."""
    titles = (
        *(tr("Grey"), tr("Blue"), tr("Green"), tr("Teal")),
        *(tr("Amber"), tr("Red"), tr("Violet"), tr("Pink")),
    )
    return dict(zip(COLORS, titles, strict=True))


def color_title(name: str) -> str:
    """What a colour is called; one that only another version knows is grey."""
    titles = color_titles()
    return titles.get(name, titles["grey"])
