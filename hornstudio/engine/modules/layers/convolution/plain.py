"""Convolution of sequences, pictures and volumes."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.module import Arrays, Module
from hornstudio.engine.modules.axis import known_length
from hornstudio.engine.modules.layers.convolution.own import convolve
from hornstudio.engine.modules.layers.convolution.setting import (
    FILTERS,
    dilation_rate,
    kernel_size,
    need_one_of_strides_and_dilation,
    strides,
)
from hornstudio.engine.modules.layers.convolution.window import edges, finish
from hornstudio.engine.modules.layers.setting import (
    ACTIVATION,
    CAUSAL_PADDING,
    KERNEL_AND_BIAS,
    PADDING,
    USE_BIAS,
    kernel_and_bias,
)
from hornstudio.engine.modules.layers.window import count_of, need_numbers_at_places, slide
from hornstudio.engine.params import Int, Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Spec


def convolution(w, x, *, strides, padding, dilation_rate, groups, activation):
    """Slides small patterns of weights over an input and says how well each fits where.

    y[p, f] = activation(sum over i, c of
        x[p * stride + i * dilation, c] * kernel[i, c, f] + bias[f]);
    a place p, and a place i of the window, has 1, 2 or 3 coordinates.
    Shapes: x [B, ..., C], kernel [..., C / groups, filters], bias [filters]
        -> [B, ..., filters].
    Source: https://keras.io/api/layers/convolution_layers/
    """
    kernel = w["kernel"]
    margins = edges(x.shape[1:-1], kernel.shape[:-2], strides, dilation_rate, padding)
    return finish(convolve(x, kernel, strides, margins, dilation_rate, groups), w, activation)


def infer_convolution(p: Values, x: Spec) -> Spec:
    """[..., C] -> [..., filters]. Raises: ShapeError."""
    need_numbers_at_places(x, len(p.kernel_size))
    need_one_of_strides_and_dilation(p)
    _check_groups(p, x)
    places = slide(x, p.kernel_size, p.strides, p.padding, p.dilation_rate, "kernel_size")
    return x.with_shape((*places, p.filters))


def _check_groups(p: Values, x: Spec) -> None:
    channels = known_length(x, x.rank - 1)
    if channels % p.groups or p.filters % p.groups:
        raise ShapeError(
            "groups is {groups}; it must divide both the {channels} channels of the input and "
            "the {filters} filters",
            port="input",
            remedies=[set_to("groups", 1)],
            groups=p.groups,
            channels=channels,
            filters=p.filters,
        )


def convolution_weights(p: Values, x: Spec) -> Arrays:
    """kernel [..., C / groups, filters], bias [filters]."""
    channels = known_length(x, x.rank - 1)
    return kernel_and_bias(p, (*p.kernel_size, channels // p.groups, p.filters), p.filters)


def convolution_flops(p: Values, x: Spec) -> int:
    """A multiplication and an addition for each weight at each place of the output."""
    kernel = convolution_weights(p, x)[0]
    return 2 * kernel.size * count_of(infer_convolution(p, x).shape[:-1])


GROUPS = Int(
    name="groups",
    default=1,
    low=1,
    advanced=True,
    help="Into how many groups the channels are split; each has filters of its own.",
)


def _convolution(dimensions: int, help: str, words: tuple[str, ...]) -> Module:
    return Module(
        kind=f"conv{dimensions}d",
        title=f"Conv{dimensions}D",
        category="convolution",
        help=help,
        source=f"https://keras.io/api/layers/convolution_layers/convolution{dimensions}d/",
        params=(
            FILTERS,
            kernel_size(dimensions),
            strides(dimensions),
            CAUSAL_PADDING if dimensions == 1 else PADDING,
            dilation_rate(dimensions),
            GROUPS,
            ACTIVATION,
            USE_BIAS,
            *KERNEL_AND_BIAS,
        ),
        infer=infer_convolution,
        weights=convolution_weights,
        flops=convolution_flops,
        apply=convolution,
        alone=True,
        keras=f"layers.Conv{dimensions}D",
        words=(*words, f"nn.Conv{dimensions}d", "nnx.Conv"),
        main=("filters", "kernel_size"),
    )


MODULES = (
    _convolution(
        1,
        "Looks for short patterns everywhere in a sequence, such as a sound or a text; the "
        "patterns are learned.",
        ("convolution1d", "temporal convolution", "sequence", "1차원 합성곱", "시계열 합성곱"),
    ),
    _convolution(
        2,
        "Looks for small patterns everywhere in a picture; the patterns are learned.",
        ("convolution", "conv", "cnn", "filter", "convolution2d", "합성곱", "컨볼루션"),
    ),
    _convolution(
        3,
        "Looks for small patterns everywhere in a volume, such as a scan or a film; the patterns "
        "are learned.",
        ("convolution3d", "volume", "video", "3차원 합성곱", "부피 합성곱"),
    ),
)
