"""Losses."""

from tests.contract.case import Case, f, i
from tests.contract.cases.shared import SCORES, judges

CASES: list[Case] = [
    *judges(
        "categorical_crossentropy",
        "loss",
        ((SCORES, i(classes=5)), {"weight": 0.5}),
        ((SCORES, SCORES, f()), {"from_logits": True, "label_smoothing": 0.1}),
        ((f(5, 3), i(3)), {"axis": 1, "reduction": "sum"}),
        ((f(3, 5), i(3, 1), f(3)), {"reduction": "mean_with_sample_weight"}),
    ),
    *judges(
        "binary_crossentropy",
        "loss",
        ((f(1), i(classes=2)), {"weight": 0.5}),
        ((f(3, 4), f(3, 4), f()), {"from_logits": True, "label_smoothing": 0.1}),
        ((f(3, 4), f(3, 4)), {"axis": 1, "reduction": "sum"}),
        ((f(), f(1)), {}),
    ),
    *judges(
        "mean_squared_error",
        "loss",
        ((f(4), f(4)), {"weight": 2.0}),
        ((f(1), f(), f()), {"reduction": "mean_with_sample_weight"}),
        ((f(3, 1), f(3)), {}),
    ),
    *[
        Case("loss", "categorical_crossentropy", (f(4, 5), i(4), weight), params, masked=(0,))
        for weight, params in (
            (None, {}),
            (f(4), {}),
            (f(), {"reduction": "sum"}),
            (f(4), {"reduction": "mean_with_sample_weight"}),
        )
    ],
]
