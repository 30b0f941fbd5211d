"""What a screen reader says of the canvas."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from hornstudio.ui.canvas.edit import selection
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas


def tell_selection(canvas: "Canvas") -> None:
    """Name the view after what is selected."""
    name = _selected(canvas)
    if name != canvas.view.accessibleName():
        canvas.view.setAccessibleName(name)
        event = QAccessibleEvent(canvas.view, QAccessible.Event.NameChanged)
        QAccessible.updateAccessibility(event)


def read_out(view: QWidget, words: str) -> None:
    """Let something be said at once, where there is something to say."""
    if words:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, words))


def _selected(canvas: "Canvas") -> str:
    graph, ids = canvas.document.graph, canvas.document.selection
    if len(ids) > 1:
        return tr("Canvas, {count} nodes selected", count=len(ids))
    if ids:
        return tr("Canvas, {node} selected", node=selection.title_of(graph, ids[0]))
    spoken = canvas.framing.spoken() or canvas.rerouting.spoken()
    return spoken or tr("Canvas, {count} nodes", count=len(graph.nodes))
