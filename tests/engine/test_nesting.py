"""Composites within composites: circles, depth and numbers are told without unfolding anything."""

import time
from dataclasses import replace

from hornstudio.engine.graph import Graph, Group, Node, freeze
from hornstudio.engine.nesting import (
    DEEPEST,
    holders,
    inner_first,
    nesting_faults,
    reached_kinds,
    ring_of_uses,
)


def holding(**inner: str) -> Graph:
    """Composites that hold nodes of the kinds named in a word: `a="b b dense"`."""
    groups = {
        kind: Group(body=Graph(nodes=freeze({f"n{i}": Node(k) for i, k in enumerate(w.split())})))
        for kind, w in inner.items()
    }
    return Graph(groups=freeze(groups))


def reasons(graph: Graph) -> list[str]:
    return [f"{kind}: {reason}" for kind, reason in nesting_faults(graph)]


def test_plain_nesting_is_no_fault() -> None:
    graph = holding(a="b c", b="c c", c="dense")
    assert reasons(graph) == []
    assert inner_first(graph.groups) == ["c", "b", "a"]
    assert reached_kinds(["b"], graph.groups) == {"b", "c"}
    assert holders("c", graph.groups) == {"a", "b", "c"}


def test_a_circle_is_refused_with_its_chain() -> None:
    graph = holding(z="a", a="dense b", b="c", c="a")
    assert ring_of_uses(graph.groups) == ["a", "b", "c"]
    assert reasons(graph) == [
        "a: the composite holds itself: a → b → c → a; take one of these uses out"
    ]
    assert reasons(holding(a="a"))[0].startswith("a: the composite holds itself: a → a")


def test_depth_is_bounded() -> None:
    deep = {f"k{i}": f"k{i + 1}" for i in range(DEEPEST)} | {f"k{DEEPEST}": "dense"}
    assert reasons(holding(**deep)) == [f"k0: is {DEEPEST + 1} composites deep; at most {DEEPEST}"]


def test_exponential_nesting_is_refused_at_once() -> None:
    doubled = {f"k{i}": f"k{i + 1} k{i + 1}" for i in range(3000)} | {"k3000": "dense"}
    start = time.process_time()
    found = reasons(holding(**doubled))
    assert time.process_time() - start < 5
    assert any("composites deep" in reason for reason in found)
    wide = {f"k{i}": " ".join([f"k{i + 1}"] * 10) for i in range(6)} | {"k6": "dense"}
    graph = holding(**wide)
    assert reasons(graph)[0].startswith("k0: comes to 1,000,000 nodes once its composites")
    most = replace(
        holding(k="dense " * 101), nodes=freeze({f"n{i}": Node("k") for i in range(100)})
    )
    assert reasons(most)[0].startswith(": comes to 10,100 nodes")
