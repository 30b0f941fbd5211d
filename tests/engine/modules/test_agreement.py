"""What losses and metrics refuse to compare, why, and what mends it."""

import pytest

from hornstudio.engine.graph import Graph
from tests.engine.modules.refusal import (
    expect_refusal,
    ints,
    judged,
    labelled,
    labels,
    mended,
    picture,
    refusal,
    row,
)

# graph, refused node, part of the reason, remedies
REFUSALS: list[tuple[Graph, str, str, list[str]]] = [
    (
        judged("categorical_crossentropy", picture(7, 7, 10), ints()),
        "categorical_crossentropy",
        "prediction is 7×7×10 for one label",
        ["Insert Flatten", "Insert Global average pooling 2D"],
    ),
    (
        judged("categorical_crossentropy", picture(4), picture(7), units=5),
        "categorical_crossentropy",
        "prediction is 5, target is 7",
        ["dense: Set units to 7"],
    ),
    (
        judged("categorical_crossentropy", picture(5), picture(5), {"axis": 2}),
        "categorical_crossentropy",
        "need 1 or -1",
        ["Set axis to -1"],
    ),
    (
        judged("binary_crossentropy", picture(4), ints(), units=3),
        "binary_crossentropy",
        "need one score",
        ["Replace by categorical_crossentropy; Turn from_logits on", "dense: Set units to 1"],
    ),
    (
        judged("mean_squared_error", picture(4), ints(), units=3),
        "mean_squared_error",
        "need one score",
        ["Replace by categorical_crossentropy; Turn from_logits on", "dense: Set units to 1"],
    ),
    (
        judged("mean_squared_error", picture(4), picture(7), units=3),
        "mean_squared_error",
        "need equal shapes",
        ["dense: Set units to 7"],
    ),
    (
        judged("mean_squared_error", picture(4), picture(2, 2, 1), units=4),
        "mean_squared_error",
        "need equal shapes",
        ["Insert Reshape to 2×2×1"],
    ),
    (
        judged("mean_squared_error", ints(4), picture(4)),
        "mean_squared_error",
        "gets integers (4)",
        ["x: Set dtype to float32"],
    ),
    (
        judged("mean_absolute_error", picture(4), ints(), units=3),
        "mean_absolute_error",
        "need one score",
        ["Replace by categorical_crossentropy; Turn from_logits on", "dense: Set units to 1"],
    ),
    (
        judged("categorical_focal_crossentropy", picture(5), picture(5), {"alpha": [0.5, 0.1]}),
        "categorical_focal_crossentropy",
        "alpha has 2 numbers; needs one for all, or one for each of 5 classes",
        ["Set alpha to 0.5"],
    ),
    (
        judged("cosine_similarity", picture(1), picture(1)),
        "cosine_similarity",
        "a single number; this compares several",
        ["Replace by mean_squared_error"],
    ),
    (
        judged("kl_divergence", picture(), picture()),
        "kl_divergence",
        "a single number",
        ["Replace by mean_squared_error"],
    ),
    (
        judged("categorical_hinge", picture(4), picture(7), units=5),
        "categorical_hinge",
        "prediction is 5, target is 7",
        ["dense: Set units to 7"],
    ),
    (
        judged("dice", picture(4, 4, 2), picture(5, 4)),
        "dice",
        "prediction is 4×4×2, target is 5×4; need labels 4×4 or 4×4×2",
        [],
    ),
    (
        judged("dice", picture(4, 4), picture(4, 4), {"axis": [1, -2]}),
        "dice",
        "axis 1, -2 names one twice",
        ["Set axis to none"],
    ),
    (
        judged("tversky", picture(4), picture(4), {"axis": [2]}),
        "tversky",
        "axis is 2, but the input is 4",
        ["Set axis to -1"],
    ),
    (
        judged("ctc", picture(8), ints(3)),
        "ctc",
        "needs a row of scores for each step",
        [],
    ),
    (
        judged("ctc", picture(8, 5), ints()),
        "ctc",
        "needs a row of labels a sample",
        [],
    ),
    (
        judged("ctc", picture(8, 5), picture(3)),
        "ctc",
        "gets float32 numbers (3); needs integers",
        ["t: Set dtype to int32"],
    ),
    (
        judged("ctc", picture(8, 5), ints(9)),
        "ctc",
        "8 steps for 9 labels",
        [],
    ),
    (
        judged("accuracy", picture(7, 7, 10), ints()),
        "accuracy",
        "for one label",
        ["Insert Flatten", "Insert Global average pooling 2D"],
    ),
    (
        judged("precision", picture(4), ints(), {"top_k": 5}),
        "precision",
        "top_k is 5, but there are only 4 scores",
        ["Set top_k to 4"],
    ),
    (
        judged("recall", picture(4), ints(), {"class_id": 4}),
        "recall",
        "class_id is 4, but there are only 4 scores",
        ["Set class_id to none"],
    ),
    (
        judged("auc", picture(4), picture(4), {"label_weights": [1, 2]}),
        "auc",
        "label_weights has 2 numbers for 4 labels",
        ["Set label_weights to none"],
    ),
    (
        judged("f1_score", picture(1), ints()),
        "f1_score",
        "a single score is always the highest",
        ["Set threshold to 0.5"],
    ),
    (
        judged("binary_accuracy", picture(4), ints(), units=3),
        "binary_accuracy",
        "need one score",
        ["Replace by accuracy", "dense: Set units to 1"],
    ),
    (
        judged("top_k_accuracy", picture(7, 7, 10), ints()),
        "top_k_accuracy",
        "for one label",
        ["Insert Flatten", "Insert Global average pooling 2D"],
    ),
    (
        judged("pearson_correlation", picture(1), picture(1)),
        "pearson_correlation",
        "a single number",
        ["Replace by r2_score"],
    ),
    (
        judged("mean_iou", picture(8, 8, 2), ints(8, 8)),
        "mean_iou",
        "sparse_y_pred expects class numbers",
        ["Turn sparse_y_pred off"],
    ),
    (
        judged("mean_iou", picture(8, 8, 1), ints(8, 8)),
        "mean_iou",
        "sparse_y_pred expects class numbers",
        ["Replace by binary_iou"],
    ),
    (
        judged("mean_iou", picture(8, 8, 3), ints(8, 8), {"sparse_y_pred": False}),
        "mean_iou",
        "prediction knows 3 classes, num_classes is 2",
        ["Set num_classes to 3"],
    ),
    (
        judged("mean_iou", picture(8, 8, 2), ints(9, 8), {"sparse_y_pred": False}),
        "mean_iou",
        "for each of 8×8, target for each of 9×8",
        [],
    ),
    (
        judged("iou", ints(8, 8), ints(8, 8), {"target_class_ids": [2]}),
        "iou",
        "target_class_ids is 2; needs some of the classes 0 to 1",
        ["Set num_classes to 3"],
    ),
    (
        judged("binary_iou", picture(8, 8), ints(8, 8), {"target_class_ids": [2]}),
        "binary_iou",
        "needs some of the classes 0 to 1",
        ["Set target_class_ids to 1"],
    ),
]


