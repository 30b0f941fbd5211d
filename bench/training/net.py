"""Graphs written node by node, in the order of the wires."""

from dataclasses import replace
from typing import Any

from hornstudio.engine.graph import Graph, Node, Training, Wire, freeze


class Net:
    """Puts nodes behind one another; `last` is the port that the next one takes."""

    def __init__(self, data: str, x: str, y: str) -> None:
        self._nodes = {"data": Node(data)}
        self._wires: list[Wire] = []
        self.last, self._target = f"data.{x}", f"data.{y}"

    def add(self, kind: str, *sources: str, port: str = "input", **params: Any) -> str:
        """A node fed by these ports, or by the last one; returns its output."""
        name = f"{kind}_{len(self._nodes)}"
        self._nodes[name] = Node(kind, freeze(params))
        self._wires += [Wire(source, f"{name}.{port}") for source in sources or (self.last,)]
        self.last = f"{name}.output"
        return self.last

    def train(self, loss: str, metric: str, optimizer: str, **params: Any) -> None:
        """Judge the last node's output, and train by that."""
        for kind in filter(None, (loss, metric)):
            self._nodes[kind] = Node(kind)
            self._wires.append(Wire(self.last, f"{kind}.prediction"))
            self._wires.append(Wire(self._target, f"{kind}.target"))
        self._nodes[optimizer] = Node(optimizer, freeze(params))
        self._wires.append(Wire(f"{loss}.loss", f"{optimizer}.loss"))

    def graph(self, batch_size: int) -> Graph:
        """What was built."""
        training = Training(batch_size=batch_size)
        return Graph("bench", freeze(self._nodes), tuple(self._wires), training)


def on_data(graph: Graph, node: str, kind: str, ports: dict[str, str]) -> Graph:
    """The graph with another data node in the place of one. ports: new name of each output."""
    nodes = {name: Node(kind) if name == node else n for name, n in graph.nodes.items()}
    wires = tuple(
        Wire(f"{node}.{ports[w.source_port]}", w.target) if w.source_node == node else w
        for w in graph.wires
    )
    return replace(graph, nodes=freeze(nodes), wires=wires)
