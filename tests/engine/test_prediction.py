"""A prediction and its loss: scores to spare, pictures into dense layers, endings seen through."""

from hornstudio.engine.check import check
from hornstudio.engine.graph import Graph
from hornstudio.engine.remedies import apply_remedy
from tests.engine.modules.refusal import labels, row
from tests.engine.test_rules import changed, classifier, warnings


def test_more_scores_than_classes_are_noticed() -> None:
    graph = classifier(layer={"units": 32}, ending="softmax")
    (warning,) = warnings(graph)
    assert (warning.place, str(warning.reason)) == (
        "categorical_crossentropy.prediction",
        "32 scores for 10 classes; one score for each class is enough",
    )
    assert labels(warning) == ["dense: Set units to 10"]
    mended = apply_remedy(graph, warning, warning.remedies[0].action)
    assert mended.nodes["dense"].params["units"] == 10
    assert check(mended).problems == ()


def test_scores_to_spare_do_not_keep_a_graph_from_training() -> None:
    assert check(classifier(layer={"units": 32}, ending="softmax")).errors == []


def test_a_score_for_each_class_is_enough() -> None:
    assert check(classifier(layer={"units": 10}, ending="softmax")).problems == ()


def flattened_late(ending: str = "") -> Graph:
    """A dense layer on the picture, flattened only before the loss."""
    path = ["digits", "dense", "flatten", *([ending] if ending else [])]
    wires = [("digits.image", "dense.input"), ("dense.output", "flatten.input")]
    wires += [("flatten.output", f"{ending}.input")] if ending else []
    wires += [
        (f"{path[-1]}.output", "categorical_crossentropy.prediction"),
        ("digits.label", "categorical_crossentropy.target"),
        ("categorical_crossentropy.loss", "sgd.loss"),
    ]
    nodes = [(i, {}) for i in (*path, "categorical_crossentropy", "sgd")]
    return row(*nodes, wires=tuple(wires))


def test_scores_that_no_layer_makes_get_a_layer() -> None:
    graph = flattened_late("softmax")
    spare = next(w for w in warnings(graph) if "classes" in str(w.reason))
    assert labels(spare) == ["Insert Dense"]
    mended = apply_remedy(graph, spare, spare.remedies[0].action)
    assert check(mended).facts["softmax"].outputs["output"].shape == (10,)
    assert not [w for w in warnings(mended) if "classes" in str(w.reason)]


def test_raw_scores_are_seen_through_a_flatten() -> None:
    reasons = [str(w.reason) for w in warnings(flattened_late())]
    assert "flatten gives raw scores, but this loss expects probabilities" in reasons


def test_a_circle_of_flattens_ends_the_search() -> None:
    graph = row(
        ("flatten", {}),
        ("categorical_crossentropy", {}),
        wires=(
            ("flatten.output", "flatten.input"),
            ("flatten.output", "categorical_crossentropy.prediction"),
        ),
    )
    assert "circle" in " ".join(str(p.reason) for p in check(graph).problems)


def test_a_picture_straight_into_dense_is_seen_by_points() -> None:
    graph = flattened_late("softmax")
    warning = next(w for w in warnings(graph) if w.node == "dense")
    size = check(graph).facts["digits"].outputs["image"].shape
    assert f"{size[0]}×{size[1]} points of the picture" in str(warning.reason)
    mended = apply_remedy(graph, warning, warning.remedies[0].action)
    assert check(mended).facts["dense"].inputs["input"][0].rank == 1
    assert not [w for w in warnings(mended) if w.node == "dense"]


def test_a_bypassed_softmax_is_looked_through_for_the_layer() -> None:
    graph = changed(classifier(layer={"units": 12}, ending="softmax"), "softmax", bypassed=True)
    (warning,) = warnings(graph)
    assert labels(warning) == ["dense: Set units to 10"]
