"""Metrics."""

from tests.contract.case import Case, f, i
from tests.contract.cases.shared import SCORES, judges

CASES: list[Case] = [
    *judges(
        "accuracy",
        "metric",
        ((SCORES, i(classes=5)), {}),
        ((SCORES, SCORES, f()), {}),
        ((f(1), i(classes=2)), {}),
        ((f(3, 5), i(3, 1), f(3)), {}),
    ),
    Case("metric", "accuracy", (f(4, 5), i(4), None), masked=(0,)),
    Case("metric", "accuracy", (f(4, 5), i(4), f(4)), masked=(0,)),
]
