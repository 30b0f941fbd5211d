"""A loss that is replaced by another: one remedy does all that the other needs besides."""

import pytest

from hornstudio.engine.check import check
from hornstudio.engine.graph import Graph
from hornstudio.engine.problem import Problem
from hornstudio.engine.remedies import apply_remedy
from tests.engine.checking.test_rules import changed, classifier
from tests.engine.mistakes import mistakes
from tests.engine.modules.refusal import labels

RAW = "Turn from_logits on"
TEN = "dense: Set units to 10"
SOFTMAX = "dense: Set activation to softmax"
BY = "Replace by categorical_crossentropy"


def first(graph: Graph) -> Problem:
    return check(graph).problems[0]


def mended(graph: Graph) -> Graph:
    problem = first(graph)
    return apply_remedy(graph, problem, problem.remedies[0].action)


@pytest.mark.parametrize(
    ("layer", "label"),
    [
        ({"units": 10}, f"{BY}; {RAW}"),
        ({"units": 10, "activation": "softmax"}, BY),
        ({"units": 10, "activation": "sigmoid"}, f"{BY}; {SOFTMAX}"),
        ({"units": 10, "activation": "relu"}, f"{BY}; {SOFTMAX}"),
        ({"units": 1}, f"{BY}; {TEN}; {RAW}"),
        ({"units": 1, "activation": "sigmoid"}, f"{BY}; {TEN}; {SOFTMAX}"),
        ({"units": 3}, f"{BY}; {TEN}; {RAW}"),
    ],
)
@pytest.mark.parametrize("kind", ["binary_crossentropy", "binary_focal_crossentropy"])
def test_a_yes_or_no_loss_for_ten_classes_is_mended_at_once(
    kind: str, layer: dict, label: str
) -> None:
    graph = classifier(kind=kind, layer=layer)
    problem = first(graph)
    assert str(problem.reason) == "target has 10 classes; this loss only knows yes and no"
    assert labels(problem) == [label]
    after = mended(graph)
    assert mistakes(after) == ()
    assert set(after.nodes) - set(graph.nodes) == {"categorical_crossentropy"}
    assert after.nodes["dense"].params["units"] == 10


def test_a_sigmoid_of_its_own_becomes_a_softmax() -> None:
    graph = classifier(kind="binary_crossentropy", ending="sigmoid")
    assert labels(first(graph)) == [f"{BY}; sigmoid: Replace by softmax"]
    after = mended(graph)
    assert mistakes(after) == ()
    assert after.nodes["softmax"].kind == "softmax"
    assert {"softmax.output", "softmax.input"} <= {end for wire in after.wires for end in wire}


def test_a_loss_that_was_told_of_raw_scores_is_told_of_them_still() -> None:
    graph = classifier(kind="binary_crossentropy", loss={"from_logits": True})
    assert labels(first(graph)) == [BY]
    after = mended(graph)
    assert after.nodes["categorical_crossentropy"].params["from_logits"] is True
    assert mistakes(after) == ()


def test_a_loss_of_numbers_for_ten_classes_is_mended_at_once() -> None:
    graph = classifier(kind="mean_squared_error")
    assert labels(first(graph)) == [f"{BY}; {RAW}"], "one score tells no ten classes apart"
    assert mistakes(mended(graph)) == ()


def test_a_name_that_a_person_gave_stays() -> None:
    graph = changed(classifier(kind="binary_crossentropy"), "dense", title="Last")
    after = mended(graph)
    assert after.nodes["dense"].title == "Last"
    assert after.wires_into("categorical_crossentropy", "prediction")[0].source_node == "dense"
