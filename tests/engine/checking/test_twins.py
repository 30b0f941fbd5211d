"""What followed at one node follows at its twins, and at nobody else."""

import random

import pytest

from hornstudio.engine import check as checking
from hornstudio.engine.check import check
from hornstudio.engine.checking.twins import Twins
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire, freeze

_PORTS = ("prediction", "target")


def rows(count: int = 8, length: int = 5) -> Graph:
    """Rows of equal layers behind one source, each ending in a loss between two of its layers."""
    nodes = {"data": Node("digits")}
    wires = []
    for row in range(count):
        last = "data.image"
        for place in range(length):
            name = f"r{row}_{place}"
            params = {"units": 4} if place == 1 else {}
            nodes[name] = Node(("flatten", "dense", "relu")[min(place, 2)], freeze(params))
            wires.append(Wire(last, f"{name}.input"))
            last = f"{name}.output"
        nodes[f"r{row}_end"] = Node("mean_squared_error")
        ends = (f"r{row}_{length - 1}.output", f"r{row}_{length - 2}.output")
        wires += [Wire(end, f"r{row}_end.{p}") for end, p in zip(ends, _PORTS, strict=True)]
    return Graph(nodes=freeze(nodes), wires=tuple(wires))


@pytest.fixture
def looked_at(monkeypatch):
    """Ids of nodes that were looked at, not taken from a twin."""
    seen, visit = [], checking._Checker._visit
    monkeypatch.setattr(
        checking._Checker, "_visit", lambda self, i: (seen.append(i), visit(self, i))[1]
    )
    return seen


def test_one_row_is_looked_at_for_all(looked_at):
    graph = rows()
    before = check(graph)
    cut = edits.disconnect(graph, graph.wires_from("data"))
    looked_at.clear()
    edited = edits.set_param(graph, "data", "validation_split", 0.25)
    assert check(edited, before=before) == check(edited)
    looked_at.clear()
    after = check(cut, before=before)
    # Every first layer has a problem of its own; of what waits behind them, one stands for all.
    behind = {i for i in looked_at if not i.endswith("_0")}
    assert behind
    assert all(i.startswith("r0_") for i in behind)
    assert after == check(cut)
    looked_at.clear()
    assert check(graph, before=after) == before
    assert len(looked_at) < len(graph.nodes) / 2


def test_who_is_given_the_same_at_other_ports_is_no_twin():
    graph = rows(2)
    before = check(graph)
    swapped = _swapped(graph, 0)
    facts = before.facts
    assert facts["r0_end"] is facts["r1_end"]
    twins = Twins(graph, before, facts, frozenset())
    assert twins.key_of("r0_end") == twins.key_of("r1_end")
    twins = Twins(swapped, before, facts, frozenset())
    assert twins.key_of("r0_end") != twins.key_of("r1_end")


def test_who_was_edited_or_is_of_another_kind_by_now_has_no_twin():
    graph = rows(2)
    before = check(graph)
    edited = edits.set_param(graph, "r0_1", "units", 5)
    twins = Twins(edited, before, before.facts, frozenset(("relu",)))
    assert twins.key_of("r0_1") is None
    assert twins.key_of("r0_2") is None
    assert twins.key_of("r1_1") is not None


def test_any_edits_give_what_looking_at_all_gives():
    chance, graph = random.Random(3), rows(5)
    report = check(graph)
    for _ in range(150):
        graph = _edited(graph, chance)
        report = check(graph, before=report)
        assert report == check(graph)


def _edited(graph, chance):
    wire, node = chance.choice(graph.wires), chance.choice([i for i in graph.nodes if i != "data"])
    match chance.randrange(6):
        case 0:
            return edits.disconnect(graph, [wire])
        case 1:
            return _swapped(graph, chance.randrange(5))
        case 2:
            for row in chance.sample(range(5), 3):
                graph = edits.set_param(graph, f"r{row}_1", "units", chance.choice((0, 4, 5)))
            return graph
        case 3:
            return edits.set_attribute(graph, node, "bypassed", not graph.nodes[node].bypassed)
        case 4:
            return rows(5)
        case _:
            return edits.set_attribute(graph, node, "disabled", not graph.nodes[node].disabled)


def _swapped(graph, row):
    """What goes into both ports of a row's end the other way round, where both are wired."""
    a, b = (graph.wires_into(f"r{row}_end", p) for p in _PORTS)
    if not (a and b):
        return graph
    cut = edits.disconnect(graph, [a[0], b[0]])
    half = edits.connect(cut, Wire(a[0].source, b[0].target))
    return edits.connect(half, Wire(b[0].source, a[0].target))
