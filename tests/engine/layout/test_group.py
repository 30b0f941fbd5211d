"""Frames stay whole in a layout."""

from hornstudio.engine.layout import USUAL, arrange_framed
from tests.engine.layout.drawn import graph_of, overlaps

GRAPH = graph_of("x>a", "a>b", "b>c", "c>y", "x>p", "p>q", "q>y", "b>q")


def within(places, area) -> set[str]:
    x, y, width, height = area
    return {
        i for i, (left, top) in places.items() if x <= left < x + width and y <= top < y + height
    }


def test_a_frame_holds_the_same_nodes_as_before() -> None:
    found = arrange_framed(GRAPH, {0: ["b", "c"], 2: ["p"]})
    assert set(found.places) == set(GRAPH.nodes)
    assert within(found.places, found.frames[0]) == {"b", "c"}
    assert within(found.places, found.frames[2]) == {"p"}
    assert not overlaps(found.places, {})


def test_a_frame_within_a_frame_stays_in_it() -> None:
    found = arrange_framed(GRAPH, {1: ["b"], 0: ["b", "a", "c"]})
    assert within(found.places, found.frames[0]) == {"a", "b", "c"}
    assert within(found.places, found.frames[1]) == {"b"}
    x, y, width, height = found.frames[1]
    outer = found.frames[0]
    assert outer[0] < x
    assert x + width < outer[0] + outer[2]
    assert outer[1] < y
    assert y + height < outer[1] + outer[3]


def test_a_frame_that_the_data_leaves_and_enters_again_is_laid_out() -> None:
    found = arrange_framed(graph_of("a>b", "b>c", "c>d"), {0: ["a", "c"]})
    assert within(found.places, found.frames[0]) == {"a", "c"}
    assert not overlaps(found.places, {})


def test_nodes_keep_clear_of_the_border_of_their_frame() -> None:
    found = arrange_framed(GRAPH, {0: ["b"]}, border=(24.0, 48.0))
    x, y, width, height = found.frames[0]
    left, top = found.places["b"]
    assert (left - x, top - y) == (24.0, 48.0)
    assert width >= USUAL[0] + 48
    assert height >= USUAL[1] + 72


def test_an_empty_frame_is_left_where_it_is() -> None:
    assert arrange_framed(GRAPH, {0: []}).frames == {}