@pytest.mark.parametrize(
    ("graph", "node", "reason", "remedies"), REFUSALS, ids=[f"{r[1]}: {r[2]}" for r in REFUSALS]
)
def test_refuses_with_a_reason_and_remedies(
    graph: Graph, node: str, reason: str, remedies: list[str]
) -> None:
    expect_refusal(graph, node, reason, remedies)


def test_too_few_scores_for_the_classes() -> None:
    graph = labelled("categorical_crossentropy", 5)
    problem = refusal(graph, "categorical_crossentropy")
    assert "5 scores for 10 classes" in str(problem.reason)
    after = mended(graph, problem, "dense: Set units to 10")
    assert after.facts["categorical_crossentropy"].is_settled


def test_ten_classes_are_no_yes_or_no() -> None:
    graph = labelled("binary_crossentropy", 1)
    problem = refusal(graph, "binary_crossentropy")
    assert "target has 10 classes" in str(problem.reason)
    (label,) = labels(problem)
    assert label.startswith("Replace by categorical_crossentropy; dense: Set units to 10")
    after = mended(graph, problem, label)
    assert after.facts["categorical_crossentropy"].is_settled


def test_accuracy_of_one_score_on_ten_classes() -> None:
    problem = refusal(labelled("accuracy", 1), "accuracy")
    assert "1 scores for 10 classes" in str(problem.reason)
    assert labels(problem) == ["dense: Set units to 10"]


def test_a_sample_weight_is_one_number_a_sample() -> None:
    kind = "mean_squared_error"
    ports = ("prediction", "target", "sample_weight")
    wires = tuple(("input.output", f"{kind}.{port}") for port in ports)
    graph = row(("input", picture(4)), (kind, {}), wires=wires)
    problem = refusal(graph, kind)
    assert "sample_weight is 4 numbers for each sample; need one number" in str(problem.reason)
    assert problem.port == "sample_weight"
