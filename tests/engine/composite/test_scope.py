"""What a graph knows: its composites beside the catalog, each where it can be used."""

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.inside import body_of
from hornstudio.engine.composite.scope import Scope, scope
from hornstudio.engine.graph import PORT_IN, Graph
from tests.engine import sample_graph
from tests.engine.composite.sample_composite import residual


def kinds(graph: Graph) -> set[str]:
    return {m.kind for m in scope(graph, catalog()).nodes()} - {m.kind for m in catalog().nodes()}


def test_a_graph_without_composites_knows_the_catalog_itself() -> None:
    assert scope(sample_graph.mlp(), catalog()) is catalog()


def test_composites_are_offered_and_found() -> None:
    graph = residual()
    assert kinds(graph) == {"residual_block", "normal"}
    found = scope(graph, catalog())
    assert found.search("residual")[0].kind == "residual_block"
    assert found.search("dense")[0].kind == "dense"
    assert scope(graph, found) is found
    assert isinstance(found, Scope)


def test_inside_ports_are_offered_and_what_would_hold_itself_is_not() -> None:
    assert kinds(body_of(residual(), "normal")) == {PORT_IN, "composite_output"}
    assert kinds(body_of(residual(), "residual_block")) == {PORT_IN, "composite_output", "normal"}
