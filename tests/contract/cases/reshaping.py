"""Layers that only change the shape."""

from tests.contract.case import Case, i
from tests.contract.cases.shared import IMAGE

CASES: list[Case] = [
    Case("reshape", "flatten", (IMAGE,)),
    Case("reshape", "flatten", (i(),)),
    Case("reshape", "reshape", (IMAGE,), {"target_shape": [6, -1, 4]}),
    Case("reshape", "reshape", (i(4),), {"target_shape": [2, 2]}),
]
