"""Typing over a node's title, on the node itself."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.ui.canvas.overlay.title_editor import TitleEditor
from hornstudio.ui.canvas.paint.look import ICON_END
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

_HEIGHT_PX = 26
_LEAST_WIDTH_PX = 90


class Naming:
    """Opens the one floating field over a title."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._document = canvas.document
        self.editor = TitleEditor(canvas.view)
        self._node = ""

    def rename(self, node_id: str) -> None:
        """Edit the title that people see; the id is the inspector's."""

        def take(title: str) -> None:
            graph = edits.set_attribute(self._document.graph, node_id, "title", title)
            self._document.edit(tr("Rename {node}", node=node_id), graph)

        self.ask(node_id, take)

    def ask(self, node_id: str, on_title: Callable[[str], None]) -> None:
        """Let a node's title be typed over. on_title: gets another one, if it becomes another."""
        self.editor.finish()
        item = self._canvas.scene.nodes.get(node_id)
        if item is None:
            return
        shown, self._node = item.look.title, node_id

        def take(text: str) -> bool:
            title = text.strip()
            if title != shown and node_id in self._document.graph.nodes:
                on_title(title)
            return True

        area = QRectF(ICON_END - 6, 3, item.look.width - ICON_END, _HEIGHT_PX)
        name, go_on = tr("Title of {node}", node=node_id), self._canvas.valuing.go_on_from_title
        self.editor.ask(shown, self._box(item, area), name, take, go_on)

    def follow(self, old: Graph, new: Graph) -> None:
        """The graph is another one: a node that is gone has no title."""
        if self._node in old.nodes and self._node not in new.nodes:
            self.editor.leave()

    def _box(self, item: NodeItem, area: QRectF) -> QRect:
        """Place of the field in the view; never too small to type in."""
        view = self._canvas.view
        box = view.viewportTransform().mapRect(area.translated(item.pos())).toAlignedRect()
        box.setWidth(max(box.width(), _LEAST_WIDTH_PX))
        box.setHeight(max(min(box.height(), 40), _HEIGHT_PX))
        return box
