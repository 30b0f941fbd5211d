"""Giving everything that is selected a colour of its own."""

from typing import TYPE_CHECKING

from hornstudio.ui.canvas.edit import selection
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas


def recolor(canvas: "Canvas", color: str) -> None:
    """Give the selected modules, frames and notes a colour, in one step.

    Where it is empty, modules have that of their category again; the others have none such.
    """
    document, has_frames = canvas.document, bool(color and canvas.scene.frames.chosen)
    if not (document.selection and has_frames):
        if document.selection:
            selection.recolor(document, color)
        elif has_frames:
            canvas.framing.recolor(color)
        return
    document.undo_stack.beginMacro(tr("Colour the selection"))
    try:
        selection.recolor(document, color)
        canvas.framing.recolor(color)
    finally:
        document.undo_stack.endMacro()
