"""What can be done with frames and notes, each one undo step with a name."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainterPath

from hornstudio.engine.editing import edits
from hornstudio.engine.editing.frame import (
    Area,
    Frame,
    add_frame,
    around,
    change_frames,
    frames_of,
    move_frames,
    nested,
    remove_frames,
)
from hornstudio.ui.canvas import geometry
from hornstudio.ui.canvas.edit import placement
from hornstudio.ui.canvas.edit.selection import title_of
from hornstudio.ui.canvas.frame.editor import NoteEditor
from hornstudio.ui.canvas.layer.frame_item import HEAD
from hornstudio.ui.canvas.paint.node import FULL_FROM
from hornstudio.ui.words.place import frame_name
from hornstudio.ui.words.translate import fill, tr

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

_FRAME_SIZE = (320.0, 200.0)
_NOTE_SIZE = (200.0, 96.0)
_LEAST_EDITOR_PX = (160, 72)


class Framing:
    """Frames and notes of one canvas."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._document = canvas.document
        self.layer = canvas.scene.frames
        self.editor = NoteEditor(canvas.view)
        canvas.view.frame_asked.connect(self.rename)
        canvas.view.zoomed.connect(lambda *_: self.editor.finish())
        canvas.document.selection_changed.connect(self._on_selection_changed)

    def slots(self) -> dict[str, Callable[[], object]]:
        """What actions do, by their ids."""
        return {
            "frame": self.add,
            "note": self.add_note,
            "node_note": self.write_node_note,
            "frame_out": self.choose_outer,
            "frame_in": self.select_inside,
        }

    def keys(self) -> dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]]:
        """The same by key, where no window has them as actions."""
        key, slots = Qt.Key, self.slots()
        plain, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
        control = Qt.KeyboardModifier.ControlModifier
        return {
            (key.Key_C, shift): slots["frame"],
            (key.Key_N, plain): slots["note"],
            (key.Key_N, shift): slots["node_note"],
            (key.Key_Up, control | shift): slots["frame_out"],
            (key.Key_Down, control | shift): slots["frame_in"],
        }

    def resizing_keys(self) -> dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]]:
        """What is no action: keys that make a frame larger and smaller."""
        key = Qt.Key
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        steps = {key.Key_Left: (-1, 0), key.Key_Right: (1, 0), key.Key_Up: (0, -1)}
        steps[key.Key_Down] = (0, 1)
        return {(k, held): partial(self.resize, *step) for k, step in steps.items()}

    def keys_of(self, action_id: str) -> str:
        """Keys of an action as the platform writes them."""
        return self._canvas.keys_of(action_id)

    # Adding and removing.

    def add(self) -> None:
        """Put a frame around what is selected, or an empty one into the middle of the view."""
        ids = self._document.selection
        if ids:
            bodies = [self._canvas.scene.nodes[i].body for i in ids]
            bodies += [self.layer.items[i].body for i in self.taken()[1]]
            area = around([_area(b) for b in bodies], *geometry.FRAME_BORDER)
        else:
            area = self._free_area(_FRAME_SIZE, self._free_corner(QSizeF(*_FRAME_SIZE)))
        self._add(tr("Add frame"), Frame(tr("Frame"), color="blue", at=area[:2], size=area[2:]))

    def add_note(self, at: QPointF | None = None) -> None:
        """Add a note, at a point or near where keys act, and ask for its text."""
        if at is None:
            at = QPointF(*placement.near(self._canvas.view.typing_point(), self._in_the_way))
        area = self._free_area(_NOTE_SIZE, at)
        note = Frame(color="amber", at=area[:2], size=area[2:], is_note=True)
        self._add(tr("Add note"), note)

    def _in_the_way(self, area: QRectF) -> list[QRectF]:
        """What a text that lies there could not be read for: modules, and wires that cross it."""
        scene, outline = self._canvas.scene, QPainterPath()
        outline.addRect(area)
        crossed = any(line.is_crossed_by(outline) for line in scene.wires_near(area))
        return [*scene.blocks.touching(area), *([area] if crossed else [])]

    def _free_corner(self, size: QSizeF) -> QPointF:
        """Where a frame lies on nothing, near the middle of the view; the middle without room."""
        bodies = [item.body for item in self.layer.items.values()]

        def touching(area: QRectF) -> list[QRectF]:
            modules = self._canvas.scene.blocks.touching(area)
            return [*modules, *(body for body in bodies if body.intersects(area))]

        middle = self._canvas.view.visible_area().center()
        return QPointF(*placement.near(middle, touching, size))

    def _free_area(self, size: tuple[float, float], at: QPointF | None = None) -> Area:
        middle = self._canvas.view.visible_area().center()
        corner = at or middle - QPointF(size[0] / 2, size[1] / 2)
        return (*geometry.snap_point(corner.x(), corner.y()), *size)

    def _add(self, what: str, frame: Frame) -> None:
        self._document.edit(what, add_frame(self._document.graph, frame))
        place = len(self._document.graph.frames) - 1
        self.choose(place)
        self._canvas.sight.reveal_area(self.layer.items[place].body)
        self.rename(place)

    def delete(self) -> bool:
        """Take the selected frames away and leave what lies in them; whether there were any."""
        chosen = self.layer.chosen
        if not chosen:
            return False
        what = self._counted(tr("Delete {frame}"), tr("Delete {count} frames"))
        self._document.edit(what, remove_frames(self._document.graph, chosen))
        self.layer.choose(())
        return True

    def taken(self) -> tuple[tuple[str, ...], list[int]]:
        """Nodes and frames that a copy takes: the selected ones, and what goes along with them.

        With a frame goes what lies in it; with nodes go frames that hold some of them and no
        others, and the notes in these.
        """
        layer, chosen = self.layer, self._document.selection
        if layer.chosen:
            ids = dict.fromkeys(n for i in layer.chosen for n in layer.nodes_in(i))
            inner = (j for i in layer.chosen for j in layer.frames_in(i))
            return tuple(ids), sorted({*layer.chosen, *inner})
        held = {i: set(layer.nodes_in(i)) for i in layer.items}
        frames = [i for i, ids in held.items() if ids and ids <= set(chosen)]
        notes = (j for i in frames for j in layer.frames_in(i) if not held[j])
        return chosen, sorted({*frames, *notes})

    # Changing.

    def rename(self, place: int | None = None) -> bool:
        """Type over the title or the text of a frame; whether there was one."""
        self._canvas.naming.editor.finish()
        if place is None and self.layer.chosen:
            place = self.layer.chosen[-1]
        frame = self._frames().get(-1 if place is None else place)
        if place is None or frame is None:
            return False
        view = self._canvas.view
        if frame.is_note:
            box = self._box(QRectF(*frame.area))
            self.editor.ask(
                frame.text, box, tr("Text of the note"), partial(self._put, place, "text")
            )
        else:
            head = QRectF(frame.at[0], frame.at[1], frame.size[0], HEAD)
            box = view.viewportTransform().mapRect(head).toAlignedRect().adjusted(4, 3, -4, -3)
            box.setSize(box.size().expandedTo(QRect(0, 0, 120, 26).size()))
            take = partial(self._take_title, place)
            self._canvas.naming.editor.ask(frame.title, box, tr("Title of the frame"), take)
        return True

    def write_node_note(self) -> None:
        """Type the note of the selected node, below it."""
        if len(self._document.selection) != 1:
            return
        node_id = self._document.selection[0]
        self._canvas.sight.reveal(node_id)
        body = self._canvas.scene.nodes[node_id].body
        box = self._box(QRectF(body.left(), body.bottom() + 6, body.width(), 0))
        node = self._document.graph.nodes[node_id]
        title = title_of(self._document.graph, node_id)
        words = tr("Note of {node}", node=title)
        self.editor.ask(node.note, box, words, partial(self._take_note, node_id, title))

    def _take_note(self, node_id: str, title: str, text: str) -> None:
        graph = self._document.graph
        if node_id in graph.nodes:
            what = tr("Write note of {node}", node=title)
            self._document.edit(what, edits.set_attribute(graph, node_id, "note", text.strip()))

    def _box(self, area: QRectF) -> QRect:
        box = self._canvas.view.viewportTransform().mapRect(area).toAlignedRect()
        return QRect(box.topLeft(), box.size().expandedTo(QRect(0, 0, *_LEAST_EDITOR_PX).size()))

    def _take_title(self, place: int, text: str) -> bool:
        self._put(place, "title", text.strip())
        return True

    def _put(self, place: int, name: str, value: str) -> None:
        names = {
            "title": tr("Rename {frame}"),
            "text": tr("Write {frame}"),
            "color": tr("Colour {frame}"),
        }
        frame = self._frames().get(place)
        if frame:
            self._change(fill(names[name], frame=frame_name(frame)), {place: {name: value}})

    def recolor(self, color: str) -> None:
        """Give the selected frames a colour."""
        what = self._counted(tr("Colour {frame}"), tr("Colour {count} frames"))
        self._change(what, {i: {"color": color} for i in self.layer.chosen})

    def shrink(self) -> None:
        """Put the selected frames close around the modules in them."""
        changed: dict[int, dict[str, Any]] = {}
        for place in self.layer.chosen:
            bodies = [self._canvas.scene.nodes[i].body for i in self.layer.nodes_in(place)]
            if bodies:
                area = around([_area(b) for b in bodies], *geometry.FRAME_BORDER)
                changed[place] = {"at": area[:2], "size": area[2:]}
        self._change(self._counted(tr("Fit {frame}"), tr("Fit {count} frames")), changed)

    def nudge(self, dx: float, dy: float) -> bool:
        """Move the selected frames with what lies in them; whether there are any."""
        chosen = self.layer.chosen
        if not chosen:
            return False
        ids = {n for i in chosen for n in self.layer.nodes_in(i)}
        points = list(dict.fromkeys(p for i in chosen for p in self.layer.points_in(i)))
        places = {*chosen, *(j for i in chosen for j in self.layer.frames_in(i))}
        graph = edits.shift(self._document.graph, ids, points, (dx, dy))
        what = self._counted(tr("Move {frame}"), tr("Move {count} frames"))
        merge = f"nudge frames {sorted(places)} {sorted(ids)}"
        self._document.edit(what, move_frames(graph, places, (dx, dy)), merge=merge)
        return True

    def resize(self, across: int, down: int) -> None:
        """Make the selected frames a step larger or smaller, at their right or at their foot."""
        frames, step = self._frames(), geometry.SNAP
        changed = {}
        for place in self.layer.chosen:
            width, height = frames[place].size
            changed[place] = {"size": (width + across * step, height + down * step)}
        what = self._counted(tr("Resize {frame}"), tr("Resize {count} frames"))
        self._change(what, changed, merge=f"resize {sorted(changed)}")

    def _change(self, what: str, changed: dict[int, dict[str, Any]], merge: str = "") -> None:
        frames = self._frames()
        if changed:
            made = {i: replace(frames[i], **values) for i, values in changed.items()}
            self._document.edit(what, change_frames(self._document.graph, made), merge=merge)

    # Choosing.

    def choose(self, *places: int) -> None:
        """Select frames, and nothing else."""
        self._document.select(())
        self._canvas.scene.choose_wires(())
        self._canvas.scene.reroutes.choose(())
        self.layer.choose(places)

    def show(self, place: int) -> None:
        """Select a frame and bring all of it into view, near enough to be read if it has room."""
        item, view = self.layer.items.get(place), self._canvas.view
        if item is None:
            return
        self.choose(place)
        if view.zoom < FULL_FROM or not view.visible_area().contains(item.body):
            view.fit(item.body)

    def choose_outer(self) -> None:
        """Select the frame around what is selected; with nothing selected, the next frame."""
        order = nested({i: f.area for i, f in self._frames().items()})
        chosen, ids = self.layer.chosen, set(self._document.selection)
        outer = [i for i in order if chosen and chosen[-1] in self.layer.frames_in(i)]
        if ids:
            outer = [i for i in order if ids & set(self.layer.nodes_in(i))]
        if not outer and not ids and order:
            at = order.index(chosen[-1]) + 1 if chosen else 0
            outer = [order[at % len(order)]]
        if outer:
            self.choose(outer[0])
            self._canvas.view.ensureVisible(self.layer.items[outer[0]].handle, 40, 60)

    def select_inside(self) -> None:
        """Select the modules in the selected frames."""
        found = [n for i in self.layer.chosen for n in self.layer.nodes_in(i)]
        if found:
            self._document.select(found)

    def spoken(self) -> str:
        """What a screen reader says of the selected frames; empty without any."""
        if not self.layer.chosen:
            return ""
        place = self.layer.chosen[-1]
        count = len(self.layer.nodes_in(place))
        name = frame_name(self._frames()[place])
        if count == 1:
            return tr("Canvas, {frame} selected, 1 module in it", frame=name)
        return tr("Canvas, {frame} selected, {count} modules in it", frame=name, count=count)

    def _on_selection_changed(self, ids: tuple[str, ...]) -> None:
        if ids:
            self.layer.choose(())

    def _frames(self) -> dict[int, Frame]:
        return frames_of(self._document.graph)

    def _counted(self, one: str, many: str) -> str:
        chosen = self.layer.chosen
        if len(chosen) == 1:
            return fill(one, frame=frame_name(self._frames()[chosen[0]]))
        return fill(many, count=len(chosen))


def _area(body: QRectF) -> Area:
    return (body.x(), body.y(), body.width(), body.height())
