"""Lining up, spreading and folding nodes."""

import pytest

from hornstudio.engine.editing.arranging import align, distribute, is_collapsed, set_collapsed
from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.storage import files

PLACES = {"a": (0.0, 0.0), "b": (100.0, 50.0), "c": (40.0, 300.0)}
WIDTHS = {"a": 160.0, "b": 200.0, "c": 80.0}
GRAPH = Graph(nodes=freeze({i: Node("relu", at=at) for i, at in PLACES.items()}))
AREAS = {i: (*at, WIDTHS[i], 50.0) for i, at in PLACES.items()}


def lefts(graph: Graph) -> list[float]:
    return [node.at[0] for _, node in graph]


def tops(graph: Graph) -> list[float]:
    return [node.at[1] for _, node in graph]


@pytest.mark.parametrize(
    ("edge", "expected"),
    [("left", [0, 0, 0]), ("right", [140, 100, 220]), ("center", [70, 50, 110])],
)
def test_lined_up_across(edge, expected) -> None:
    found = align(GRAPH, AREAS, edge)
    assert lefts(found) == expected
    assert tops(found) == tops(GRAPH)


@pytest.mark.parametrize(
    ("edge", "expected"), [("top", [0] * 3), ("bottom", [300] * 3), ("middle", [150] * 3)]
)
def test_lined_up_down(edge, expected) -> None:
    assert tops(align(GRAPH, AREAS, edge)) == expected


def test_gaps_become_alike_and_the_ends_stay() -> None:
    found = distribute(GRAPH, AREAS, "down")
    assert tops(found) == [0, 150, 300]
    assert lefts(found) == lefts(GRAPH)


def test_a_folded_node_is_kept_in_the_file_and_unfolds_to_what_it_was() -> None:
    folded = set_collapsed(GRAPH, ["b"], True)
    again = files.from_text(files.to_text(folded))
    assert [is_collapsed(n) for _, n in again] == [False, True, False]
    assert set_collapsed(folded, ["b"], False) == GRAPH
