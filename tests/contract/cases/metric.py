"""Metrics."""

from typing import Any

from tests.contract.case import Case, f, i
from tests.contract.cases.shared import SCORES, judges

STEPS = f(4, 5)
YES = i(classes=2)
POINTS = {
    "precision_at_recall": "recall",
    "recall_at_precision": "precision",
    "sensitivity_at_specificity": "specificity",
    "specificity_at_sensitivity": "sensitivity",
}
"""Metrics of the best threshold, and what each holds fast."""


def masked(kind: str, target: Any, weight: Any = None, **params: Any) -> Case:
    """A case in which some steps of a sequence do not count."""
    return Case("metric", kind, (STEPS, target, weight), params, masked=(0,))


ACCURACIES: list[Case] = [
    *judges(
        "accuracy",
        "metric",
        ((SCORES, i(classes=5)), {}),
        ((SCORES, SCORES, f()), {}),
        ((f(1), YES), {}),
        ((f(3, 5), i(3, 1), f(3)), {}),
    ),
    masked("accuracy", i(4)),
    masked("accuracy", i(4), f(4)),
    *judges(
        "binary_accuracy",
        "metric",
        ((f(1), YES, f()), {"threshold": 0.3}),
        ((f(3, 4), i(3, 4), f(3)), {}),
    ),
    masked("binary_accuracy", i(4, 5)),
    *judges(
        "top_k_accuracy",
        "metric",
        ((f(6), i(classes=6), f()), {"k": 3}),
        ((f(3, 6), f(3, 6), f(3)), {"k": 2}),
        ((f(7), i(1)), {}),
    ),
    masked("top_k_accuracy", i(4), k=2),
]

OUTCOMES: list[Case] = [
    *[
        case
        for kind in ("true_positives", "false_positives", "true_negatives", "false_negatives")
        for case in judges(
            kind,
            "metric",
            ((f(1), YES, f()), {"thresholds": 0.4}),
            ((SCORES, i(classes=5)), {}),
        )
    ],
    *[
        case
        for kind in ("precision", "recall")
        for case in (
            *judges(
                kind,
                "metric",
                ((f(), YES, f()), {"thresholds": 0.4}),
                ((SCORES, i(classes=5), f()), {"top_k": 2, "class_id": 1}),
                ((f(3, 4), i(3, 4), f(3)), {"top_k": 2, "thresholds": 0.5}),
            ),
            masked(kind, i(4), f(4)),
        )
    ],
    *[
        case
        for kind, bound in POINTS.items()
        for case in (
            *judges(
                kind,
                "metric",
                ((f(1), YES, f()), {bound: 0.7, "num_thresholds": 20}),
                ((SCORES, i(classes=5)), {"class_id": 2}),
                ((f(3), f(3)), {"num_thresholds": 1}),
            ),
            masked(kind, i(4), f(4), num_thresholds=2),
        )
    ],
]

BOUNDS = [0.2, 0.5, 0.7]
HALVES = [0.2, 0.5, 0.3]
CURVES: list[Case] = [
    *judges(
        "auc",
        "metric",
        ((f(1), YES, f()), {"num_thresholds": 20}),
        ((f(1), YES), {"curve": "PR", "summation_method": "minoring", "from_logits": True}),
        ((f(1), YES, f()), {"curve": "PRGAIN", "thresholds": BOUNDS, "num_thresholds": 5}),
        ((f(3), i(classes=3), f()), {"summation_method": "majoring", "multi_label": True}),
        (
            (f(3), i(3)),
            {"label_weights": HALVES, "thresholds": [0.25, 0.5, 0.75], "num_thresholds": 5},
        ),
        ((f(3), i(classes=3)), {"label_weights": HALVES, "multi_label": True, "curve": "PR"}),
    ),
    masked("auc", i(4), f(4)),
]

SCORES_OF_CLASSES: list[Case] = [
    *judges(
        "f1_score",
        "metric",
        ((SCORES, i(classes=5)), {}),
        ((SCORES, i(5), f()), {"average": "micro", "threshold": 0.4}),
    ),
    masked("f1_score", i(4), f(4), average="weighted"),
    *judges(
        "f_beta_score",
        "metric",
        ((SCORES, i(classes=5), f()), {"beta": 2.0, "average": "weighted"}),
        ((f(1), YES), {"threshold": 0.4}),
    ),
    masked("f_beta_score", i(4), beta=0.5),
]

NUMBERS: list[Case] = [
    *judges(
        "root_mean_squared_error",
        "metric",
        ((f(4), f(4)), {}),
        ((f(1), f(), f()), {}),
        ((f(3, 4), f(3, 4), f(3)), {}),
    ),
    masked("root_mean_squared_error", STEPS),
    *judges(
        "r2_score",
        "metric",
        ((f(4), f(4)), {}),
        ((f(1), f(), f()), {"num_regressors": 1}),
        ((f(4), f(4), f()), {"class_aggregation": "variance_weighted_average"}),
    ),
    masked("r2_score", STEPS, f(4)),
    *judges(
        "pearson_correlation",
        "metric",
        ((f(4), f(4), f()), {}),
        ((f(3, 4), f(3, 4)), {"axis": 1}),
    ),
    masked("pearson_correlation", STEPS, f(4)),
]

DENSE = {"sparse_y_pred": False, "num_classes": 4}
AREAS: list[Case] = [
    *judges(
        "iou",
        "metric",
        ((i(3, 4), i(3, 4)), {"target_class_ids": [0, 2], "num_classes": 3}),
        ((f(3, 4, 3), i(3, 4), f()), {"ignore_class": 1, "target_class_ids": [0]} | DENSE),
        ((f(4, 3), f(4, 3), f(3)), {"sparse_y_true": False, "axis": 1} | DENSE),
    ),
    *judges(
        "mean_iou",
        "metric",
        ((i(3, 4), i(3, 4), f(3, 4)), {"ignore_class": 0}),
        ((f(3, 3), f(3, 3), f()), {"sparse_y_true": False} | DENSE),
        ((f(4, 3), i(3)), {"axis": 1} | DENSE),
    ),
    masked("mean_iou", i(4), f(4), sparse_y_pred=False, num_classes=5),
    *judges(
        "binary_iou",
        "metric",
        ((f(3, 4, 1), i(3, 4), f()), {"threshold": 0.4}),
        ((f(3, 4), i(3, 4), f(3)), {"target_class_ids": [1]}),
    ),
    masked("binary_iou", i(4, 5)),
]

CASES: list[Case] = [*ACCURACIES, *OUTCOMES, *CURVES, *SCORES_OF_CLASSES, *NUMBERS, *AREAS]
