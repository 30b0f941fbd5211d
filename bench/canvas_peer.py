"""NodeGraphQt under the same hand as HornStudio's canvas; `bench/canvas.py` runs this.

usage: PEER/bin/python bench/canvas_peer.py NODES FRAMES ROW,ROW...
       PEER/bin/python bench/canvas_peer.py rows        names of all rows, in their order

Needs NodeGraphQt only, in a virtual environment of its own. Nodes have a name, an input and an
output, and one value that is not shown, which is less than HornStudio's show; shapes and problems
it does not know. Gestures, edits and opening are those of `bench/canvas.py`. Prints a line of
JSON for each row, and one when it begins (`peer_rows.py`).
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

os.environ["QT_API"] = "pyside6"
sys.path.insert(0, str(Path(__file__).parent))

from frames import LEFT, NONE, ROUNDS, SIZE, Stage, memory_mb
from NodeGraphQt import BaseNode, NodeGraph
from peer_rows import CREATE
from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtWidgets import QApplication

_PER_ROW = 40
_FREE = (QPoint(-110, 95), QPoint(130, 95), QPoint(-130, -95), QPoint(110, -95))


class Block(BaseNode):
    __identifier__ = "bench"
    NODE_NAME = "Block"

    def __init__(self) -> None:
        super().__init__()
        self.add_input("in", multi_input=True)
        self.add_output("out")
        self.create_property("size", 3)


def make_graph() -> NodeGraph:
    graph = NodeGraph()
    graph.set_acyclic(False)  # its search for a circle takes hours in a graph with many paths
    graph.register_node(Block)
    return graph


def fill(graph: NodeGraph, count: int) -> None:
    nodes = []
    for index in range(count):
        at = (240.0 * (index % _PER_ROW), 190.0 * (index // _PER_ROW))
        nodes.append(graph.create_node("bench.Block", name=f"n{index}", pos=at, push_undo=False))
    for index, node in enumerate(nodes[1:], 1):
        node.set_input(0, nodes[index - 1].output(0))
        if index % 3 == 0:
            node.input(0).connect_to(nodes[index - 3].output(0), push_undo=False)


class Bench:
    """One graph, looked at and acted upon."""

    def __init__(self, graph: NodeGraph, frames: int) -> None:
        self.graph, self.viewer, self.frames = graph, graph.viewer(), frames
        self.stage = Stage(self.viewer)
        self.stage.settle(1.0)
        self._place = ""

    def row(self, name: str) -> object:
        """What a row comes to."""
        part, _, kind = name.partition(" ")
        if part in PLACES:
            self.look(part)
            return getattr(self, kind)()
        if part == "edit":
            return self.edit(kind)
        if part.endswith("memory_mb"):
            self.look("close")
            self.stage.settle(1.0)
            return memory_mb()
        return self.open()

    def look(self, place: str) -> None:
        """Show the middle at 100 %, or the whole graph."""
        if place == self._place:
            return
        self._place = place
        if place == "close":
            self.graph.reset_zoom()
            self.graph.set_zoom(0)
            nodes = self.graph.all_nodes()
            self.viewer.centerOn(nodes[len(nodes) // 2 + _PER_ROW // 2].view)
        else:
            self.viewer.zoom_to_nodes(self.viewer.all_nodes())
        self.stage.settle()

    def pan(self) -> dict:
        return self.stage.pan(self.frames)

    def zoom(self) -> dict:
        found = self.stage.zoom(self.frames)
        place, self._place = self._place, ""
        self.look(place)
        return found

    def hover(self) -> dict:
        return self.stage.hover(self.place(self.nearest()[0]), self.frames)

    def drag_1(self) -> dict:
        return self._drag(1)

    def drag_200(self) -> dict:
        return self._drag(200)

    def _drag(self, many: int) -> dict:
        near = self.nearest()
        self.graph.clear_selection()
        for node in near[:many]:
            node.set_selected(True)
        if self.is_grip(near[0], self.place(near[0])):
            return self.stage.drag(self.place(near[0]), self.frames)
        return {"frames": 0, "not measured": "the press missed the node"}

    def marquee(self) -> dict:
        self.graph.clear_selection()
        return self.stage.marquee(self.free_places(), self.frames)

    def nearest(self) -> list[BaseNode]:
        """Nodes from the middle of the view outwards."""
        centre = self.viewer.mapToScene(self.stage.centre)

        def away(node: BaseNode) -> float:
            return (node.x_pos() - centre.x()) ** 2 + (node.y_pos() - centre.y()) ** 2

        return sorted(self.graph.all_nodes(), key=away)

    def is_grip(self, node: BaseNode, at: QPoint) -> bool:
        """Whether a press there takes hold of a node."""
        before = node.view.pos()
        self.stage.send(QEvent.Type.MouseButtonPress, at, LEFT, LEFT)
        for way in (20, 40):
            self.stage.send(QEvent.Type.MouseMove, at + QPoint(way, way), NONE, LEFT)
        is_held = node.view.pos() != before
        self.stage.send(QEvent.Type.MouseButtonRelease, at + QPoint(40, 40), LEFT, NONE)
        return is_held

    def place(self, node: BaseNode) -> QPoint:
        """A point of a node's title in the viewport."""
        box = node.view.sceneBoundingRect()
        down = min(10.0, box.height() / 2)
        return self.viewer.mapFromScene(QPointF(box.center().x(), box.top() + down))

    def free_places(self) -> Iterator[QPoint]:
        """Points of the viewport between nodes; any, where there are none."""
        scale = self.viewer.transform().m11()
        box = self.nearest()[0].view.sceneBoundingRect()
        centre = self.viewer.mapFromScene(box.center())
        steps = (QPoint(round(p.x() * scale), round(p.y() * scale)) for p in _FREE)
        places = [centre + step for step in steps]
        yield from sorted(places, key=lambda p: self.viewer.itemAt(p) is not None)

    def edit(self, name: str) -> dict[str, float]:
        """An edit that it has a counterpart of, each time as an undo step of its own."""
        nodes = self.graph.all_nodes()
        node = nodes[len(nodes) // 2]
        self.look("close")
        self.viewer.centerOn(node.view)
        self.stage.settle()

        def toggle(turn: int) -> None:
            is_linked = source in node.input(0).connected_ports()
            (node.input(0).disconnect_from if is_linked else node.input(0).connect_to)(source)

        def add(turn: int) -> None:
            self.graph.create_node("bench.Block", name=f"extra{turn}", pos=node.pos())

        source = node.input(0).connected_ports()[0]
        acts: dict[str, Callable[[int], object]] = {
            "kernel_size": lambda turn: node.set_property("size", turn),
            "title": lambda turn: node.set_name(f"Turn {turn}"),
            "add_node": add,
            "unwire": toggle,
        }
        act, stack = acts[name], self.graph.undo_stack()
        opened = stack.index()
        found = self.stage.answers(partial(act, turn) for turn in range(1, ROUNDS + 1))
        stack.setIndex(opened)  # no row among what another one left
        return found

    def open(self) -> float:
        """Seconds to open its own file."""
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder, "graph.json"))
            self.graph.save_session(path)
            self.graph.clear_session()
            self.stage.settle()
            wall, _ = self.stage.answer(
                lambda: self.graph.import_session(path, clear_undo_stack=True)
            )
        return round(wall / 1000, 3)


PLACES = ("close", "fit")
FRAMES = ("pan", "zoom", "hover", "drag_1", "drag_200", "marquee")
EDITS = ("kernel_size", "title", "add_node", "unwire")
ROWS = (
    CREATE,
    "memory_mb",
    *(f"{place} {name}" for place in PLACES for name in FRAMES),
    "frames_memory_mb",
    *(f"edit {name}" for name in EDITS),
    "open_s",
)


def tell(**what: object) -> None:
    print(json.dumps(what), flush=True)


def main() -> None:
    if sys.argv[1] == "rows":
        print(",".join(ROWS))
        return
    count, frames, names = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3].split(",")
    tell(begins=CREATE)
    QApplication([])
    graph = make_graph()
    began = time.perf_counter()
    fill(graph, count)
    graph.widget.resize(*SIZE)
    graph.widget.show()
    bench = Bench(graph, frames)
    tell(row=CREATE, found=round(time.perf_counter() - began, 2))
    for name in names:
        if name != CREATE:
            tell(begins=name)
            tell(row=name, found=bench.row(name))
    os._exit(0)  # its destructors are not what is measured, and some of them crash


if __name__ == "__main__":
    main()
