"""Hints on what a network mostly has, and the mistake of a picture straight into dense layers."""

from dataclasses import replace
from itertools import pairwise

import pytest

from hornstudio.engine.check import check
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Wire
from hornstudio.engine.problem import Problem
from hornstudio.engine.remedies import apply_remedy
from tests.engine.checking.test_prediction import flattened_late
from tests.engine.checking.test_rules import classifier, warnings
from tests.engine.mistakes import mistakes
from tests.engine.modules.refusal import labels, row


def hints(graph: Graph) -> list[Problem]:
    return [p for p in check(graph).problems if p.severity == "info"]


@pytest.mark.parametrize(
    "graph",
    [
        classifier(ending="softmax"),
        classifier(kind="categorical_focal_crossentropy", ending="softmax"),
    ],
)
def test_a_classifier_that_is_not_measured_is_offered_accuracy(graph: Graph) -> None:
    (hint,) = hints(graph)
    assert str(hint.reason) == (
        "only the loss is reported; accuracy would tell how many answers are right"
    )
    assert labels(hint) == ["Add Accuracy"]
    measured = apply_remedy(graph, hint, hint.remedies[0].action)
    assert check(measured).problems == ()
    assert measured.wires_into("accuracy", "prediction")[0].source == "softmax.output"


def test_no_metric_is_asked_for_where_the_loss_tells_enough_or_is_not_trained_on() -> None:
    graph = classifier({"from_logits": True})
    assert len(hints(graph)) == 1
    untrained = replace(graph, wires=tuple(w for w in graph.wires if w.target_node != "sgd"))
    assert not [h for h in hints(untrained) if "accuracy" in str(h.reason)]
    numbers = classifier(kind="mean_squared_error", layer={"units": 1})
    assert hints(numbers) == []
    broken = edits.set_param(graph, "dense", "units", 5)
    assert not [h for h in hints(broken) if "accuracy" in str(h.reason)]


def test_a_picture_straight_into_dense_is_seen_by_points() -> None:
    graph = flattened_late("softmax")
    warning = next(w for w in warnings(graph) if w.node == "dense")
    size = check(graph).facts["digits"].outputs["image"].shape
    assert f"{size[0]}×{size[1]} points of the picture" in str(warning.reason)
    mended = apply_remedy(graph, warning, warning.remedies[0].action)
    assert check(mended).facts["dense"].inputs["input"][0].rank == 1
    assert not [w for w in warnings(mended) if w.node == "dense"]


def test_a_second_wire_into_the_dense_layer_is_a_mistake_of_its_own() -> None:
    graph = edits.connect(flattened_late(), Wire("digits.label", "dense.input"), many=True)
    assert [p for p in mistakes(graph) if "points of the picture" in str(p.reason)]


def on_pictures(*path: str) -> Graph:
    """Layers one behind another on the digits, without a loss."""
    wires = [("digits.image", f"{path[0]}.input")]
    wires += [(f"{a}.output", f"{b}.input") for a, b in pairwise(path)]
    return row(("digits", {}), *((i, {}) for i in path), wires=tuple(wires))


def test_behind_convolutions_too_while_there_is_no_loss_that_tells() -> None:
    graph = on_pictures("conv2d", "relu", "dense", "softmax")
    (hint,) = [p for p in hints(graph) if p.node == "dense"]
    assert "26×26 points of the picture" in str(hint.reason)
    mended = apply_remedy(graph, hint, hint.remedies[0].action)
    assert check(mended).facts["dense"].inputs["input"][0].rank == 1
    assert not [p for p in hints(mended) if p.node == "dense"]


@pytest.mark.parametrize(
    "path",
    [
        ("conv2d", "dense", "flatten"),
        ("conv2d", "dense", "max_pooling2d"),
        ("conv2d", "global_average_pooling2d", "dense"),
        ("layer_normalization", "conv2d", "flatten", "dense"),
    ],
)
def test_nothing_is_said_where_points_are_meant(path: tuple[str, ...]) -> None:
    assert not [p for p in hints(on_pictures(*path)) if p.node == "dense"]
