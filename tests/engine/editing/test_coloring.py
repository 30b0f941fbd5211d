"""Colours that a person gives to nodes."""

from hornstudio.engine.editing.coloring import color_of, set_color
from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.runs.difference import difference
from hornstudio.engine.storage import files

GRAPH = Graph(nodes=freeze({i: Node("relu", extra=freeze({"of": 1})) for i in "abc"}))


def test_a_colour_is_kept_in_the_file_and_goes_without_a_trace() -> None:
    colored = set_color(set_color(GRAPH, "ab", "blue"), "b", "pink")
    again = files.from_text(files.to_text(colored))
    assert [color_of(node) for _, node in again] == ["blue", "pink", ""]
    assert set_color(colored, "ab", "") == GRAPH


def test_what_is_no_name_of_a_colour_is_carried_along_and_means_none() -> None:
    odd = Node("relu", extra=freeze({"color": 7}))
    again = files.from_text(files.to_text(Graph(nodes=freeze({"odd": odd}))))
    assert again.nodes["odd"] == odd
    assert color_of(odd) == ""


def test_a_network_is_the_same_in_another_colour() -> None:
    assert not difference(GRAPH, set_color(GRAPH, "a", "red"))
