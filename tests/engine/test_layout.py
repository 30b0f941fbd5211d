"""Tests of places for nodes; those of the directions of imports are in tests/test_layout.py."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.layout import GRID, USUAL, arrange, column_numbers
from hornstudio.engine.templates import TEMPLATES


def graph_of(*wires: str) -> Graph:
    """A graph of wires such as `a>b`."""
    pairs = [w.split(">") for w in wires]
    ids = dict.fromkeys(i for pair in pairs for i in pair)
    return Graph(
        nodes=freeze({i: Node("relu") for i in ids}),
        wires=tuple(Wire(f"{a}.output", f"{b}.input") for a, b in pairs),
    )


def overlaps(places: dict, sizes: dict) -> list[tuple[str, str]]:
    found = []
    ids = list(places)
    for n, a in enumerate(ids):
        for b in ids[n + 1 :]:
            (ax, ay), (bx, by) = places[a], places[b]
            (aw, ah), (bw, bh) = sizes.get(a, USUAL), sizes.get(b, USUAL)
            if ax < bx + bw and bx < ax + aw and ay < by + bh and by < ay + ah:
                found.append((a, b))
    return found


def crossings(graph: Graph, places: dict) -> int:
    """Pairs of wires between the same columns that cross."""
    ends = [(places[w.source_node], places[w.target_node]) for w in graph.wires]
    return sum(
        1
        for i, (a, b) in enumerate(ends)
        for c, d in ends[i + 1 :]
        if a[0] == c[0] and b[0] == d[0] and (a[1] - c[1]) * (b[1] - d[1]) < 0
    )


def test_a_chain_lies_on_one_line_from_left_to_right() -> None:
    places = arrange(graph_of("a>b", "b>c", "c>d"))
    assert [y for _, y in places.values()] == [0.0] * 4
    xs = [x for x, _ in places.values()]
    assert xs == sorted(xs)
    assert min(b - a for a, b in pairwise(xs)) > USUAL[0]


def test_a_source_stands_right_before_its_first_taker() -> None:
    numbers = column_numbers(graph_of("x>a", "a>b", "b>loss", "target>loss"))
    assert numbers == {"x": 0, "a": 1, "b": 2, "loss": 3, "target": 2}


def test_wires_that_need_not_cross_do_not() -> None:
    graph = graph_of("a>d", "b>c", "a>e", "c>f", "d>g", "e>h")
    assert crossings(graph, arrange(graph)) == 0


def test_a_shortcut_does_not_run_through_what_it_skips() -> None:
    graph = graph_of("x>a", "a>b", "b>sum", "x>sum")
    places = arrange(graph)
    line = places["x"][1]
    assert places["a"][1] != line or places["b"][1] != line or places["sum"][1] != line


def test_a_long_chain_is_broken_into_bands() -> None:
    graph = graph_of(*(f"n{i}>n{i + 1}" for i in range(40)))
    places = arrange(graph)
    width = max(x for x, _ in places.values())
    height = max(y for _, y in places.values())
    assert width < 10 * (USUAL[0] + 100)
    assert height > 2 * USUAL[1]
    assert not overlaps(places, {})


def test_sizes_are_kept_apart() -> None:
    graph = graph_of("a>b", "a>c", "a>d", "b>e", "c>e", "d>e")
    sizes = {"a": (400.0, 80.0), "c": (100.0, 500.0), "d": (300.0, 40.0)}
    assert not overlaps(arrange(graph, sizes), sizes)


def test_wires_in_a_circle_are_laid_out_too() -> None:
    graph = graph_of("a>b", "b>c", "c>a", "c>d")
    places = arrange(graph)
    assert set(places) == set("abcd")
    assert not overlaps(places, {})


def test_an_empty_graph_has_no_places() -> None:
    assert arrange(Graph()) == {}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.name)
def test_templates_do_not_overlap(template) -> None:
    assert not overlaps(arrange(template.graph()), {})


@settings(max_examples=60, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=60))
def test_no_graph_overlaps_and_all_lie_on_the_grid(ends: set[tuple[int, int]]) -> None:
    graph = graph_of(*(f"n{a}>n{b}" for a, b in sorted(ends)))
    places = arrange(graph)
    assert set(places) == set(graph.nodes)
    assert not overlaps(places, {})
    assert all(x % GRID == 0 and y % GRID == 0 for x, y in places.values())
    assert arrange(graph) == places
