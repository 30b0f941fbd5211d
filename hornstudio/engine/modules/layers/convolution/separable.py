"""Separable convolution: a pattern for each channel, then a mix of the channels at each place."""

from hornstudio.engine.module import Arrays, Module
from hornstudio.engine.modules.axis import known_length
from hornstudio.engine.modules.layers.convolution.depthwise import (
    DEPTH_MULTIPLIER,
    convolve_channels,
    slid,
)
from hornstudio.engine.modules.layers.convolution.setting import (
    FILTERS,
    dilation_rate,
    kernel_size,
    strides,
)
from hornstudio.engine.modules.layers.convolution.window import edges, finish
from hornstudio.engine.modules.layers.rows import times
from hornstudio.engine.modules.layers.setting import (
    ACTIVATION,
    ACTIVITY_REGULARIZER,
    BIAS,
    PADDING,
    USE_BIAS,
    kernel_params,
    weight_array,
)
from hornstudio.engine.modules.layers.window import count_of
from hornstudio.engine.params import Values
from hornstudio.engine.shapes import Spec


def separable_convolution(w, x, *, strides, padding, dilation_rate, activation):
    """Slides patterns over each channel by itself, then mixes the channels at each place.

    z[p, c * m + k] = sum over i of
        x[p * stride + i * dilation, c] * depthwise_kernel[i, c, k], m: depth_multiplier;
    y[p, f] = activation(sum over k of z[p, k] * pointwise_kernel[k, f] + bias[f]);
    a place p, and a place i of the window, has 1 or 2 coordinates.
    Shapes: x [B, ..., C], depthwise_kernel [..., C, m], pointwise_kernel [1..., C * m, filters],
        bias [filters] -> [B, ..., filters].
    Source: https://keras.io/api/layers/convolution_layers/
    """
    depthwise, pointwise = w["depthwise_kernel"], w["pointwise_kernel"]
    margins = edges(x.shape[1:-1], depthwise.shape[:-2], strides, dilation_rate, padding)
    z = convolve_channels(x, depthwise, strides, margins, dilation_rate)
    return finish(times(z, pointwise.reshape(pointwise.shape[-2:])), w, activation)


def infer_separable(p: Values, x: Spec) -> Spec:
    """[..., C] -> [..., filters]. Raises: ShapeError."""
    places = slid(p, x)
    known_length(x, x.rank - 1)
    return x.with_shape((*places, p.filters))


def separable_weights(p: Values, x: Spec) -> Arrays:
    """depthwise_kernel [..., C, m], pointwise_kernel [1..., C * m, filters], bias [filters]."""
    channels = known_length(x, x.rank - 1)
    between = channels * p.depth_multiplier
    ones = (1,) * len(p.kernel_size)
    return (
        weight_array(
            (*p.kernel_size, channels, p.depth_multiplier), "depthwise_kernel", "depthwise"
        ),
        weight_array((*ones, between, p.filters), "pointwise_kernel", "pointwise"),
        *((weight_array((p.filters,), "bias"),) if p.use_bias else ()),
    )


def separable_flops(p: Values, x: Spec) -> int:
    """A multiplication and an addition for each weight of both kernels at each place."""
    depthwise, pointwise, *_ = separable_weights(p, x)
    return 2 * (depthwise.size + pointwise.size) * count_of(slid(p, x))


def _separable(dimensions: int, help: str, words: tuple[str, ...]) -> Module:
    return Module(
        kind=f"separable_conv{dimensions}d",
        title=f"Separable Conv{dimensions}D",
        category="convolution",
        help=help,
        source=f"https://keras.io/api/layers/convolution_layers/"
        f"separable_convolution{dimensions}d/",
        params=(
            FILTERS,
            kernel_size(dimensions),
            strides(dimensions),
            PADDING,
            dilation_rate(dimensions),
            DEPTH_MULTIPLIER,
            ACTIVATION,
            USE_BIAS,
            *kernel_params("depthwise", "kernel of each channel"),
            *kernel_params("pointwise", "kernel that mixes the channels"),
            *BIAS,
            ACTIVITY_REGULARIZER,
        ),
        infer=infer_separable,
        weights=separable_weights,
        flops=separable_flops,
        apply=separable_convolution,
        keras=f"layers.SeparableConv{dimensions}D",
        words=(*words, f"nn.Conv{dimensions}d groups", "nnx.Conv feature_group_count"),
        main=("filters", "kernel_size"),
    )


MODULES = (
    _separable(
        1,
        "Looks for short patterns in each feature of a sequence, then mixes the features; does "
        "much of what Conv1D does with far fewer weights.",
        ("depthwise separable 1d", "1차원 분리 합성곱", "1차원 깊이별 분리 합성곱"),
    ),
    _separable(
        2,
        "Looks for small patterns in each channel of a picture, then mixes the channels; does "
        "much of what Conv2D does with far fewer weights.",
        ("depthwise separable", "xception", "분리 합성곱", "깊이별 분리 합성곱"),
    ),
)
