"""Edits of the callbacks: a new graph each, the old one as it was."""

import pytest

from hornstudio.engine.editing import callback_edits
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph, Held, freeze


def kinds(graph: Graph) -> str:
    return "".join(held.kind for held in graph.training.callbacks)


def test_callbacks_are_added_moved_and_removed() -> None:
    graph = Graph()
    for kind in "abc":
        graph = callback_edits.add(graph, kind)
    assert kinds(callback_edits.move(graph, 0, 2)) == "bca"
    assert kinds(callback_edits.move(graph, 2, 1)) == "acb"
    assert kinds(callback_edits.remove(graph, 1)) == "ac"
    assert kinds(graph) == "abc"


def test_params_are_set_and_reset() -> None:
    graph = callback_edits.add(callback_edits.add(Graph(), "a", {"x": 1}), "b")
    changed = callback_edits.set_param(graph, 0, "y", [2])
    assert changed.training.callbacks == (Held("a", freeze({"x": 1, "y": [2]})), Held("b"))
    assert callback_edits.reset_param(changed, 0, "y") == graph
    assert callback_edits.reset_param(graph, 0, "x").training.callbacks[0] == Held("a")


@pytest.mark.parametrize("place", [-1, 1])
def test_a_place_without_a_callback_is_refused(place: int) -> None:
    graph = callback_edits.add(Graph(), "a")
    with pytest.raises(GraphError, match=f"there is no callback {place}"):
        callback_edits.remove(graph, place)
    with pytest.raises(GraphError, match="there is no callback"):
        callback_edits.move(graph, 0, place)
