"""What lies in a composite is named by the way to it."""

from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.composite.way import shown_place, way_text, way_to
from tests.engine import sample_graph
from tests.engine.composite.sample_composite import residual


def test_the_way_to_a_node_leads_through_its_composites() -> None:
    graph = residual()
    inner = next(i for i, way in flatten(graph).places.items() if len(way) == 3)
    assert way_to(graph, inner) == ("block_1", "normal", "scale")
    assert shown_place(graph, inner, f"{inner}.gain") == "block_1 › normal › scale.gain"
    assert shown_place(graph, inner, inner) == "block_1 › normal › scale"


def test_what_lies_on_the_canvas_keeps_its_name() -> None:
    graph = residual()
    assert way_to(graph, "first") == ("first",)
    assert shown_place(graph, "first", "first.kernel") == "first.kernel"
    assert shown_place(graph, "loss", "total") == "total"
    assert way_to(sample_graph.mlp(), "gone") == ("gone",)


def test_without_the_graph_a_way_is_told_by_its_id() -> None:
    assert way_text("body__block__dense") == "body › block › dense"
    assert way_text("body__dense.my__array") == "body › dense.my__array"
    assert way_text("dense") == "dense"
