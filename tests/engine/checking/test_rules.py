"""Rules about a graph as a whole: scores and probabilities, and whether anything can learn."""

from dataclasses import replace
from pathlib import Path

import pytest

from hornstudio.engine.check import check
from hornstudio.engine.graph import Graph, Node, Wire, freeze, with_nodes
from hornstudio.engine.problem import Problem
from hornstudio.engine.remedies import apply_remedy
from tests.engine.mistakes import mistakes
from tests.engine.modules.refusal import row

LAYER = {"units": 10}


def classifier(
    loss: dict | None = None, layer: dict | None = None, ending: str = "", kind: str = ""
) -> Graph:
    """Digits, one dense layer, an activation if wanted, a loss and an optimizer."""
    kind = kind or "categorical_crossentropy"
    nodes = [("digits", {}), ("flatten", {}), ("dense", layer or LAYER)]
    nodes += [(ending, {})] if ending else []
    nodes += [(kind, loss or {}), ("sgd", {})]
    wires = [
        ("digits.image", "flatten.input"),
        ("flatten.output", "dense.input"),
        (f"{ending or 'dense'}.output", f"{kind}.prediction"),
        ("digits.label", f"{kind}.target"),
        (f"{kind}.loss", "sgd.loss"),
    ]
    wires += [("dense.output", f"{ending}.input")] if ending else []
    return row(*nodes, wires=tuple(wires))


def warnings(graph: Graph) -> list[Problem]:
    return [p for p in check(graph).problems if p.severity == "warning"]


def changed(graph: Graph, node: str, **attributes: object) -> Graph:
    nodes = dict(graph.nodes)
    nodes[node] = replace(nodes[node], **attributes)
    return with_nodes(graph, nodes)


@pytest.mark.parametrize(
    "graph",
    [
        classifier(ending="softmax"),
        classifier(layer=LAYER | {"activation": "softmax"}),
        classifier({"from_logits": True}),
        classifier({"from_logits": True}, LAYER | {"activation": "relu"}),
    ],
)
def test_scores_and_probabilities_in_their_places(graph: Graph) -> None:
    assert mistakes(graph) == ()


@pytest.mark.parametrize(
    "graph",
    [
        classifier({"from_logits": True}, ending="softmax"),
        classifier({"from_logits": True}, LAYER | {"activation": "softmax"}),
        classifier({"from_logits": True}, ending="sigmoid"),
    ],
)
def test_probabilities_where_scores_are_expected(graph: Graph) -> None:
    (warning,) = warnings(graph)
    assert "already gives probabilities" in str(warning.reason)
    for remedy in warning.remedies:
        assert warnings(apply_remedy(graph, warning, remedy.action)) == []


def test_scores_where_probabilities_are_expected() -> None:
    graph = classifier()
    (warning,) = warnings(graph)
    assert str(warning.reason) == "dense gives raw scores, but this loss expects probabilities"
    assert [str(r.label) for r in warning.remedies] == ["Insert Softmax", "Turn from_logits on"]
    for remedy in warning.remedies:
        assert mistakes(apply_remedy(graph, warning, remedy.action)) == ()


def test_yes_or_no_wants_a_sigmoid() -> None:
    nodes = [("input", {"shape": [4]}), ("dense", {"units": 1}), ("binary_crossentropy", {})]
    wires = (
        ("input.output", "dense.input"),
        ("dense.output", "binary_crossentropy.prediction"),
        ("dense.output", "binary_crossentropy.target"),
    )
    (warning,) = warnings(row(*nodes, wires=wires))
    assert str(warning.remedies[0].label) == "Insert Sigmoid"


def test_nothing_is_said_of_a_bypassed_activation() -> None:
    graph = changed(classifier(ending="softmax"), "softmax", bypassed=True)
    assert warnings(graph) == []


def test_frozen_weights_learn_nothing() -> None:
    graph = changed(classifier(ending="softmax"), "dense", frozen=True)
    (warning,) = warnings(graph)
    assert (warning.node, str(warning.reason)) == (
        "dense",
        "all weights are frozen, so there is nothing to learn",
    )


def test_weights_shared_with_a_frozen_node_learn_nothing() -> None:
    graph = changed(classifier(ending="softmax"), "dense", weights_of="other")
    owner = replace(graph.nodes["dense"], weights_of="", frozen=True)
    graph = with_nodes(graph, freeze({**graph.nodes, "other": owner}))
    graph = replace(graph, wires=(*graph.wires, *row_into("other")))
    assert "nothing to learn" in " ".join(str(w.reason) for w in warnings(graph))


def test_nothing_is_said_of_what_could_learn_behind_an_open_input() -> None:
    graph = classifier(loss={"from_logits": True})
    wires = tuple(w for w in graph.wires if w.target_port != "prediction")
    assert warnings(replace(graph, wires=wires)) == []


def row_into(node: str) -> tuple:
    graph = row(("flatten", {}), (node, {}))
    return graph.wires


def test_a_graph_without_weights_learns_nothing() -> None:
    graph = row(
        ("digits", {}),
        ("flatten", {}),
        ("softmax", {}),
        ("categorical_crossentropy", {}),
        ("sgd", {}),
        wires=(
            ("digits.image", "flatten.input"),
            ("flatten.output", "softmax.input"),
            ("softmax.output", "categorical_crossentropy.prediction"),
            ("digits.label", "categorical_crossentropy.target"),
            ("categorical_crossentropy.loss", "sgd.loss"),
        ),
    )
    reasons = [str(w.reason) for w in warnings(graph)]
    assert any("no module has weights" in reason for reason in reasons)


def test_offers_data_that_needs_no_network() -> None:
    problems = check(row(("dense", {}))).problems
    (problem,) = [p for p in problems if "there is no data" in str(p.reason)]
    assert [str(r.label) for r in problem.remedies] == ["Add MNIST", "Add Digits"]


def test_data_that_nothing_takes_does_not_keep_a_graph_from_training() -> None:
    graph = classifier(ending="softmax")
    graph = with_nodes(graph, {**graph.nodes, "mnist": Node("mnist")})
    (found,) = [p for p in check(graph).problems if p.node != "categorical_crossentropy"]
    assert (found.severity, found.node) == ("info", "mnist")
    assert "no wire leaves it" in str(found.reason)
    wired = replace(graph, wires=(*graph.wires, Wire("mnist.image", "flatten.input")))
    assert any("4,000" in str(p.reason) for p in check(wired).errors)


def test_folder_that_cannot_be_loaded_is_named_at_its_param(tmp_path: Path) -> None:
    for directory, words in (("", "needs a folder of pictures"), (str(tmp_path), "no subfolders")):
        node = Node("image_folder", freeze({"directory": directory}))
        report = check(Graph(nodes=freeze({"pets": node})))
        (problem,) = [p for p in report.errors if p.node == "pets"]
        assert words in problem.reason
        assert problem.place == "pets.directory"
        assert report.facts["pets"].is_settled  # what comes after it has its shapes
