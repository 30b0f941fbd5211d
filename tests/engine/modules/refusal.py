"""A shape rule in a graph: what it refuses, and whether each remedy mends it."""

from collections.abc import Sequence

import pytest

from hornstudio.engine.check import Report, check
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.problem import Problem
from hornstudio.engine.remedies import apply_remedy

Params = dict[str, object]
Case = tuple[Graph, str, str, list[str]]
"""A graph, its refused node, part of the reason, and what the remedies are called."""


def each_of(cases: Sequence[Case]) -> pytest.MarkDecorator:
    """A test is run with each of them."""
    names = ("graph", "node", "reason", "remedies")
    return pytest.mark.parametrize(names, cases, ids=[f"{c[1]}: {c[2]}" for c in cases])


def row(*nodes: tuple[str, Params], wires: tuple[tuple[str, str], ...] = ()) -> Graph:
    """Nodes one behind another, called by their kinds; `wires` in place of that where given."""
    ids = [kind for kind, _ in nodes]
    plain = tuple(zip([f"{i}.output" for i in ids], [f"{i}.input" for i in ids[1:]], strict=False))
    return Graph(
        nodes=freeze({kind: Node(kind, freeze(params)) for kind, params in nodes}),
        wires=tuple(Wire(*w) for w in wires or plain),
    )


def inputs_into(kind: str, *specs: Params, params: Params | None = None) -> Graph:
    """A node with one free input for each wire into its growing port, named a, b, c."""
    ids = "abc"[: len(specs)]
    nodes = {i: Node("input", freeze(s)) for i, s in zip(ids, specs, strict=True)}
    nodes[kind] = Node(kind, freeze(params or {}))
    return Graph(
        nodes=freeze(nodes), wires=tuple(Wire(f"{i}.output", f"{kind}.inputs") for i in ids)
    )


def judged(
    kind: str, prediction: Params, target: Params, params: Params | None = None, units: int = 0
) -> Graph:
    """A loss or metric between free inputs, with a dense layer before it where units are given."""
    nodes = {"x": Node("input", freeze(prediction)), "t": Node("input", freeze(target))}
    wires = [Wire("t.output", f"{kind}.target")]
    source = "x"
    if units:
        nodes["dense"] = Node("dense", freeze({"units": units}))
        wires.append(Wire("x.output", "dense.input"))
        source = "dense"
    nodes[kind] = Node(kind, freeze(params or {}))
    wires.append(Wire(f"{source}.output", f"{kind}.prediction"))
    return Graph(nodes=freeze(nodes), wires=tuple(wires))


def refusal(graph: Graph, node: str) -> Problem:
    """The only error at a node."""
    (found,) = [p for p in check(graph).problems_of(node) if p.severity == "error"]
    return found


def labels(problem: Problem) -> list[str]:
    """What the buttons say."""
    return [str(r.label) for r in problem.remedies]


def mended(graph: Graph, problem: Problem, label: str) -> Report:
    """The report after the remedy of that label."""
    (remedy,) = [r for r in problem.remedies if str(r.label) == label]
    return check(apply_remedy(graph, problem, remedy.action))


def expect_refusal(graph: Graph, node: str, reason: str, remedies: list[str]) -> None:
    """The node is refused for that reason, and each remedy mends it."""
    problem = refusal(graph, node)
    assert reason in str(problem.reason)
    assert labels(problem) == remedies
    for label in remedies:
        after = mended(graph, problem, label)
        now = node if node in after.facts else next(i for i in after.facts if i not in graph.nodes)
        assert not [p for p in after.problems_of(now) if p.severity == "error"], label
        assert after.facts[now].is_settled, label


def picture(*shape: int) -> Params:
    """Settings of a free input of fractions."""
    return {"shape": list(shape)}


def ints(*shape: int) -> Params:
    """Settings of a free input of whole numbers."""
    return {"shape": list(shape), "dtype": "int32"}


def labelled(kind: str, units: int) -> Graph:
    """A dense layer on digits, judged against their labels."""
    return row(
        ("digits", {}),
        ("flatten", {}),
        ("dense", {"units": units}),
        (kind, {}),
        wires=(
            ("digits.image", "flatten.input"),
            ("flatten.output", "dense.input"),
            ("dense.output", f"{kind}.prediction"),
            ("digits.label", f"{kind}.target"),
        ),
    )
