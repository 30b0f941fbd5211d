"""Any edits at random, and any undone: the graph is as a plain model says, and reads as before."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from hornstudio.engine.check import check
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph, Node, Wire
from hornstudio.engine.storage import files

KINDS = ["dense", "relu", "add", "digits"]
NAMES = ["a", "b", "c", "d", "층"]
PORTS = {"digits": (["image", "label"], []), "add": (["output"], ["inputs"])}


class AnyEdits(RuleBasedStateMachine):
    """Random edits and undos, against a model of plain dicts and lists."""

    def __init__(self) -> None:
        super().__init__()
        self.graph = Graph()
        self.nodes: dict[str, dict[str, Any]] = {}
        self.wires: list[tuple[str, str]] = []
        self.history: list[tuple[Graph, str]] = []
        self.snapshots: list[tuple[dict[str, dict[str, Any]], list[tuple[str, str]]]] = []
        self.report = check(self.graph)

    def do(self, edit: Callable[[Graph], Graph]) -> None:
        """Carry out an edit, remembering how the graph was and read."""
        self.history.append((self.graph, files.to_text(self.graph)))
        plain = {i: {**n, "params": dict(n["params"])} for i, n in self.nodes.items()}
        self.snapshots.append((plain, list(self.wires)))
        self.graph = edit(self.graph)

    def pick(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(list(self.nodes)))

    @rule(name=st.sampled_from(NAMES), kind=st.sampled_from(KINDS))
    def add(self, name: str, kind: str) -> None:
        node = Node(kind)
        if name in self.nodes:
            with pytest.raises(GraphError):
                edits.add_node(self.graph, name, node)
            return
        self.do(lambda g: edits.add_node(g, name, node))
        self.nodes[name] = {"kind": kind, "params": {}, "at": (0.0, 0.0), "owner": ""}

    @rule(data=st.data(), units=st.integers(1, 9))
    @precondition(lambda self: self.nodes)
    def set_units(self, data: st.DataObject, units: int) -> None:
        node = self.pick(data)
        self.do(lambda g: edits.set_param(g, node, "units", units))
        self.nodes[node]["params"]["units"] = units

    @rule(data=st.data())
    @precondition(lambda self: self.nodes)
    def reset_units(self, data: st.DataObject) -> None:
        node = self.pick(data)
        self.do(lambda g: edits.reset_param(g, node, "units"))
        self.nodes[node]["params"].pop("units", None)

    @rule(data=st.data(), x=st.integers(-9, 9))
    @precondition(lambda self: self.nodes)
    def move(self, data: st.DataObject, x: int) -> None:
        node = self.pick(data)
        self.do(lambda g: edits.move_nodes(g, {node: (float(x), 0.5)}))
        self.nodes[node]["at"] = (float(x), 0.5)

    @rule(data=st.data(), new=st.sampled_from(NAMES))
    @precondition(lambda self: self.nodes)
    def rename(self, data: st.DataObject, new: str) -> None:
        old = self.pick(data)
        if new in self.nodes:
            return
        self.do(lambda g: edits.rename_node(g, old, new))
        self.nodes = {new if i == old else i: n for i, n in self.nodes.items()}
        for node in self.nodes.values():
            node["owner"] = new if node["owner"] == old else node["owner"]

        def renamed(end: str) -> str:
            node, port = end.split(".")
            return f"{new}.{port}" if node == old else end

        self.wires = [(renamed(s), renamed(t)) for s, t in self.wires]

    @rule(data=st.data())
    @precondition(lambda self: self.nodes)
    def remove(self, data: st.DataObject) -> None:
        gone = self.pick(data)
        self.do(lambda g: edits.remove_nodes(g, [gone]))
        owner = self.nodes.pop(gone)["owner"]
        for node in self.nodes.values():
            node["owner"] = owner if node["owner"] == gone else node["owner"]
        self.wires = [w for w in self.wires if gone not in (w[0].split(".")[0], w[1].split(".")[0])]

    @rule(data=st.data())
    @precondition(lambda self: self.nodes)
    def connect(self, data: st.DataObject) -> None:
        source, target = self.pick(data), self.pick(data)
        usual = (["output"], ["input"])
        outs = PORTS.get(self.nodes[source]["kind"], usual)[0]
        ins = PORTS.get(self.nodes[target]["kind"], usual)[1]
        if not ins:
            return
        wire = (f"{source}.{data.draw(st.sampled_from(outs))}", f"{target}.{ins[0]}")
        if wire in self.wires:
            with pytest.raises(GraphError):
                edits.connect(self.graph, Wire(*wire))
            return
        many = ins == ["inputs"]
        self.do(lambda g: edits.connect(g, Wire(*wire), many=many))
        taken = [i for i, w in enumerate(self.wires) if w[1] == wire[1]]
        if taken and not many:
            self.wires[taken[0]] = wire
        else:
            self.wires.append(wire)

    @rule(data=st.data())
    @precondition(lambda self: self.wires)
    def disconnect(self, data: st.DataObject) -> None:
        wire = data.draw(st.sampled_from(self.wires))
        self.do(lambda g: edits.disconnect(g, [Wire(*wire)]))
        self.wires.remove(wire)

    @rule(data=st.data())
    @precondition(lambda self: self.nodes)
    def share(self, data: st.DataObject) -> None:
        node, owner = self.pick(data), self.pick(data)
        chain = [owner]
        while self.nodes[chain[-1]]["owner"]:
            chain.append(self.nodes[chain[-1]]["owner"])
        if self.nodes[node]["kind"] != self.nodes[owner]["kind"] or node in chain:
            with pytest.raises(GraphError):
                edits.set_attribute(self.graph, node, "weights_of", owner)
            return
        self.do(lambda g: edits.set_attribute(g, node, "weights_of", owner))
        self.nodes[node]["owner"] = owner

    @rule()
    @precondition(lambda self: self.history)
    def undo(self) -> None:
        self.graph, text = self.history.pop()
        assert files.to_text(self.graph) == text
        self.nodes, self.wires = self.snapshots.pop()

    @invariant()
    def graph_is_as_the_model(self) -> None:
        plain = {
            i: {"kind": n.kind, "params": dict(n.params), "at": n.at, "owner": n.weights_of}
            for i, n in self.graph
        }
        assert plain == self.nodes
        assert list(plain) == list(self.nodes)
        assert [tuple(w) for w in self.graph.wires] == self.wires

    @invariant()
    def check_says_the_same_with_and_without_what_it_knew(self) -> None:
        fresh = check(self.graph)
        self.report = check(self.graph, before=self.report)  # of one edit, or of an undone one
        assert self.report == fresh
        assert list(self.report.facts) == list(fresh.facts)
        assert set(fresh.facts) == set(self.graph.nodes)


TestAnyEdits = AnyEdits.TestCase
TestAnyEdits.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
