"""Normalization."""

from tests.contract.case import Case, f
from tests.contract.cases.shared import GAIN_AND_SHIFT, IMAGE

CASES: list[Case] = [
    Case("normalization", "batch_normalization", (IMAGE,)),
    Case(
        "normalization",
        "batch_normalization",
        (IMAGE,),
        {
            "axis": 1,
            "momentum": 0.5,
            "epsilon": 0.1,
            **GAIN_AND_SHIFT,
            "moving_mean_initializer": "random_normal",
            "moving_variance_initializer": {"kind": "random_uniform", "params": {"minval": 0.02}},
        },
    ),
    Case("normalization", "batch_normalization", (f(6),), {"center": False, "scale": False}),
    Case("normalization", "layer_normalization", (f(3, 6),), {"epsilon": 0.1, **GAIN_AND_SHIFT}),
    Case("normalization", "layer_normalization", (IMAGE,), {"axis": [3, 1]}),
    Case("normalization", "layer_normalization", (f(6),), {"center": False, "scale": False}),
]
