"""Pooling."""

from tests.contract.case import Case
from tests.contract.cases.shared import IMAGE

CASES: list[Case] = [
    *[
        Case("pooling", kind, (IMAGE,), params)
        for kind in ("max_pooling2d", "average_pooling2d")
        for params in (
            {},
            {"pool_size": 3, "strides": [1, 2], "padding": "same"},
            {"pool_size": [2, 3], "strides": 2},
        )
    ],
    Case("pooling", "global_average_pooling2d", (IMAGE,)),
    Case("pooling", "global_average_pooling2d", (IMAGE,), {"keepdims": True}),
]
