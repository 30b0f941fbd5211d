"""Settings stay those of what they set, wherever that goes inside a composite."""

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.composite.grouping import group_nodes, name_group
from hornstudio.engine.composite.inside import body_of, expose, with_body
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.composite.ungrouping import ungroup
from hornstudio.engine.graph import Exposed, Graph
from tests.engine.composite.sample_composite import residual
from tests.engine.mistakes import mistakes


def grouped_inside(title: str = "Inner") -> tuple[Graph, str]:
    """The residual block, whose uses set the units of `wide`, with `wide` in one of its own."""
    graph = residual()
    body, use = group_nodes(body_of(graph, "residual_block"), ["wide"], title, catalog())
    return with_body(graph, body), use


def test_what_is_grouped_inside_is_set_by_the_uses_as_before() -> None:
    graph, use = grouped_inside()
    assert graph.groups["residual_block"].params == (Exposed("units", use, "units"),)
    assert graph.groups["inner"].params == (Exposed("units", "wide", "units"),)
    assert graph.nodes["block_1"].params == {"units": 16}
    assert not mistakes(graph)
    assert check(graph).weight_count == check(residual()).weight_count


def test_a_setting_follows_a_composite_that_gets_another_name() -> None:
    graph, use = grouped_inside()
    body = body_of(graph, "residual_block")
    body, new = name_group(body, use, "Widening", scope(graph, catalog()))
    graph = with_body(graph, body)
    assert graph.groups["residual_block"].params == (Exposed("units", new, "units"),)
    assert not mistakes(graph)


def test_what_is_taken_apart_inside_is_set_by_the_uses_as_before() -> None:
    graph, use = grouped_inside()
    body, ids = ungroup(body_of(graph, "residual_block"), use)
    assert ids == ["wide"]
    graph = with_body(graph, body)
    assert graph.groups["residual_block"].params == residual().groups["residual_block"].params
    assert not mistakes(graph)


def test_two_nodes_that_follow_one_setting_go_inside_as_one() -> None:
    graph = expose(residual(), "residual_block", "wide", "activation", catalog(), "shape")
    body, use = group_nodes(body_of(graph, "residual_block"), ["wide", "normal"], "Two", catalog())
    graph = with_body(graph, body)
    names = {(e.name, e.node, e.param) for e in graph.groups["residual_block"].params}
    assert names == {("units", use, "units"), ("shape", use, "shape")}
    assert {e.node for e in graph.groups["two"].params} == {"wide"}
    assert not mistakes(graph)
