"""Layers that make training harder."""

from tests.contract.case import Case, f
from tests.contract.cases.shared import IMAGE

CASES: list[Case] = [
    Case("normalization", "dropout", (f(6),)),
    Case("normalization", "dropout", (IMAGE,), {"rate": 0.25}),
]
