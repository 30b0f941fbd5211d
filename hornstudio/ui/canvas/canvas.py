"""The canvas: where a graph is seen and wired."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hornstudio.engine.check import check
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph, Wire
from hornstudio.ui.canvas.context_menu import ContextMenus
from hornstudio.ui.canvas.edit import placement, selection, splicing
from hornstudio.ui.canvas.edit.adding import Adding
from hornstudio.ui.canvas.edit.advice import Advice
from hornstudio.ui.canvas.edit.arranging import Arranging
from hornstudio.ui.canvas.edit.composites import Composites
from hornstudio.ui.canvas.edit.copying import Copying
from hornstudio.ui.canvas.edit.keyboard import Keyboard
from hornstudio.ui.canvas.edit.naming import Naming
from hornstudio.ui.canvas.edit.taking_apart import TakingApart
from hornstudio.ui.canvas.edit.typing_on import TypingOn
from hornstudio.ui.canvas.edit.valuing import Valuing
from hornstudio.ui.canvas.edit.walking import Walking
from hornstudio.ui.canvas.frame.framing import Framing
from hornstudio.ui.canvas.gesture.key_wire import KeyWire, take_wire
from hornstudio.ui.canvas.highlight.heat import Heat, Measure
from hornstudio.ui.canvas.highlight.insight import Insight
from hornstudio.ui.canvas.highlight.marks import Marks
from hornstudio.ui.canvas.overlay.corners import Corners
from hornstudio.ui.canvas.overlay.hint import Hint
from hornstudio.ui.canvas.overlay.minimap import Minimap
from hornstudio.ui.canvas.overlay.search_popup import SearchPopup
from hornstudio.ui.canvas.overlay.zoom_box import ZoomBox
from hornstudio.ui.canvas.paint.look import Side
from hornstudio.ui.canvas.reroute.rerouting import Rerouting
from hornstudio.ui.canvas.scene.scene import Scene
from hornstudio.ui.canvas.sight import Sight
from hornstudio.ui.canvas.speech import tell_colours, tell_selection
from hornstudio.ui.canvas.view import View
from hornstudio.ui.document import Document
from hornstudio.ui.theme import current
from hornstudio.ui.words.translate import tr, tr_engine


class Canvas(QWidget):
    """Shows the document's graph and edits it, every edit one named undo step.

    said(text): something worth telling in a status bar; an empty one takes it back.
    shown(text): the same where it need not be read out.
    map_toggled(): the map came or went. coloured(): nodes are coloured by something else.
    uses: how often each kind was added; it is counted on here.
    """

    said = Signal(str)
    shown = Signal(str)
    map_toggled = Signal()
    coloured = Signal()
    times_wanted = Signal()

    def __init__(
        self,
        document: Document,
        parent: QWidget | None = None,
        uses: dict[str, int] | None = None,
    ) -> None:
        super().__init__(parent)
        self.document = document
        self.uses = {} if uses is None else uses
        self.scene = Scene(check(Graph()))
        self.view = View(document, self.scene)
        self.scene.area_in_view = self.view.area_close_up
        self.popup = SearchPopup(self, self.uses)
        self.zoom_box = ZoomBox(self.view.viewport())
        self.heat = Heat(self)
        self.insight = Insight(self)
        self.minimap = Minimap(self.scene, self.view.viewport())
        self.sight = Sight(self)
        self.corners = Corners(self.view, self.zoom_box, self.minimap)
        self.advice = Advice(self)
        self.naming = Naming(self)
        self.typing_on = TypingOn(self)
        self.valuing = Valuing(self)
        self.marks = Marks(self)
        self.arranging = Arranging(self)
        self.framing = Framing(self)
        self.rerouting = Rerouting(self)
        self.walking = Walking(self)
        self.menus = ContextMenus(self)
        self.adding = Adding(self)
        self.copying = Copying(self)
        self.composites = Composites(self)
        self.taking_apart = TakingApart(self)
        self.hint = Hint(self)
        self.keys_of: Callable[[str], str] = lambda _action_id: ""
        self._lay_out()
        self._listen()
        self._on_graph_changed(document.graph, document.graph)
        self.view.centerOn(self.scene.bounds().center())

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.view)
        self.hint.raise_()
        self.setFocusProxy(self.view)
        self.view.keys = Keyboard(self)

    def _listen(self) -> None:
        document, view = self.document, self.view
        for told in (self.scene.frames, self.scene.reroutes, self.heat, self.insight):
            told.listeners.append(lambda: tell_selection(self))
        self.scene.wire_listeners.append(lambda: tell_selection(self))
        self.coloured.connect(lambda: tell_colours(self))
        document.opened.connect(self._on_opened)
        document.switched.connect(self._on_switched)
        document.graph_changed.connect(self._on_graph_changed)
        document.selection_changed.connect(self._on_selection_changed)
        document.place_requested.connect(self.sight.show_place)
        view.zoomed.connect(self._on_zoomed)
        view.module_asked.connect(self.ask_module)
        view.refused.connect(self.advice.refuse)
        view.reason_shown.connect(self.advice.show_reason)
        view.problem_asked.connect(self.advice.explain)
        view.title_asked.connect(self._on_title_asked)
        view.pill_asked.connect(self.valuing.edit)
        view.menu_asked.connect(self.menus.ask_at)
        view.chosen_menu_asked.connect(self.menus.ask_for_chosen)
        view.drag.dropped.connect(self.adding.drop)
        view.drag.text_dropped.connect(self.copying.drop)
        view.wire_asked.connect(self.ask_insert)
        view.taken_out.connect(lambda taken: splicing.say_what_is_open(self, taken))
        view.pressed.connect(self._on_pressed)
        view.told.connect(self.said)
        view.shown.connect(self.shown)
        self.popup.left.connect(self._on_popup_left)
        self.zoom_box.out_asked.connect(self.sight.zoom_out)
        self.zoom_box.in_asked.connect(self.sight.zoom_in)
        self.zoom_box.reset_asked.connect(self.sight.zoom_reset)
        self.zoom_box.fit_asked.connect(self.sight.fit_all)
        self.zoom_box.map_asked.connect(self.toggle_map)
        self.minimap.moved.connect(view.centerOn)
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.valueChanged.connect(self._show_view_on_map)
        current().changed.connect(self._on_theme_changed)

    def follow_keys(self, keys_of: Callable[[str], str]) -> None:
        """The window's actions have the keys from now on. keys_of: those of one, in words."""
        self.view.keys = Keyboard(self, has_actions=True)
        self.keys_of = keys_of
        self.show_keys()

    def show_keys(self) -> None:
        """Say in tool tips which keys do the same."""
        self.zoom_box.show_keys(self.keys_of)

    # Modules.

    def add_module(self, kind: str, at: tuple[float, float] | None = None) -> str:
        """Add a module and select it; `at` is its top left on the canvas.

        Without a place it goes right of the selected node, wired to it when that fits, or else
        to a free place in the middle of the view. Returns its id, empty for an unknown kind.
        """
        return self.adding.add(kind, at)

    def ask_module(self, at: QPointF, end: str = "", side: Side = "out") -> None:
        """Search for a module to add at a point; `end` is the port a loose wire hangs on."""
        self.adding.ask(at, end, side)

    def ask_insert(self, wire: Wire, at: QPointF) -> None:
        """Search for a module to put into a wire."""
        self.adding.ask_insert(wire, at)

    # What is in view.

    def toggle_map(self) -> None:
        """Show the map of the whole network, or put it away."""
        self.corners.toggle_map()
        self.heat.place_legend()
        self._show_view_on_map()
        self.map_toggled.emit()

    def colour_by(self, measure: Measure) -> None:
        """Colour nodes by what they cost, or by their category again."""
        self.heat.show(measure)
        self.coloured.emit()
        if measure is Measure.TIME:
            self.times_wanted.emit()

    def _show_view_on_map(self) -> None:
        if not self.minimap.isHidden():
            self.minimap.show_view(self.view.visible_area())
            self.minimap.update()

    def show_shapes(self, always: bool) -> None:
        """Show the shapes on wires at rest, too, or only under the pointer and when selected."""
        self.scene.painting.shows_shapes = always
        self.view.viewport().update()

    def set_live(self, values: dict[str, str]) -> None:
        """Show figures of a run in the footers of nodes."""
        self.scene.set_live(values, self.scene.is_training)
        tell_selection(self)

    def set_training(self, is_training: bool) -> None:
        """A run began, without figures yet, or ended: its last figures stay, without the dot."""
        self.scene.set_live({} if is_training else self.scene.live, is_training)

    def _on_opened(self) -> None:
        """Another graph was opened: figures of a run belong to the one before."""
        self.set_live({})

    def _on_switched(self) -> None:
        """Another network is in front: what was chosen or moving belongs to the one before."""
        self.arranging.glide.stop()
        self.scene.choose_wires(())
        self.scene.frames.choose(())
        self.scene.reroutes.choose(())
        self.naming.editor.leave()
        self.set_live({})

    # The selection.

    def delete_selection(self) -> None:
        """Delete the selected nodes and wires, or points, or frames without what lies in them."""
        if self.framing.delete() or self.rerouting.delete():
            return
        selection.delete(self.document, sorted(self.scene.chosen_wires))

    def select_all(self) -> None:
        """Select every node."""
        self.document.select(self.document.graph.nodes)

    def rename_selected(self) -> None:
        """Type over the title of the selected node or frame."""
        if self.framing.rename():
            return
        if len(self.document.selection) == 1:
            self.sight.reveal(self.document.selection[0])
            self.naming.rename(self.document.selection[0])
        elif self.document.selection:
            self.advice.notice(tr("Select one module alone, to give it another name."))
            self.typing_on.expect()

    def commit(self) -> None:
        """Take over what is being typed on the canvas, where it is good.

        For what starts without taking the focus: Train, Save, a shortcut.
        """
        for editor in (self.naming.editor, self.framing.editor, self.valuing.editor):
            editor.finish()

    def toggle_frozen(self) -> None:
        """Keep the selected nodes' weights as they are while training, or let them go on."""
        selection.toggle_frozen(self.document)

    def toggle_bypassed(self) -> None:
        """Let data pass the selected nodes by, or stop that."""
        selection.toggle_bypassed(self.document)

    def toggle_disabled(self) -> None:
        """Leave the selected nodes out, with all that needs them, or stop that."""
        selection.toggle_disabled(self.document)

    def share_weights(self, node_id: str, owner: str) -> None:
        """Let a node use another one's weights; no owner gives it its own."""
        try:
            selection.share_weights(self.document, node_id, owner)
        except GraphError as error:
            self.advice.notice(tr_engine(error.text))

    def wire_by_keys(self) -> None:
        """Take a wire of the selected node into the hand, for the keyboard to lead."""
        take_wire(self)

    def take_out(self) -> None:
        """Take the selected nodes out of their wires, which close behind them where they fit."""
        splicing.take_out_selected(self)

    def walk(self, node_id: str) -> None:
        """Select a node and see to it that it is in view."""
        if node_id:
            self.document.select([node_id])
            self.sight.reveal(node_id)

    def dismiss(self) -> None:
        """Close what is open; with nothing open, select nothing."""
        if not self.advice.hide():
            self.document.select(())
            self.scene.choose_wires(())
            self.scene.frames.choose(())
            self.scene.reroutes.choose(())

    # Where things are.

    def port_position(self, node_id: str, port: str) -> QPoint:
        """Centre of a port in the viewport; of a growing one, its open end. Raises: KeyError."""
        item = self.scene.nodes[node_id]
        sides: tuple[Side, Side] = ("in", "out")
        for side in sides:
            rows = [r for r, look in enumerate(item.look.ports(side)) if look.name == port]
            if rows:
                return self.view.mapFromScene(item.port_point(side, rows[-1]))
        raise KeyError(f"{node_id}.{port}")

    def node_position(self, node_id: str) -> QPoint:
        """A point of a node's header in the viewport, where it can be grabbed."""
        item = self.scene.nodes[node_id]
        at = item.body.topLeft() + QPointF(item.look.width / 2, current().number("node.header") / 2)
        return self.view.mapFromScene(at)

    def to_window(self, at: QPointF) -> QPoint:
        """Point of this widget over a point of the canvas."""
        return self.view.mapTo(self, self.view.mapFromScene(at))

    # What happened.

    def _on_graph_changed(self, old: Graph, new: Graph) -> None:
        self.view.cancel_gesture()
        self.popup.leave()
        self.scene.show_report(self.document.report)
        placement.reveal_new(self, old, new)
        self._show_view_on_map()
        self.heat.renew()
        self.hint.setVisible(not new.nodes and not new.frames)
        self.advice.hide()
        self.naming.follow(old, new)
        self.valuing.follow()
        tell_selection(self)

    def _on_selection_changed(self, ids: tuple[str, ...]) -> None:
        if isinstance(self.view.gesture, KeyWire):  # it would wire what is no longer selected
            self.view.cancel_gesture()
        self.advice.relent()
        self.scene.choose(ids)
        self.minimap.update()
        tell_selection(self)

    def _on_zoomed(self, scale: float) -> None:
        self.zoom_box.show_scale(scale)
        self._show_view_on_map()
        self.advice.hide()
        self.naming.editor.finish()
        self.valuing.follow()

    def _on_pressed(self) -> None:
        self.popup.leave()
        self.advice.hide()

    def _on_title_asked(self, node_id: str) -> None:
        """A double click on a node: into a composite, or over the title."""
        if not self.composites.enter(node_id):
            self.naming.rename(node_id)

    def _on_popup_left(self) -> None:
        self.view.drop_held_wire()
        if not self.popup.was_forsaken:
            self.view.setFocus()

    def _on_theme_changed(self) -> None:
        self.scene.renew()
        self.view.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the controls in their corners, and everything in view that was brought there."""
        super().resizeEvent(event)
        if self.corners.place(self.size()):
            self.map_toggled.emit()
        if self.sight.is_whole:
            self.sight.fit_all()
        self._show_view_on_map()
        self.heat.place_legend()
        self.hint.place(self.rect())
