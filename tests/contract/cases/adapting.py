"""Preprocessing that is fitted to the training data."""

from tests.contract.case import Case, f

CASES: list[Case] = [
    Case("preprocessing", "normalization", (f(3, 4),)),
    Case("preprocessing", "normalization", (f(3, 4),), {"axis": [1, 2], "invert": True}),
    Case("preprocessing", "normalization", (f(3, 4),), {"axis": None}),
    Case("preprocessing", "normalization", (f(4),), {"mean": [0.5], "variance": [0.2]}),
    Case(
        "preprocessing",
        "normalization",
        (f(3, 2),),
        {"axis": [1, 2], "mean": [0.5, 0.1], "variance": [0.2, 0.3]},
    ),
    Case("preprocessing", "discretization", (f(3, 4),), {"bin_boundaries": [0.2, 0.5, 0.7]}),
    Case(
        "preprocessing",
        "discretization",
        (f(1),),
        {"bin_boundaries": [0.2, 0.5], "output_mode": "one_hot"},
    ),
    *[
        Case("preprocessing", "discretization", (f(4),), {"num_bins": 3, "output_mode": mode})
        for mode in ("int", "one_hot", "multi_hot", "count")
    ],
    Case("preprocessing", "discretization", (f(),), {"num_bins": 3, "epsilon": 0.1}),
]
