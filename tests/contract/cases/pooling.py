"""Pooling."""

from tests.contract.case import Case, f
from tests.contract.cases.shared import IMAGE

SEQUENCE = f(9, 4)
VOLUME = f(4, 5, 3, 2)

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
    *[
        Case("pooling", f"{kind}_pooling{dimensions}d", ins, params)
        for kind in ("max", "average")
        for dimensions, ins, params in (
            (1, (SEQUENCE,), {}),
            (1, (SEQUENCE,), {"pool_size": 3, "strides": 2, "padding": "same"}),
            (3, (VOLUME,), {"pool_size": [2, 1, 3]}),
            (3, (VOLUME,), {"pool_size": 2, "strides": [1, 2, 3], "padding": "same"}),
        )
    ],
    *[
        Case("pooling", f"global_{kind}_pooling{dimensions}d", (spec,), {"keepdims": keepdims})
        for kind in ("average", "max")
        for dimensions, spec in ((1, SEQUENCE), (2, IMAGE), (3, VOLUME))
        for keepdims in (False, True)
    ],
    Case("pooling", "global_average_pooling1d", (SEQUENCE,), masked=(0,)),
    Case("pooling", "global_average_pooling1d", (SEQUENCE,), {"keepdims": True}, masked=(0,)),
    *[
        Case("pooling", f"adaptive_{kind}_pooling2d", (IMAGE,), {"output_size": size})
        for kind in ("average", "max")
        for size in ([3, 3], [4, 11])
    ],
]
