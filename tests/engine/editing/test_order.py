"""The order of computing, and the circles that prevent one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hornstudio.engine.editing.order import (
    downstream,
    topological_order,
    upstream,
    would_close_cycle,
)
from hornstudio.engine.graph import Graph, Node, Wire, freeze


def row(nodes: str, *wires: str) -> Graph:
    """Nodes by one letter each; wires as two letters."""
    return Graph(
        nodes=freeze({i: Node("add") for i in nodes}),
        wires=tuple(Wire(f"{w[0]}.output", f"{w[1]}.inputs") for w in wires),
    )


def test_what_was_placed_first_comes_first() -> None:
    assert topological_order(row("cba"))[0] == list("cba")
    assert topological_order(row("cba", "ac"))[0] == list("bac")
    assert topological_order(row("scba", "sa", "sb", "sc"))[0] == list("scba")
    assert topological_order(row("abcd", "ca", "db"))[0] == list("cadb")


def test_an_edit_elsewhere_does_not_change_the_order() -> None:
    before = topological_order(row("abcd", "ab", "cd"))[0]
    after = topological_order(row("abcdxy", "ab", "cd", "xy", "ax"))[0]
    assert [i for i in after if i in before] == before


def test_two_wires_between_two_nodes_count_once() -> None:
    wires = (Wire("a.image", "b.prediction"), Wire("a.label", "b.target"))
    graph = Graph(nodes=freeze({"b": Node("accuracy"), "a": Node("digits")}), wires=wires)
    assert topological_order(graph) == (["a", "b"], [])


def test_wires_to_nowhere_do_not_count() -> None:
    assert topological_order(row("ab", "ab", "bz", "za")) == (["a", "b"], [])


def test_a_cycle_is_named_in_the_direction_of_its_wires() -> None:
    order, ring = topological_order(row("sabcx", "sa", "ab", "bc", "ca", "cx"))
    assert order == ["s"]
    assert ring == ["a", "b", "c"]


def test_a_node_may_be_a_cycle_of_its_own() -> None:
    assert topological_order(row("ab", "aa", "ab")) == ([], ["a"])


letters = st.sampled_from("abcdef")
edges = st.lists(st.tuples(letters, letters).map("".join), max_size=10, unique=True)


@given(edges)
@settings(max_examples=200, deadline=None)
def test_order_and_ring_hold_for_any_wires(wires: list[str]) -> None:
    graph = row("abcdef", *wires)
    order, ring = topological_order(graph)
    assert len(order) == len(set(order))
    for wire in wires:
        if wire[1] in order:
            assert wire[0] in order[: order.index(wire[1])]
    assert bool(ring) == (len(order) < 6)
    assert all(f"{a}{b}" in wires for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True))
    assert not set(ring) & set(order)


@given(edges, letters, letters)
@settings(max_examples=200, deadline=None)
def test_a_wire_closes_a_cycle_exactly_when_the_order_breaks(
    wires: list[str], source: str, target: str
) -> None:
    graph = row("abcdef", *wires)
    if topological_order(graph)[1]:
        return
    closed = topological_order(row("abcdef", *wires, source + target))[1]
    assert would_close_cycle(graph, source, target) == bool(closed)


def test_upstream_is_all_that_a_node_depends_on() -> None:
    graph = row("abcdx", "ab", "bc", "dc", "cx")
    assert upstream(graph, "c") == {"a", "b", "d"}
    assert upstream(graph, "a") == set()
    assert upstream(row("ab", "ab", "ba"), "a") == {"a", "b"}


def test_downstream_is_all_that_depends_on_a_node() -> None:
    graph = row("abcdx", "ab", "bc", "ad", "xd")
    assert downstream(graph, "a") == {"b", "c", "d"}
    assert downstream(graph, "c") == set()
    assert downstream(row("ab", "ab", "ba"), "a") == {"a", "b"}
