"""The order of computing after a small edit."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from hornstudio.engine.editing.kept_order import kept_order
from hornstudio.engine.editing.order import topological_order
from hornstudio.engine.graph import Graph, Node, Wire, freeze


def row(nodes: str, *wires: str) -> Graph:
    """Nodes by one letter each; wires as two letters."""
    return Graph(
        nodes=freeze({i: Node("add") for i in nodes}),
        wires=tuple(Wire(f"{w[0]}.output", f"{w[1]}.inputs") for w in wires),
    )


def kept(old: Graph, new: Graph) -> list[str] | None:
    return kept_order(topological_order(old)[0], old, new)


def test_a_node_that_is_added_comes_last_unless_others_wait_for_it() -> None:
    old = row("cba", "ac")
    assert kept(old, row("cbax", "ac", "bx")) == ["b", "a", "c", "x"]
    assert kept(old, row("xcba", "ac")) is None
    assert kept(old, row("cbax", "ac", "xb")) is None


def test_a_wire_along_the_order_leaves_it_and_one_against_it_does_not() -> None:
    old = row("abcd", "ab", "cd")
    assert kept(old, row("abcd", "ab", "cd", "ac")) == list("abcd")
    assert kept(old, row("abcd", "ab", "cd", "da")) is None


def test_a_node_that_waits_for_less_may_come_earlier() -> None:
    old = row("abcd", "da", "bc")
    assert kept(old, row("abcd", "bc")) is None
    assert kept(old, row("abcd", "da")) == list("bcda")


letters = st.sampled_from("abcdef")
edges = st.lists(st.tuples(letters, letters).map("".join), max_size=9, unique=True)


@settings(max_examples=150, deadline=None)
@given(edges, edges, st.permutations("abcdef"), st.sampled_from(["", "x", "xy"]))
def test_where_it_is_told_it_is_the_order(
    some: list[str], others: list[str], placed: list[str], more: str
) -> None:
    old = row("".join(placed), *some)
    if topological_order(old)[1]:
        return
    wires = [e for e in some if e not in others[:2]] + [e for e in others[2:5] if e not in some]
    new = row("".join(placed) + more, *wires, *(f"a{i}" for i in more[:1]))
    new = replace(new, nodes=freeze({**new.nodes, **old.nodes}))
    found = kept(old, new)
    assert found is None or (found, []) == topological_order(new)
