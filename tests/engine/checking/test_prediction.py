"""A prediction and its loss: scores to spare, endings seen through."""

from dataclasses import replace
from pathlib import Path

import pytest

from hornstudio.engine.check import check
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.remedies import apply_remedy
from tests.engine.checking.test_rules import changed, classifier, warnings
from tests.engine.mistakes import mistakes
from tests.engine.modules.refusal import judged, labels, row


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
    assert mistakes(mended) == ()


def test_scores_to_spare_do_not_keep_a_graph_from_training() -> None:
    assert check(classifier(layer={"units": 32}, ending="softmax")).errors == []


def test_a_score_for_each_class_is_enough() -> None:
    assert mistakes(classifier(layer={"units": 10}, ending="softmax")) == ()


@pytest.mark.parametrize("target_type", ["int", "categorical"])
@pytest.mark.parametrize("units", [1, 2])
def test_samples_of_one_class_are_noticed(tmp_path: Path, target_type: str, units: int) -> None:
    """No answer is wrong then, and the accuracy says that all is well."""
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,yes\n2,yes\n", "utf-8")
    table = {"path": str(path), "target_type": target_type}
    loss = "categorical_crossentropy"
    graph = row(
        *(("table", table), ("normalization", {}), ("dense", {"units": units})),
        *((loss, {"from_logits": True}), ("sgd", {})),
        wires=(
            ("table.features", "normalization.input"),
            ("normalization.output", "dense.input"),
            ("dense.output", f"{loss}.prediction"),
            ("table.target", f"{loss}.target"),
            (f"{loss}.loss", "sgd.loss"),
        ),
    )
    told = {w.place: str(w.reason) for w in warnings(graph)}
    assert told.get(f"{loss}.target", "").startswith("all samples are of one class, yes, so that")
    path.write_text("a,b\n1,yes\n2,no\n", "utf-8")
    assert f"{loss}.target" not in {w.place for w in warnings(graph)}


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


@pytest.mark.parametrize("loss", ["categorical_crossentropy", "categorical_focal_crossentropy"])
@pytest.mark.parametrize("last", ["flatten", "dropout"])
def test_a_layer_for_scores_to_spare_ends_as_its_loss_expects(loss: str, last: str) -> None:
    """One click is enough: without the activation the next warning would be of raw scores."""
    graph = row(
        *((i, {}) for i in ("digits", "flatten", "dropout", loss, "sgd")),
        wires=(
            ("digits.image", "flatten.input"),
            ("flatten.output", "dropout.input"),
            (f"{last}.output", f"{loss}.prediction"),
            ("digits.label", f"{loss}.target"),
            (f"{loss}.loss", "sgd.loss"),
        ),
    )
    spare = next(w for w in warnings(graph) if "classes" in str(w.reason))
    mended = apply_remedy(graph, spare, spare.remedies[0].action)
    assert [str(w.reason) for w in warnings(mended)] == []


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


def test_a_bypassed_softmax_is_looked_through_for_the_layer() -> None:
    graph = changed(classifier(layer={"units": 12}, ending="softmax"), "softmax", bypassed=True)
    (warning,) = warnings(graph)
    assert labels(warning) == ["dense: Set units to 10"]


def scored(kind: str, params: dict, shape: list, target: dict, ending: str = "") -> Graph:
    """A dense layer on a free input, judged against another free input."""
    layer = {"units": shape[-1], **({"activation": ending} if ending else {})}
    graph = judged(kind, {"shape": shape}, target, params)
    nodes = {**graph.nodes, "dense": Node("dense", freeze(layer))}
    wires = [w for w in graph.wires if w.source_node != "x"]
    wires += [Wire("x.output", "dense.input"), Wire("dense.output", f"{kind}.prediction")]
    return replace(graph, nodes=freeze(nodes), wires=tuple(wires))


YES = {"shape": [], "dtype": "int32"}
BOTH = ["Insert Softmax", "Insert Sigmoid"]


