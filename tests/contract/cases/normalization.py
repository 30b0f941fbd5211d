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
    Case("normalization", "group_normalization", (IMAGE,), {"groups": 2, **GAIN_AND_SHIFT}),
    Case("normalization", "group_normalization", (f(5, 6),), {"groups": -1, "epsilon": 0.1}),
    Case(
        "normalization",
        "group_normalization",
        (IMAGE,),
        {"axis": 1, "groups": 3, "center": False, "scale": False},
    ),
    Case("normalization", "group_normalization", (f(4, 6, 2),), {"axis": -2, "groups": 3}),
    Case("normalization", "group_normalization", (f(3, 64),), masked=(0,)),
    Case("normalization", "rms_normalization", (f(3, 6),), masked=(0,)),
    Case("normalization", "rms_normalization", (IMAGE,), {"axis": [-1, -2], "epsilon": 0.1}),
    Case("normalization", "unit_normalization", (f(3, 6),), masked=(0,)),
    Case("normalization", "unit_normalization", (IMAGE,), {"axis": [1, -1]}),
]
