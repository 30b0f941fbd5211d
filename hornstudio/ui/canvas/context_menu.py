"""The context menu of a node, a wire, a frame or an empty place, under the pointer or by key."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QMenu

from hornstudio.engine.checking.sharing import has_same_arrays
from hornstudio.engine.editing.arranging import is_collapsed
from hornstudio.engine.editing.coloring import color_of
from hornstudio.engine.editing.reroute import Place
from hornstudio.engine.graph import Wire
from hornstudio.engine.splicing import crossing
from hornstudio.ui.canvas import align_menu, color_menu
from hornstudio.ui.canvas.edit import clipboard, selection
from hornstudio.ui.canvas.frame import menu as frame_menu
from hornstudio.ui.theme import set_icon
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas


class ContextMenus:
    """Pops up the menus of a canvas."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas

    def ask_at(self, at: QPoint, point: QPointF) -> None:
        """The menu for what is at a point of the canvas. at: the same on the screen."""
        _pop_up(build_menu(self._canvas, point), at)

    def ask_for_chosen(self) -> None:
        """The menu for what is selected, beside it as far as it is in view."""
        menu, point = build_menu_of_chosen(self._canvas)
        view, viewport = self._canvas.view, self._canvas.view.viewport()
        at, room = view.mapFromScene(point), viewport.rect()
        at.setX(min(max(at.x(), room.left()), room.right()))
        at.setY(min(max(at.y(), room.top()), room.bottom()))
        _pop_up(menu, viewport.mapToGlobal(at))


def _pop_up(menu: QMenu, at: QPoint) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(at)


def build_menu_of_chosen(canvas: "Canvas") -> tuple[QMenu, QPointF]:
    """The menu for what is selected, whatever lies over it, and where that is.

    Of several things it is the one that was selected last; of nothing, the canvas.
    """
    menu, scene, ids = _new_menu(canvas), canvas.scene, canvas.document.selection
    if frames := scene.frames.chosen:
        frame_menu.fill(menu, canvas.framing, frames[-1])
        return menu, scene.frames.items[frames[-1]].handle.center()
    if ids:
        _fill_node(menu, canvas, ids[-1])
        return menu, scene.nodes[ids[-1]].body.center()
    if points := scene.reroutes.chosen:
        wire, index = points[-1]
        _fill_point(menu, canvas, points[-1])
        return menu, QPointF(*scene.reroutes.points(wire)[index])
    if wires := scene.chosen_wires:
        wire = min(wires)
        _fill_wire(menu, canvas, wire, scene.wires[wire].middle)
        return menu, scene.wires[wire].middle
    at = canvas.view.visible_area().center()
    _fill_canvas(menu, canvas, at)
    return menu, at


def _new_menu(canvas: "Canvas") -> QMenu:
    menu = QMenu(canvas)
    canvas.document.graph_changed.connect(menu.close)  # by a key; what it was for may be gone
    return menu


def build_menu(canvas: "Canvas", at: QPointF) -> QMenu:
    """The menu for what is at a point of the canvas, which becomes selected."""
    menu = _new_menu(canvas)
    item = canvas.scene.node_at(at)
    place = None if item else canvas.scene.reroutes.at(at, canvas.view.zoom)
    line = None if item else canvas.scene.wire_at(at, canvas.view.hover.wire_reach())
    if item:
        if item.node_id not in canvas.document.selection:
            canvas.document.select([item.node_id])
        _fill_node(menu, canvas, item.node_id)
    elif place:
        _fill_point(menu, canvas, place)
    elif line:
        canvas.scene.choose_wires({line.wire})
        _fill_wire(menu, canvas, line.wire, at)
    elif (frame := canvas.scene.frames.at(at)) is not None:
        frame_menu.fill(menu, canvas.framing, frame)
    else:
        _fill_canvas(menu, canvas, at)
    return menu


def _add(menu: QMenu, text: str, icon: str, act: Callable[[], object], key: str = "") -> None:
    # A tab puts the key at the right edge without making it a shortcut of the window.
    action = menu.addAction(f"{text}\t{key}" if key else text)
    if icon:
        set_icon(action, icon, "text.secondary", 15)
    action.triggered.connect(lambda *_: act())