@pytest.mark.parametrize(
    ("kind", "params", "shape", "target", "remedies"),
    [
        ("kl_divergence", {}, [4], {"shape": [4]}, ["Insert Softmax"]),
        ("dice", {}, [5, 4], {"shape": [5, 4]}, BOTH),
        ("tversky", {}, [5, 1], {"shape": [5, 1]}, ["Insert Sigmoid"]),
        (
            "binary_focal_crossentropy",
            {},
            [1],
            YES,
            ["Insert Sigmoid", "Turn from_logits on"],
        ),
        ("accuracy", {}, [1], YES, ["Insert Sigmoid"]),
        ("binary_accuracy", {}, [1], YES, ["Insert Sigmoid", "Set threshold to 0"]),
        ("precision", {}, [4], YES, BOTH),
        ("precision", {"top_k": 2, "thresholds": 0.5}, [4], YES, BOTH),
        ("auc", {}, [1], YES, ["Insert Sigmoid", "Turn from_logits on"]),
        ("f1_score", {"threshold": 0.5}, [1], YES, ["Insert Sigmoid"]),
    ],
)
def test_scores_where_probabilities_are_judged(
    kind: str, params: dict, shape: list, target: dict, remedies: list[str]
) -> None:
    graph = scored(kind, params, shape, target)
    (warning,) = warnings(graph)
    role = check(graph).facts[kind].module.role
    assert str(warning.reason) == f"dense gives raw scores, but this {role} expects probabilities"
    assert labels(warning) == remedies
    for remedy in warning.remedies:
        assert warnings(apply_remedy(graph, warning, remedy.action)) == []


@pytest.mark.parametrize(
    ("kind", "params", "shape", "ending"),
    [
        ("accuracy", {}, [4], ""),
        ("top_k_accuracy", {"k": 2}, [4], ""),
        ("precision", {"top_k": 2}, [4], ""),
        ("f1_score", {}, [4], ""),
        ("binary_accuracy", {"threshold": 0.0}, [1], ""),
        ("hinge", {}, [1], ""),
        ("recall", {}, [4], "softmax"),
        ("auc", {"from_logits": True}, [1], ""),
    ],
)
def test_scores_are_fine_where_only_their_order_counts(
    kind: str, params: dict, shape: list, ending: str
) -> None:
    assert warnings(scored(kind, params, shape, YES, ending)) == []


def test_speech_wants_raw_scores() -> None:
    graph = scored("ctc", {}, [8, 5], {"shape": [3], "dtype": "int32"}, "softmax")
    (warning,) = warnings(graph)
    assert "dense already gives probabilities, but this loss expects raw" in str(warning.reason)
    assert labels(warning) == ["dense: Set activation to none"]
    assert warnings(apply_remedy(graph, warning, warning.remedies[0].action)) == []


def test_an_expected_count_is_not_below_zero() -> None:
    graph = scored("poisson", {}, [1], {"shape": [1]})
    (warning,) = warnings(graph)
    assert "may give numbers below 0" in str(warning.reason)
    assert labels(warning) == ["Insert Softplus", "Insert Exponential"]
    for remedy in warning.remedies:
        assert warnings(apply_remedy(graph, warning, remedy.action)) == []


def test_the_top_five_of_four_classes_are_all() -> None:
    graph = scored("top_k_accuracy", {}, [4], YES)
    (warning,) = warnings(graph)
    assert str(warning.reason) == "k is 5 of 4 classes, so every answer counts as right"
    assert warnings(apply_remedy(graph, warning, warning.remedies[0].action)) == []


def test_an_activation_that_gives_no_probabilities_is_told_and_exchanged() -> None:
    graph = classifier(layer={"units": 10, "activation": "relu"}, ending="")
    (warning,) = warnings(graph)
    assert str(warning.reason) == ("dense ends with relu, but this loss expects probabilities")
    assert labels(warning) == ["dense: Set activation to softmax"]
    assert mistakes(apply_remedy(graph, warning, warning.remedies[0].action)) == ()


def test_a_relu_before_the_loss_becomes_a_softmax() -> None:
    graph = classifier(layer={"units": 10}, ending="relu")
    (warning,) = warnings(graph)
    assert labels(warning) == ["relu: Replace by softmax"]
    mended = apply_remedy(graph, warning, warning.remedies[0].action)
    assert mistakes(mended) == ()
    assert "relu" not in {node.kind for _, node in mended}


def test_an_ending_is_said_of_the_module_that_has_it() -> None:
    graph = classifier(layer={"units": 10, "activation": "relu"}, ending="dropout")
    (warning,) = warnings(graph)
    assert str(warning.reason).startswith("dense ends with relu")
    assert labels(warning) == ["dense: Set activation to softmax"]
    assert not warnings(apply_remedy(graph, warning, warning.remedies[0].action))
