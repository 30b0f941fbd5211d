"""Places for nodes: nothing overlaps, chains run level, frames and judges where they belong."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hornstudio.engine.catalog import catalog
from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.layout import GRID, USUAL, arrange, levels, sizes
from hornstudio.engine.storage.templates import TEMPLATES
from tests.engine.layout.drawn import crossings, graph_of, overlaps
from tests.engine.layout.network import NETWORKS

SMALL = ("ResNet-18", "U-Net", "GoogLeNet", "Transformer x12")


def test_a_chain_lies_on_one_line_from_left_to_right() -> None:
    places = arrange(graph_of("a>b", "b>c", "c>d"))
    assert [y for _, y in places.values()] == [0.0] * 4
    xs = [x for x, _ in places.values()]
    assert xs == sorted(xs)
    assert min(b - a for a, b in pairwise(xs)) > USUAL[0]


def test_wires_that_need_not_cross_do_not() -> None:
    graph = graph_of("a>d", "b>c", "a>e", "c>f", "d>g", "e>h")
    assert crossings(graph, arrange(graph)) == 0


def test_a_long_chain_is_broken_into_bands() -> None:
    graph = graph_of(*(f"n{i}>n{i + 1}" for i in range(40)))
    places = arrange(graph, direction="rows")
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


def level_share(graph, places) -> float:
    """Wires of the longest chain that run level."""
    ends = levels(graph, catalog())
    chain: dict[str, list] = {i: [] for i in graph.nodes}
    for wire in sorted(graph.wires, key=lambda w: places[w.source_node][0]):
        if len(chain[wire.source_node]) >= len(chain[wire.target_node]):
            chain[wire.target_node] = [*chain[wire.source_node], wire]
    longest = max(chain.values(), key=len)
    level = [
        places[w.source_node][1] + ends[w][0] == places[w.target_node][1] + ends[w][1]
        for w in longest
    ]
    return sum(level) / len(level)


@pytest.mark.parametrize("name", SMALL)
def test_the_longest_chain_of_a_network_runs_level(name) -> None:
    graph = NETWORKS[name]()
    places = arrange(graph)
    assert level_share(graph, places) >= 0.95
    assert all(x % GRID == 0 and y % GRID == 0 for x, y in places.values())
    assert not overlaps(places, sizes(graph, catalog()))


@pytest.mark.parametrize("direction", ["right", "down"])
def test_losses_metrics_and_optimizers_stand_behind_all_outputs(direction) -> None:
    graph = NETWORKS["U-Net"]()
    axis = 0 if direction == "right" else 1
    places = arrange(graph, direction=direction)
    judges = {i for i, n in graph if n.kind in ("categorical_crossentropy", "accuracy", "adam")}
    rest = max(places[i][axis] for i in places if i not in judges)
    assert min(places[i][axis] for i in judges) > rest


def test_data_runs_down_where_that_is_asked_for() -> None:
    places = arrange(graph_of("a>b", "b>c", "b>d"), direction="down")
    assert places["a"][1] < places["b"][1] < places["c"][1] == places["d"][1]


def test_nodes_without_wires_stand_below_in_rows() -> None:
    graph = graph_of("a>b")
    ids = [f"alone_{i}" for i in range(12)]
    graph = Graph(
        nodes=freeze({**graph.nodes, **{i: Node("relu") for i in ids}}), wires=graph.wires
    )
    places = arrange(graph)
    assert not overlaps(places, {})
    assert len({places[i][1] for i in ids}) == 2
    assert min(places[i][1] for i in ids) > places["a"][1] + USUAL[1]


NUMBERS = st.integers(0, 30)
ENDS = st.sets(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=60)
SIZES = st.tuples(st.integers(15, 50), st.integers(4, 60))


@settings(max_examples=60, deadline=None)
@given(ENDS, st.lists(SIZES, min_size=31, max_size=31), st.sampled_from(["right", "down", "rows"]))
def test_no_graph_overlaps_whatever_its_sizes(ends, room, direction) -> None:
    graph = graph_of(*(f"n{a}>n{b}" for a, b in sorted(ends)))
    given_sizes = {i: (8.0 * room[int(i[1:])][0], 8.0 * room[int(i[1:])][1]) for i in graph.nodes}
    places = arrange(graph, given_sizes, direction=direction)
    assert set(places) == set(graph.nodes)
    assert not overlaps(places, given_sizes)
    assert all(x % GRID == 0 and y % GRID == 0 for x, y in places.values())
    assert arrange(graph, given_sizes, direction=direction) == places
