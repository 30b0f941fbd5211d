"""Convolutions."""

from tests.contract.case import Case
from tests.contract.cases.shared import IMAGE, WEIGHTS

CASES: list[Case] = [
    Case("convolution", "conv2d", (IMAGE,), {"filters": 5, "activation": "relu", **WEIGHTS}),
    Case("convolution", "conv2d", (IMAGE,), {"padding": "same", "strides": 2, "use_bias": False}),
    Case("convolution", "conv2d", (IMAGE,), {"dilation_rate": [2, 1], "kernel_size": [2, 3]}),
    Case("convolution", "conv2d", (IMAGE,), {"groups": 2, "filters": 6, "strides": [2, 3]}),
]
