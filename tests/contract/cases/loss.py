"""Losses."""

from typing import Any

from tests.contract.case import Case, f, i
from tests.contract.cases.shared import SCORES, judges

PLAIN = (
    "mean_squared_error",
    "mean_absolute_error",
    "mean_absolute_percentage_error",
    "mean_squared_logarithmic_error",
    "log_cosh",
    "poisson",
    "hinge",
    "squared_hinge",
)
"""Losses that compare number by number, without params of their own."""

STEPS = f(4, 5)
MEAN = {"reduction": "mean_with_sample_weight"}
SUM = {"reduction": "sum"}
FOCAL = {"gamma": 1.5, "label_smoothing": 0.1, "weight": 0.5}


def masked(kind: str, target: Any, weight: Any, **params: Any) -> Case:
    """A case in which some steps of a sequence do not count."""
    return Case("loss", kind, (STEPS, target, weight), params, masked=(0,))


CROSSENTROPIES: list[Case] = [
    *judges(
        "categorical_crossentropy",
        "loss",
        ((SCORES, i(classes=5)), {"weight": 0.5}),
        ((SCORES, SCORES, f()), {"from_logits": True, "label_smoothing": 0.1}),
        ((f(5, 3), i(3)), {"axis": 1, "reduction": "sum"}),
        ((f(3, 5), i(3, 1), f(3)), MEAN),
        ((SCORES, i(classes=5)), {"class_weight": [1.0, 0.5, 3.0, 0.0, 1.0]}),
        ((SCORES, i(classes=5)), {"class_weight": [1, 2, 3, 4, 5], "label_smoothing": 0.1}),
        ((SCORES, SCORES, f()), {"class_weight": [1, 2, 3, 4, 5]} | MEAN),
    ),
    *judges(
        "binary_crossentropy",
        "loss",
        ((f(1), i(classes=2)), {"weight": 0.5}),
        ((f(3, 4), f(3, 4), f()), {"from_logits": True, "label_smoothing": 0.1}),
        ((f(3, 4), f(3, 4)), {"axis": 1, "reduction": "sum"}),
        ((f(), f(1)), {}),
        ((f(1), i(classes=2), f()), {"class_weight": [0.5, 3.0]}),
        ((f(3, 4), f(3, 4)), {"class_weight": [1, 5], "from_logits": True, "label_smoothing": 0.1}),
    ),
    *judges(
        "binary_focal_crossentropy",
        "loss",
        ((f(1), i(classes=2)), FOCAL),
        ((f(3, 4), f(3, 4), f()), {"from_logits": True, "apply_class_balancing": True}),
        ((f(3, 4), f(3, 4)), {"apply_class_balancing": True, "alpha": 0.4, "axis": 1} | SUM),
        ((f(3, 4), f(3, 4), f(3)), MEAN),
    ),
    *judges(
        "categorical_focal_crossentropy",
        "loss",
        ((SCORES, i(classes=5)), FOCAL),
        ((SCORES, SCORES, f()), {"from_logits": True, "alpha": [0.1, 0.2, 0.3, 0.4, 0.5]}),
        ((f(5, 3), i(3)), {"axis": 1} | SUM),
        ((f(3, 5), i(3, 1), f(3)), MEAN),
    ),
    masked("binary_focal_crossentropy", STEPS, f(4)),
    masked("categorical_focal_crossentropy", i(4), None),
    *[
        masked("categorical_crossentropy", i(4), weight, **params)
        for weight, params in ((None, {}), (f(4), {}), (f(), SUM), (f(4), MEAN))
    ],
]

NUMBERS: list[Case] = [
    *[
        case
        for kind in PLAIN
        for case in (
            *judges(
                kind,
                "loss",
                ((f(4), f(4)), {"weight": 2.0}),
                ((f(1), f(), f()), MEAN),
            ),
            masked(kind, STEPS, f(4)),
        )
    ],
    *judges(
        "mean_squared_error",
        "loss",
        ((f(3, 1), f(3)), {}),
        ((f(1), i(classes=2), f()), SUM),
    ),
    *judges(
        "huber",
        "loss",
        ((f(4), f(4)), {"delta": 0.2, "weight": 0.5}),
        ((f(3, 4), f(3, 4), f(3)), {"delta": 0.3} | MEAN),
    ),
    masked("huber", STEPS, None, delta=0.1),
    *judges(
        "cosine_similarity",
        "loss",
        ((f(4), f(4)), {"weight": 0.5}),
        ((f(3, 4), f(3, 4), f()), {"axis": 1} | SUM),
        ((f(3, 4), f(3, 4), f(3)), MEAN),
    ),
    masked("cosine_similarity", STEPS, f(4)),
    *judges(
        "kl_divergence",
        "loss",
        ((f(4), f(4)), {"weight": 0.5}),
        ((f(3, 4), f(3, 4), f(3)), MEAN),
    ),
    masked("kl_divergence", STEPS, None),
]

OTHERS: list[Case] = [
    *judges(
        "categorical_hinge",
        "loss",
        ((SCORES, i(classes=5)), {"weight": 0.5}),
        ((SCORES, SCORES, f()), SUM),
        ((f(3, 5), i(3, 1), f(3)), MEAN),
    ),
    masked("categorical_hinge", i(4), f(4)),
    *judges(
        "dice",
        "loss",
        ((f(3, 4, 2), f(3, 4, 2)), {"weight": 0.5}),
        ((f(3, 2, 3), i(3, 2), f()), {"axis": [1, 2]}),
        ((f(3, 4, 1), f(3, 4), f()), {}),
        ((f(3, 4), f(3, 4)), {"axis": [1, -1]} | SUM),
        ((f(3, 4), f(3, 4)), {"axis": [0, -1]}),
    ),
    *judges(
        "tversky",
        "loss",
        ((f(3, 4, 2), f(3, 4, 2)), {"alpha": 0.3, "beta": 0.8, "weight": 0.5}),
        ((f(3, 2, 3), i(3, 2), f()), {"axis": [1, 2]}),
        ((f(1), i(classes=2), f()), {"axis": [1]} | SUM),
    ),
    masked("dice", STEPS, None),
    masked("tversky", STEPS, f(4), axis=[-1], alpha=0.2, **MEAN),
    *judges(
        "ctc",
        "loss",
        ((f(4, 4), i(2), f()), {"weight": 0.5}),
        ((f(4, 3), i(1)), SUM),
    ),
    masked("ctc", i(2), f()),
]

CASES: list[Case] = [*CROSSENTROPIES, *NUMBERS, *OTHERS]
