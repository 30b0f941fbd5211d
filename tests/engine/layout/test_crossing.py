"""Orders within columns."""

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.layout import crossing, levels, spot
from hornstudio.engine.layout.column import column_numbers
from tests.engine.layout.drawn import graph_of
from tests.engine.layout.network import NETWORKS


def ordered(graph, last=()) -> spot.Columns:
    ends = levels(graph, catalog())
    columns = spot.columns_of(
        graph, column_numbers(graph, last), dict.fromkeys(graph.nodes, 80.0), ends
    )
    crossing.order(columns)
    return columns


@pytest.mark.parametrize("name", ["ResNet-18", "U-Net", "GoogLeNet", "Transformer x12"])
def test_only_targets_cross_predictions(name) -> None:
    # Two judges that take two things each cannot do without one crossing.
    graph = NETWORKS[name]()
    last = [i for i, n in graph if n.kind in ("categorical_crossentropy", "accuracy", "adam")]
    assert crossing.count(ordered(graph, last)) == 1


def test_crossings_are_counted_by_the_order_of_ports() -> None:
    graph = graph_of("a>d", "b>c")
    columns = spot.columns_of(graph, column_numbers(graph), dict.fromkeys("abcd", 80.0), {})
    crossing.rank(columns)
    columns[1].sort(key=lambda s: s.node)
    crossing.rank(columns)
    assert crossing.count(columns) == 1
    crossing.order(columns)
    assert crossing.count(columns) == 0


def test_swapping_ends_what_mean_places_leave() -> None:
    graph = graph_of("a>e", "a>g", "b>f", "b>h", "c>e", "c>g", "d>f", "d>h")
    assert crossing.count(ordered(graph)) <= 2
