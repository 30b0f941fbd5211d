"""Transposed convolution: every number of the input paints a pattern; makes things larger."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.module import Arrays, Module
from hornstudio.engine.modules.axis import known_length
from hornstudio.engine.modules.layers.convolution.own import paint
from hornstudio.engine.modules.layers.convolution.setting import (
    FILTERS,
    dilation_rate,
    kernel_size,
    need_one_of_strides_and_dilation,
    strides,
)
from hornstudio.engine.modules.layers.convolution.window import finish
from hornstudio.engine.modules.layers.setting import (
    ACTIVATION,
    KERNEL_AND_BIAS,
    PADDING,
    UNITS,
    USE_BIAS,
    kernel_and_bias,
)
from hornstudio.engine.modules.layers.window import count_of, need_numbers_at_places
from hornstudio.engine.params import Ints, Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Dim, Spec, shape_text


def transposed_convolution(w, x, *, strides, padding, output_padding, dilation_rate, activation):
    """Paints a pattern of weights for each number of the input, and adds up where they meet.

    y[p, f] = activation(sum over q, i with q * stride + i * dilation = p + before, and c, of
        x[q, c] * kernel[i, f, c] + bias[f]); before: how much `padding` cuts off at the start;
    a place p or q, and a place i of the window, has 1, 2 or 3 coordinates.
    Shapes: x [B, ..., C], kernel [..., filters, C], bias [filters] -> [B, ..., filters].
    Source: https://keras.io/api/layers/convolution_layers/, arXiv:1603.07285, section 4.
    """
    kernel = w["kernel"]
    margins = spread_edges(kernel.shape[:-2], strides, dilation_rate, padding, output_padding)
    return finish(paint(x, kernel, strides, margins, dilation_rate), w, activation)


def spread_edges(size, strides, dilation, padding, output_padding):
    """How many zeros go before and behind each dimension of the input, once it is spread.

    Spread is: stride - 1 zeros stand between two neighbours. -> [(before, behind), ...].
    """
    found = []
    for n, s, d, more in zip(
        size, strides, dilation, output_padding or [None] * len(size), strict=True
    ):
        reach = (n - 1) * d + 1
        if padding == "valid":
            total = 2 * (reach - 1) + (max(s - reach, 0) if more is None else more)
            before = reach - 1
        else:
            total = s + reach - 2 if more is None else reach + reach % 2 - 2 + more
            before = min(-(-total // 2), reach - 1)
        found.append((before, total - before))
    return found


def infer_transposed(p: Values, x: Spec) -> Spec:
    """[..., C] -> [..., filters]. Raises: ShapeError."""
    need_numbers_at_places(x, len(p.kernel_size))
    need_one_of_strides_and_dilation(p)
    _check_output_padding(p)
    known_length(x, x.rank - 1)
    places = _painted(p, x)
    if 0 in places:
        raise ShapeError(
            "output_padding is {padding}, which leaves nothing of {size}",
            port="input",
            remedies=[set_to("output_padding", None)],
            padding=shape_text(p.output_padding),
            size=shape_text(x.shape[:-1]),
        )
    return x.with_shape((*places, p.filters))


def _painted(p: Values, x: Spec) -> tuple[Dim, ...]:
    """Length of each dimension of the output."""
    margins = spread_edges(p.kernel_size, p.strides, p.dilation_rate, p.padding, p.output_padding)
    found = []
    for n, k, s, d, m in zip(
        x.shape, p.kernel_size, p.strides, p.dilation_rate, margins, strict=False
    ):
        more = sum(m) - (k - 1) * d + 1 - s
        unknown = f"{s}·{n}{more:+d}" if more else f"{s}·{n}"
        found.append(n * s + more if isinstance(n, int) else unknown)
    return tuple(found)


def _check_output_padding(p: Values) -> None:
    more = p.output_padding
    if more is not None and any(m >= s for m, s in zip(more, p.strides, strict=True)):
        raise ShapeError(
            "output_padding is {padding}; each number must be below its stride ({strides})",
            remedies=[set_to("output_padding", None)],
            padding=shape_text(more),
            strides=shape_text(p.strides),
        )


def transposed_weights(p: Values, x: Spec) -> Arrays:
    """kernel [..., filters, C], bias [filters]."""
    channels = known_length(x, x.rank - 1)
    return kernel_and_bias(p, (*p.kernel_size, p.filters, channels), p.filters)


def transposed_flops(p: Values, x: Spec) -> int:
    """A multiplication and an addition for each weight at each place of the input."""
    return 2 * transposed_weights(p, x)[0].size * count_of(x.shape[:-1])


def _output_padding(dimensions: int) -> Ints:
    return Ints(
        name="output_padding",
        default=None,
        optional=True,
        length=dimensions,
        low=0,
        unit=UNITS.get(dimensions, ""),
        advanced=True,
        help="How many places are added at the end of the output; below the strides. None for "
        "what makes valid keep every pattern whole, and same give the input's length times the "
        "strides.",
    )


def _transposed(dimensions: int, help: str, words: tuple[str, ...]) -> Module:
    return Module(
        kind=f"conv{dimensions}d_transpose",
        title=f"Conv{dimensions}D transpose",
        category="convolution",
        help=help,
        source=f"https://keras.io/api/layers/convolution_layers/"
        f"convolution{dimensions}d_transpose/",
        params=(
            FILTERS,
            kernel_size(dimensions),
            strides(dimensions),
            PADDING,
            _output_padding(dimensions),
            dilation_rate(dimensions),
            ACTIVATION,
            USE_BIAS,
            *KERNEL_AND_BIAS,
        ),
        infer=infer_transposed,
        weights=transposed_weights,
        flops=transposed_flops,
        apply=transposed_convolution,
        keras=f"layers.Conv{dimensions}DTranspose",
        words=(*words, f"nn.ConvTranspose{dimensions}d", "nnx.ConvTranspose"),
        main=("filters", "strides"),
    )


MODULES = (
    _transposed(
        1,
        "Paints a short pattern for each step of a sequence; with strides it makes the sequence "
        "longer.",
        ("deconvolution 1d", "upsample sequence", "1차원 전치 합성곱", "1차원 역합성곱"),
    ),
    _transposed(
        2,
        "Paints a small pattern for each place of a picture; with strides it makes the picture "
        "larger.",
        ("deconvolution", "decoder", "generator", "전치 합성곱", "역합성곱"),
    ),
    _transposed(
        3,
        "Paints a small pattern for each place of a volume; with strides it makes the volume "
        "larger.",
        ("deconvolution 3d", "upsample volume", "3차원 전치 합성곱", "3차원 역합성곱"),
    ),
)
