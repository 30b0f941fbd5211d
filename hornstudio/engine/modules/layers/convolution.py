"""Convolutions: the same small weights at every place of a picture."""

from hornstudio.engine.errors import ShapeError, Text
from hornstudio.engine.lazy import jax, jnp, lax
from hornstudio.engine.module import Arrays, Module
from hornstudio.engine.modules.axis import known_length
from hornstudio.engine.modules.layers.setting import (
    ACTIVATION,
    KERNEL_AND_BIAS,
    PADDING,
    USE_BIAS,
    kernel_and_bias,
    pair,
)
from hornstudio.engine.modules.layers.window import need_picture, slide
from hornstudio.engine.params import Int, Values
from hornstudio.engine.problem import Remedy, SetParam
from hornstudio.engine.shapes import Spec


def conv2d(w, x, *, strides, padding, dilation_rate, groups, activation):
    """Slides small pictures of weights over a picture and says how well each fits where.

    y[h, w, f] = activation(sum over i, j, c of
        x[h * stride + i * dilation, w * stride + j * dilation, c] * kernel[i, j, c, f] + bias[f])
    Shapes: x [B, H, W, C], kernel [kh, kw, C / groups, filters], bias [filters]
        -> [B, H', W', filters].
    Source: https://keras.io/api/layers/convolution_layers/convolution2d/
    """
    if groups == 1 and jax.default_backend() == "cpu":
        y = convolve_by_matrix(x, w["kernel"], strides, padding, dilation_rate)
    else:
        y = lax.conv_general_dilated(
            x,
            w["kernel"],
            window_strides=strides,
            padding=padding.upper(),
            rhs_dilation=dilation_rate,
            dimension_numbers=("NHWC", "HWIO", "NHWC"),
            feature_group_count=groups,
        )
    if "bias" in w:
        y = y + w["bias"]
    return y if activation is None else activation(y)


def convolve_by_matrix(x, kernel, strides, padding, dilation_rate):
    """The same as one product of matrices: all places of the window side by side.

    On a CPU, XLA runs its own convolution on one core within a loop, ten times slower.
    """
    reach = [(n - 1) * d + 1 for n, d in zip(kernel.shape[:2], dilation_rate, strict=True)]
    if padding == "same":
        edges = lax.padtype_to_pads(x.shape[1:3], reach, strides, "SAME")
        x = jnp.pad(x, [(0, 0), *edges, (0, 0)])
    last = [n - r + 1 for n, r in zip(x.shape[1:3], reach, strict=True)]
    places = [
        x[:, i : i + last[0] : strides[0], j : j + last[1] : strides[1]]
        for i in range(0, reach[0], dilation_rate[0])
        for j in range(0, reach[1], dilation_rate[1])
    ]
    return jnp.concatenate(places, axis=-1) @ kernel.reshape(-1, kernel.shape[-1])


def infer_conv2d(p: Values, x: Spec) -> Spec:
    """[H, W, C] -> [H', W', filters]. Raises: ShapeError."""
    need_picture(x)
    _check_strides(p)
    _check_groups(p, x)
    spatial = slide(x, p.kernel_size, p.strides, p.padding, p.dilation_rate, "kernel_size")
    return x.with_shape((*spatial, p.filters))


def _check_strides(p: Values) -> None:
    if max(p.strides) > 1 and max(p.dilation_rate) > 1:
        raise ShapeError(
            "strides and dilation_rate are both above 1; only one of them can be",
            remedies=[
                Remedy(Text("Set {param} to 1", param=name), SetParam(name, [1, 1]))
                for name in ("strides", "dilation_rate")
            ],
        )


def _check_groups(p: Values, x: Spec) -> None:
    channels = known_length(x, 2)
    if channels % p.groups or p.filters % p.groups:
        raise ShapeError(
            "groups is {groups}; it must divide both the {channels} channels of the input and "
            "the {filters} filters",
            port="input",
            remedies=[Remedy(Text("Set groups to 1"), SetParam("groups", 1))],
            groups=p.groups,
            channels=channels,
            filters=p.filters,
        )


def conv2d_weights(p: Values, x: Spec) -> Arrays:
    """kernel [kh, kw, C / groups, filters], bias [filters]."""
    shape = (*p.kernel_size, known_length(x, 2) // p.groups, p.filters)
    return kernel_and_bias(p, shape, p.filters)


def conv2d_flops(p: Values, x: Spec) -> int:
    """A multiplication and an addition for each weight at each place of the output."""
    kernel = conv2d_weights(p, x)[0]
    places = infer_conv2d(p, x).size
    return 2 * kernel.size * (places or 0) // p.filters


MODULES = (
    Module(
        kind="conv2d",
        title="Conv2D",
        category="convolution",
        help="Looks for small patterns everywhere in a picture; the patterns are learned.",
        source="https://keras.io/api/layers/convolution_layers/convolution2d/",
        params=(
            Int(
                name="filters",
                default=32,
                low=1,
                help="How many patterns to look for; each gives one channel of the output.",
            ),
            pair("kernel_size", 3, "Height and width of the patterns."),
            pair("strides", 1, "How far the window moves at each step, down and across."),
            PADDING,
            pair(
                "dilation_rate",
                1,
                "Distance between the places of a pattern; above 1 it sees a larger area with "
                "the same number of weights.",
            ),
            Int(
                name="groups",
                default=1,
                low=1,
                advanced=True,
                help="Into how many groups the channels are split; each has filters of its own.",
            ),
            ACTIVATION,
            USE_BIAS,
            *KERNEL_AND_BIAS,
        ),
        infer=infer_conv2d,
        weights=conv2d_weights,
        flops=conv2d_flops,
        apply=conv2d,
        keras="layers.Conv2D",
        words=(
            "convolution",
            "cnn",
            "filter",
            "convolution2d",
            "합성곱",
            "컨볼루션",
            "nn.Conv2d",
            "nnx.Conv",
        ),
        main=("filters", "kernel_size"),
    ),
)
