"""What a prediction ends with, seen through composites."""

from dataclasses import replace

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.checking.ending import ending
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.composite.inside import body_of, with_body
from hornstudio.engine.composite.scope import scope
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import PORT_OUT, Exposed, Graph, Wire, freeze
from hornstudio.engine.remedies import apply_remedy
from tests.engine.checking.test_rules import changed, classifier, warnings


def last(graph: Graph) -> str | None:
    (wire,) = graph.wires_into("categorical_crossentropy", "prediction")
    return ending(graph, wire, scope(graph, catalog()))


def grouped(graph: Graph, *ids: str) -> tuple[Graph, str]:
    return group_nodes(graph, ids, "part", scope(graph, catalog()))


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        (classifier(ending="softmax"), "softmax"),
        (classifier(), ""),
        (classifier(layer={"units": 10, "activation": "sigmoid"}), "sigmoid"),
        (classifier(ending="dropout"), ""),
        (classifier(ending="relu"), "relu"),
        (changed(classifier(ending="softmax"), "softmax", bypassed=True), None),
    ],
)
def test_a_composite_ends_as_what_is_inside(graph: Graph, expected: str | None) -> None:
    inner = [i for i in graph.nodes if i in ("dense", "softmax", "dropout", "relu")]
    assert last(graph) == expected
    composite, use = grouped(graph, *inner)
    assert last(composite) == expected
    assert last(grouped(composite, use)[0]) == expected  # and one in another


def test_what_keeps_scores_in_a_composite_leads_out_of_it_again() -> None:
    graph, use = grouped(classifier(ending="dropout"), "dropout")
    assert last(graph) == ""
    assert last(changed(graph, "dense", params=freeze({"activation": "softmax"}))) == "softmax"
    assert last(changed(graph, use, bypassed=True)) is None


def test_a_setting_of_the_use_decides_where_it_is_exposed() -> None:
    graph, use = grouped(classifier(), "dense")
    (kind,) = graph.groups
    exposed = replace(graph.groups[kind], params=(Exposed("ends_with", "dense", "activation"),))
    graph = replace(graph, groups=freeze({kind: exposed}))
    assert last(graph) == ""
    set_to = changed(graph, use, params=freeze({"ends_with": "softmax"}))
    assert last(set_to) == "softmax"
    assert warnings(set_to) == []


def test_scores_of_a_composite_are_warned_of_and_mended_at_its_wire() -> None:
    graph, use = grouped(classifier(), "flatten", "dense")
    (warning,) = warnings(graph)
    assert f"{use} gives raw scores" in str(warning.reason)
    assert warnings(apply_remedy(graph, warning, warning.remedies[0].action)) == []
    shares, use = grouped(classifier({"from_logits": True}, ending="softmax"), "dense", "softmax")
    (warning,) = warnings(shares)
    assert f"{use} already gives probabilities" in str(warning.reason)


def test_an_edit_inside_is_seen_as_by_a_check_of_all() -> None:
    graph, _ = grouped(classifier(), "dense")
    (kind,) = graph.groups
    body = body_of(graph, kind)
    edited = with_body(graph, edits.set_param(body, "dense", "activation", "softmax"))
    assert warnings(graph) != []
    assert check(edited, before=check(graph)) == check(edited)
    assert warnings(edited) == []


def test_a_circle_inside_ends_the_search() -> None:
    graph, _ = grouped(classifier(ending="dropout"), "dropout")
    (kind,) = graph.groups
    body = graph.groups[kind].body
    port = next(i for i, node in body if node.kind == PORT_OUT)
    wires = (Wire("dropout.output", "dropout.input"), Wire("dropout.output", f"{port}.input"))
    circle = replace(graph.groups[kind], body=replace(body, wires=wires))
    assert last(replace(graph, groups=freeze({kind: circle}))) is None
