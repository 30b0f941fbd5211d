"""Setting what a node shows of its params, on the node itself."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

from hornstudio.engine.editing import edits
from hornstudio.engine.params import Flag, Param
from hornstudio.ui.canvas.edit import selection
from hornstudio.ui.canvas.overlay.value_editor import ValueEditor
from hornstudio.ui.form.step import set_param
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas


class Valuing:
    """Opens a field over a value, and follows the node while it is open."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._document = canvas.document
        self._node = ""
        self._index = 0
        self.editor = ValueEditor(canvas.view)
        self.editor.edited.connect(self._on_edited)
        self.editor.moved_on.connect(self._on_moved_on)
        for bar in (canvas.view.horizontalScrollBar(), canvas.view.verticalScrollBar()):
            bar.valueChanged.connect(lambda _place: self.follow())

    def edit(self, node_id: str, index: int) -> None:
        """Edit a value that the node shows; a switch is simply thrown."""
        param = self._param(node_id, index)
        if self._is_switch(param):
            self._throw(node_id, param)
            return
        self._node, self._index = node_id, index
        raw = self._document.graph.nodes[node_id].params.get(param.name, param.default)
        self.editor.ask(param, raw, self._document.modules, self._box())

    def edit_first(self) -> None:
        """Edit the first value of the selected node."""
        if len(self._document.selection) != 1:
            return
        node_id = self._document.selection[0]
        if not self._canvas.scene.nodes[node_id].look.pills:
            words = tr("This module shows no values. Its settings are in the panel at the right.")
            self._canvas.advice.notice(words)
            return
        self._canvas.sight.reveal(node_id)
        self.edit(node_id, 0)

    def go_on_from_title(self) -> None:
        """To the first value of the selected node that can be typed or chosen, if it shows any."""
        if len(self._document.selection) == 1:
            self._go_on(self._document.selection[0], -1, 1)

    def follow(self) -> None:
        """The graph or the view has changed: stay with the node, or leave with it."""
        if self.editor.field is None:
            return
        item = self._canvas.scene.nodes.get(self._node)
        pills = item.look.pills if item else ()
        if self._index >= len(pills) or pills[self._index].param != self.editor.field.param.name:
            self.editor.leave()
            return
        param = self.editor.field.param
        node = self._document.graph.nodes[self._node]
        self.editor.show_value(node.params.get(param.name, param.default))
        self.editor.place(self._box())

    def _param(self, node_id: str, index: int) -> Param:
        look = self._canvas.scene.nodes[node_id].look
        return self._document.report.facts[node_id].module.param(look.pills[index].param)

    @staticmethod
    def _is_switch(param: Param) -> bool:
        return isinstance(param, Flag) and not param.optional

    def _box(self) -> QRect:
        """Place of the value in the view."""
        item = self._canvas.scene.nodes[self._node]
        area = item.look.pill_rects()[self._index].translated(item.pos())
        return self._canvas.view.viewportTransform().mapRect(area).toAlignedRect()

    def _throw(self, node_id: str, param: Param) -> None:
        node = self._document.graph.nodes[node_id]
        value = not node.params.get(param.name, param.default)
        title = selection.title_of(self._document.graph, node_id)
        what = tr("Set {param} of {node}", param=param.name, node=title)
        self._document.edit(what, edits.set_param(self._document.graph, node_id, param.name, value))

    def _on_edited(self, raw: object) -> None:
        assert self.editor.field is not None
        name = self.editor.field.param.name
        set_param(self._document, self._node, name, raw, self.editor.edit)

    def _on_moved_on(self, step: int) -> None:
        """The next value of the node; behind the last one, the canvas again."""
        self._go_on(self._node, self._index, step)

    def _go_on(self, node_id: str, place: int, step: int) -> None:
        """To the next value; not to a switch, which would be thrown."""
        item = self._canvas.scene.nodes.get(node_id)
        count = len(item.look.pills) if item else 0
        place += step
        while 0 <= place < count and self._is_switch(self._param(node_id, place)):
            place += step
        if 0 <= place < count:
            self.edit(node_id, place)
