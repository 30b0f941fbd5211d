"""NodeGraphQt under the same hand as HornStudio's canvas; `bench/canvas.py` runs this.

usage: PEER/bin/python bench/canvas_peer.py NODES FRAMES

Needs NodeGraphQt only, in a virtual environment of its own. Nodes have a name, an input and an
output and no settings, which is less than HornStudio's show. Prints one line of JSON.
"""

import json
import os
import sys
import time
from pathlib import Path

os.environ["QT_API"] = "pyside6"
sys.path.insert(0, str(Path(__file__).parent))

from frames import SIZE, Stage, memory_mb
from NodeGraphQt import BaseNode, NodeGraph
from PySide6.QtWidgets import QApplication

_PER_ROW = 40


class Block(BaseNode):
    __identifier__ = "bench"
    NODE_NAME = "Block"

    def __init__(self) -> None:
        super().__init__()
        self.add_input("in", multi_input=True)
        self.add_output("out")


def fill(graph: NodeGraph, count: int) -> None:
    nodes = []
    for index in range(count):
        at = (240.0 * (index % _PER_ROW), 190.0 * (index // _PER_ROW))
        nodes.append(graph.create_node("bench.Block", name=f"n{index}", pos=at, push_undo=False))
    for index, node in enumerate(nodes[1:], 1):
        node.set_input(0, nodes[index - 1].output(0))
        if index % 3 == 0:
            node.input(0).connect_to(nodes[index - 3].output(0), push_undo=False)


def main() -> None:
    count, frames = int(sys.argv[1]), int(sys.argv[2])
    QApplication([])
    graph = NodeGraph()
    graph.set_acyclic(False)  # its search for a circle takes hours in a graph with many paths
    graph.register_node(Block)
    began = time.perf_counter()
    fill(graph, count)
    found: dict[str, object] = {"create_s": round(time.perf_counter() - began, 2)}
    widget, viewer = graph.widget, graph.viewer()
    widget.resize(*SIZE)
    widget.show()
    stage = Stage(viewer)
    stage.settle(1.0)
    graph.reset_zoom()
    graph.set_zoom(0)
    found["close"] = {"pan": stage.pan(frames), "zoom": stage.zoom(frames)}
    viewer.zoom_to_nodes(viewer.all_nodes())
    stage.settle()
    found["fit"] = {"pan": stage.pan(frames), "zoom": stage.zoom(frames)}
    print(json.dumps(found | {"memory_mb": memory_mb()}))
    sys.stdout.flush()
    os._exit(0)  # its destructors are not what is measured, and some of them crash


if __name__ == "__main__":
    main()
