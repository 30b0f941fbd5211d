"""Automatic layout: time, crossings, wires through other nodes, and how straight the main chain is.

usage: python bench/layout.py [--rounds 3] [--picture FOLDER]

Prints JSON, for graphs shaped like well-known networks: milliseconds of the processor (the best),
pairs of wires that cross and wires that run through foreign nodes, both as the canvas draws them,
and the share of the wires of the longest chain that run level. --picture draws each as a PNG too.
"""

import argparse
import json
import os
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QApplication

from hornstudio.engine.check import check
from hornstudio.engine.editing.edits import move_nodes
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.layout import arrange
from hornstudio.ui.canvas.edit.arranging import measure
from hornstudio.ui.canvas.scene.scene import Scene
from hornstudio.ui.theme import current
from tests.engine.layout.network import NETWORKS

STEP_PX = 12.0
Lines = dict[Wire, list[QPointF]]
Places = dict[str, tuple[float, float]]
Ends = dict[Wire, tuple[float, float]]


def main() -> int:
    parser = argparse.ArgumentParser(description="automatic layout of well-known networks")
    parser.add_argument("--rounds", type=int, default=3, help="times each layout is made")
    parser.add_argument("--picture", type=Path, help="folder for pictures")
    args = parser.parse_args()
    app = QApplication(sys.argv[:1])  # noqa: F841 - Qt needs it while anything is drawn
    found = {
        name: figures(make(), args.rounds, args.picture, name) for name, make in NETWORKS.items()
    }
    print(json.dumps(found, indent=2))
    return 0


def figures(graph: Graph, rounds: int, folder: Path | None, name: str) -> dict[str, Any]:
    room, ends = measure(Scene(check(graph)))
    took = []
    for _ in range(rounds):
        began = time.process_time()
        places = arrange(graph, room, ends)
        took.append((time.process_time() - began) * 1000)
    scene = Scene(check(move_nodes(graph, places)))
    if folder:
        draw(scene, folder / f"{name}.png")
    lines = {w: corners(item.way.path) for w, item in scene.wires.items()}
    return {
        "nodes": len(graph.nodes),
        "ms": round(min(took), 1),
        "crossings": crossings(lines),
        "through_nodes": through_nodes(lines, scene),
        "chain_level_percent": round(100 * level_share(graph, places, ends), 1),
    }


def corners(path: QPainterPath) -> list[QPointF]:
    steps = max(int(path.length() / STEP_PX), 1)
    return [path.pointAtPercent(i / steps) for i in range(steps + 1)]


def crossings(lines: Lines) -> int:
    """Pairs of wires that cross; those of one port are one line that branches."""
    cells: dict[tuple[int, int], list[tuple[Wire, QPointF, QPointF]]] = {}
    for wire, points in lines.items():
        for a, b in pairwise(points):
            for cell in {(int(p.x() // 64), int(p.y() // 64)) for p in (a, b)}:
                cells.setdefault(cell, []).append((wire, a, b))
    found = set()
    for pieces in cells.values():
        for i, (one, a, b) in enumerate(pieces):
            for other, c, d in pieces[:i]:
                if one.source != other.source and one.target != other.target and cut(a, b, c, d):
                    found.add(frozenset((one, other)))
    return len(found)


def cut(a: QPointF, b: QPointF, c: QPointF, d: QPointF) -> bool:
    def side(p: QPointF, q: QPointF, r: QPointF) -> float:
        return (q.x() - p.x()) * (r.y() - p.y()) - (q.y() - p.y()) * (r.x() - p.x())

    return side(a, b, c) * side(a, b, d) < -1e-6 and side(c, d, a) * side(c, d, b) < -1e-6


def through_nodes(lines: Lines, scene: Scene) -> int:
    count = 0
    for wire, points in lines.items():
        bodies = {
            i
            for p in points
            if (item := scene.node_at(p)) and item.body.adjusted(2, 2, -2, -2).contains(p)
            for i in [item.node_id]
        }
        count += bool(bodies - {wire.source_node, wire.target_node})
    return count


def level_share(graph: Graph, places: Places, ends: Ends) -> float:
    """Wires of the longest chain of nodes that run level."""
    length, reached = dict.fromkeys(graph.nodes, 0), {}
    for wire in sorted(graph.wires, key=lambda w: places[w.source_node][0]):
        if length[wire.source_node] + 1 > length[wire.target_node]:
            length[wire.target_node] = length[wire.source_node] + 1
            reached[wire.target_node] = wire
    node, chain = max(length, key=length.__getitem__), []
    while node in reached:
        chain.append(reached[node])
        node = reached[node].source_node
    level = sum(
        places[w.source_node][1] + ends[w][0] == places[w.target_node][1] + ends[w][1]
        for w in chain
    )
    return level / max(len(chain), 1)


def draw(scene: Scene, path: Path) -> None:
    area = scene.bounds().adjusted(-20, -20, 20, 20)
    scale = min(1.0, 16000 / area.width())
    image = QImage(
        int(area.width() * scale), int(area.height() * scale), QImage.Format.Format_RGB32
    )
    image.fill(current().color("bg.canvas"))
    painter = QPainter(image)
    scene.render(painter, source=area)
    painter.end()
    image.save(str(path))


if __name__ == "__main__":
    sys.exit(main())