def _fill_node(menu: QMenu, canvas: "Canvas", node_id: str) -> None:
    if len(canvas.document.selection) == 1:
        _add(menu, tr("Rename"), "pen", canvas.rename_selected, canvas.keys_of("rename"))
    _add(menu, tr("Duplicate"), "layers", canvas.copying.duplicate, canvas.keys_of("duplicate"))
    _add(menu, tr("Copy"), "", canvas.copying.copy, canvas.keys_of("copy"))
    _add(menu, tr("Cut"), "", canvas.copying.cut, canvas.keys_of("cut"))
    _add(menu, tr("Delete"), "trash", canvas.delete_selection, canvas.keys_of("delete"))
    if crossing(canvas.document.graph, canvas.document.selection):
        _add(menu, tr("Take out of its wires"), "", canvas.take_out, canvas.keys_of("take_out"))
    menu.addSeparator()
    nodes = [canvas.document.graph.nodes[i] for i in canvas.document.selection]
    is_frozen, is_bypassed = (all(n.frozen for n in nodes), all(n.bypassed for n in nodes))
    is_disabled = all(n.disabled for n in nodes)
    thaw = tr("Unfreeze weights") if is_frozen else tr("Freeze weights")
    _add(menu, thaw, "freeze", canvas.toggle_frozen, canvas.keys_of("frozen"))
    leave = tr("Stop bypassing") if is_bypassed else tr("Bypass")
    _add(menu, leave, "bypass", canvas.toggle_bypassed, canvas.keys_of("bypassed"))
    shut = tr("Enable") if is_disabled else tr("Disable")
    _add(menu, shut, "disable", canvas.toggle_disabled, canvas.keys_of("disabled"))
    fold = tr("Unfold") if all(map(is_collapsed, nodes)) else tr("Fold to the title bar")
    _add(menu, fold, "", canvas.arranging.toggle_collapsed, canvas.keys_of("collapsed"))
    colors = {color_of(node) for node in nodes}
    recolor = partial(selection.recolor, canvas.document)
    chosen = colors.pop() if len(colors) == 1 else None
    color_menu.fill(menu, chosen, recolor, own=tr("As its category"))
    if len(nodes) > 1:
        align_menu.fill(menu, canvas)
    if len(nodes) == 1:
        _add(menu, tr("Note…"), "info", canvas.framing.write_node_note, canvas.keys_of("node_note"))
    _fill_sharing(menu, canvas, node_id)
    _fill_composite(menu, canvas, node_id)


def _fill_composite(menu: QMenu, canvas: "Canvas", node_id: str) -> None:
    menu.addSeparator()
    composites = canvas.composites
    if composites.is_use(node_id):
        if len(canvas.document.selection) == 1:
            _add(
                menu,
                tr("Open the composite"),
                "cat-composite",
                composites.enter,
                canvas.keys_of("enter"),
            )
        if len(canvas.document.selection) == 1:
            kept = composites.is_kept(node_id)
            words = tr("Take out of my palette") if kept else tr("Keep in my palette")
            _add(menu, words, "star", composites.keep)
        _add(menu, tr("Ungroup"), "", canvas.taking_apart.ungroup, canvas.keys_of("ungroup"))
    _add(menu, tr("Group"), "layers", composites.group, canvas.keys_of("group"))
    _add(menu, tr("Frame"), "frame", canvas.framing.add, canvas.keys_of("frame"))


def _fill_sharing(menu: QMenu, canvas: "Canvas", node_id: str) -> None:
    graph = canvas.document.graph
    facts = canvas.document.report.facts[node_id]
    if graph.nodes[node_id].weights_of:
        own = tr("Give it weights of its own")
        _add(menu, own, "link", lambda: canvas.share_weights(node_id, ""))
    others = selection.partners(graph, node_id)
    if not others or not (facts.weights or not facts.is_settled):
        return
    sharing = menu.addMenu(tr("Share weights with"))
    set_icon(sharing.menuAction(), "link", "text.secondary", 15)
    known = canvas.document.report.facts
    fit = [other for other in others if has_same_arrays(facts, known[other])]
    for other in sorted(others, key=lambda other: other not in fit):
        text = selection.title_of(graph, other)
        _add(sharing, text, "", partial(canvas.share_weights, node_id, other))
    if 0 < len(fit) < len(others):
        sharing.insertSeparator(sharing.actions()[len(fit)])


def _fill_wire(menu: QMenu, canvas: "Canvas", wire: Wire, at: QPointF) -> None:
    _add(menu, tr("Insert a module…"), "plus", lambda: canvas.ask_insert(wire, at))
    rerouting = canvas.rerouting
    key = canvas.keys_of("reroute")
    _add(menu, tr("Add a reroute point"), "", lambda: rerouting.add_at(wire, at), key)
    if wire in canvas.document.graph.reroutes:
        _add(menu, tr("Straighten the wire"), "", lambda: rerouting.straighten([wire]))
    _add(menu, tr("Delete wire"), "trash", canvas.delete_selection, canvas.keys_of("delete"))


def _fill_point(menu: QMenu, canvas: "Canvas", place: Place) -> None:
    rerouting = canvas.rerouting
    if place not in rerouting.layer.chosen:
        rerouting.choose([place])
    wire = place[0]
    _add(menu, tr("Delete"), "trash", canvas.delete_selection, canvas.keys_of("delete"))
    _add(menu, tr("Straighten the wire"), "", lambda: rerouting.straighten([wire]))


def _fill_canvas(menu: QMenu, canvas: "Canvas", at: QPointF) -> None:
    _add(menu, tr("Add a module…"), "plus", lambda: canvas.ask_module(at), "Tab")
    _add(menu, tr("Add a frame"), "frame", canvas.framing.add, canvas.keys_of("frame"))
    _add(menu, tr("Add a note"), "", lambda: canvas.framing.add_note(at), canvas.keys_of("note"))
    if clipboard.text():
        _add(menu, tr("Paste"), "", canvas.copying.paste, canvas.keys_of("paste"))
    menu.addSeparator()
    _add(menu, tr("Select all"), "", canvas.select_all, canvas.keys_of("select_all"))
    _add(menu, tr("Show everything"), "fit", canvas.sight.fit_all, canvas.keys_of("fit"))
