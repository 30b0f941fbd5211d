"""Convolutions."""

from typing import Any

from tests.contract.case import Case, f
from tests.contract.cases.shared import IMAGE, WEIGHTS

SEQUENCE = f(9, 4)
VOLUME = f(4, 5, 3, 2)


def of_kernels(*prefixes: str) -> dict[str, Any]:
    """What `WEIGHTS` sets, for kernels whose params begin otherwise."""
    plain = {k: v for k, v in WEIGHTS.items() if not k.startswith("kernel")}
    ends = {k.removeprefix("kernel_"): v for k, v in WEIGHTS.items() if k.startswith("kernel")}
    return plain | {f"{prefix}_{end}": v for prefix in prefixes for end, v in ends.items()}


DEPTHWISE = of_kernels("depthwise")
SEPARABLE = of_kernels("depthwise", "pointwise")

CASES: list[Case] = [
    Case("convolution", "conv2d", (IMAGE,), {"filters": 5, "activation": "relu", **WEIGHTS}),
    Case("convolution", "conv2d", (IMAGE,), {"padding": "same", "strides": 2, "use_bias": False}),
    Case("convolution", "conv2d", (IMAGE,), {"dilation_rate": [2, 1], "kernel_size": [2, 3]}),
    Case("convolution", "conv2d", (IMAGE,), {"groups": 2, "filters": 6, "strides": [2, 3]}),
    *[
        Case("convolution", kind, ins, params)
        for kind, ins, params in (
            ("conv1d", (SEQUENCE,), {"filters": 5, "activation": "relu", **WEIGHTS}),
            ("conv1d", (SEQUENCE,), {"padding": "causal", "dilation_rate": 2, "kernel_size": 2}),
            ("conv1d", (SEQUENCE,), {"padding": "causal", "strides": 2, "use_bias": False}),
            ("conv1d", (SEQUENCE,), {"padding": "same", "groups": 2, "filters": 6}),
            ("conv3d", (VOLUME,), {"filters": 3, "activation": "tanh", **WEIGHTS}),
            (
                "conv3d",
                (VOLUME,),
                {"padding": "same", "strides": [1, 2, 3], "kernel_size": 2, "use_bias": False},
            ),
            (
                "conv3d",
                (VOLUME,),
                {"groups": 2, "filters": 4, "kernel_size": 2, "dilation_rate": [2, 1, 1]},
            ),
        )
    ],
    *[
        Case("convolution", kind, ins, params)
        for kind, ins, params in (
            ("depthwise_conv1d", (SEQUENCE,), {"activation": "tanh", **DEPTHWISE}),
            (
                "depthwise_conv1d",
                (SEQUENCE,),
                {"kernel_size": 4, "strides": 2, "depth_multiplier": 2, "dilation_rate": 2},
            ),
            ("depthwise_conv1d", (SEQUENCE,), {"padding": "same", "use_bias": False}),
            ("depthwise_conv2d", (IMAGE,), {"activation": "tanh", **DEPTHWISE}),
            (
                "depthwise_conv2d",
                (IMAGE,),
                {"kernel_size": [2, 3], "strides": 2, "depth_multiplier": 3, "use_bias": False},
            ),
            ("depthwise_conv2d", (IMAGE,), {"padding": "same", "dilation_rate": [1, 2]}),
            ("separable_conv1d", (SEQUENCE,), {"activation": "tanh", **SEPARABLE}),
            (
                "separable_conv1d",
                (SEQUENCE,),
                {"filters": 3, "kernel_size": 2, "strides": 2, "depth_multiplier": 2},
            ),
            (
                "separable_conv1d",
                (SEQUENCE,),
                {"padding": "same", "dilation_rate": 2, "use_bias": False},
            ),
            ("separable_conv2d", (IMAGE,), {"activation": "tanh", **SEPARABLE}),
            (
                "separable_conv2d",
                (IMAGE,),
                {"filters": 3, "kernel_size": [2, 3], "strides": 2, "depth_multiplier": 2},
            ),
            (
                "separable_conv2d",
                (IMAGE,),
                {"padding": "same", "dilation_rate": [1, 2], "use_bias": False},
            ),
        )
    ],
    *[
        Case("convolution", kind, ins, {"filters": 3, **params})
        for kind, ins, params in (
            ("conv1d_transpose", (SEQUENCE,), {"activation": "tanh", "strides": 2, **WEIGHTS}),
            (
                "conv1d_transpose",
                (SEQUENCE,),
                {"kernel_size": 2, "strides": 3, "output_padding": 1, "use_bias": False},
            ),
            ("conv1d_transpose", (SEQUENCE,), {"padding": "same", "dilation_rate": 2}),
            ("conv2d_transpose", (f(3, 4, 2),), {"activation": "tanh", "strides": 2, **WEIGHTS}),
            (
                "conv2d_transpose",
                (f(3, 4, 2),),
                {
                    "kernel_size": [2, 3],
                    "strides": [3, 2],
                    "padding": "same",
                    "output_padding": [2, 0],
                    "use_bias": False,
                },
            ),
            ("conv2d_transpose", (f(3, 4, 2),), {"padding": "same", "dilation_rate": [2, 1]}),
            ("conv3d_transpose", (f(2, 3, 2, 2),), {"activation": "tanh", **WEIGHTS}),
            (
                "conv3d_transpose",
                (f(2, 3, 2, 2),),
                {
                    "kernel_size": [1, 2, 3],
                    "strides": [1, 2, 2],
                    "padding": "same",
                    "output_padding": [0, 1, 1],
                    "use_bias": False,
                },
            ),
            ("conv3d_transpose", (f(2, 3, 2, 2),), {"dilation_rate": 2, "kernel_size": 2}),
        )
    ],
]
