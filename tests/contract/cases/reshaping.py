"""Layers that only change the shape."""

from tests.contract.case import Case, f, i
from tests.contract.cases.shared import IMAGE

SEQUENCE = f(5, 2)
PICTURE = f(4, 3, 2)
VOLUME = f(4, 3, 5, 2)

CASES: list[Case] = [
    Case("reshape", "flatten", (IMAGE,)),
    Case("reshape", "flatten", (i(),)),
    Case("reshape", "reshape", (IMAGE,), {"target_shape": [6, -1, 4]}),
    Case("reshape", "reshape", (i(4),), {"target_shape": [2, 2]}),
    Case("reshape", "permute", (i(3, 4),)),
    Case("reshape", "permute", (PICTURE,), {"dims": [3, 1, 2]}),
    Case("reshape", "repeat_vector", (f(4),), {"n": 3}),
    Case("reshape", "cropping1d", (SEQUENCE,), {"cropping": [2, 0]}),
    Case("reshape", "cropping2d", (PICTURE,), {"cropping": [1, 2, 0, 1]}),
    Case("reshape", "cropping2d", (i(4, 3, 2),), {"cropping": 1}),
    Case("reshape", "cropping3d", (VOLUME,), {"cropping": [0, 3, 1, 0, 2, 1]}),
    Case("reshape", "zero_padding1d", (SEQUENCE,), {"padding": [0, 2]}),
    Case("reshape", "zero_padding2d", (PICTURE,), {"padding": [1, 0, 2, 3]}),
    Case("reshape", "zero_padding2d", (i(2, 2, 1),)),
    Case("reshape", "zero_padding3d", (VOLUME,), {"padding": [0, 1, 2, 0, 1, 3]}),
    Case("reshape", "up_sampling1d", (SEQUENCE,), {"size": 3}),
    Case("reshape", "up_sampling2d", (i(2, 3, 1),), {"size": [2, 3]}),
    *[
        Case("reshape", "up_sampling2d", (PICTURE,), {"interpolation": name})
        for name in ("bilinear", "bicubic", "lanczos3", "lanczos5")
    ],
    Case("reshape", "up_sampling3d", (VOLUME,), {"size": [1, 2, 3]}),
]
