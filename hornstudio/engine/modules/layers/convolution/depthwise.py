"""Depthwise convolution: every channel has patterns of its own and is not mixed with the others."""

from hornstudio.engine.lazy import jax, jnp, lax
from hornstudio.engine.module import Arrays, Module
from hornstudio.engine.modules.axis import known_length
from hornstudio.engine.modules.layers.convolution.setting import (
    dilation_rate,
    kernel_size,
    strides,
)
from hornstudio.engine.modules.layers.convolution.window import (
    convolve_by_lax,
    edges,
    finish,
    margins_back,
    views,
)
from hornstudio.engine.modules.layers.setting import (
    ACTIVATION,
    ACTIVITY_REGULARIZER,
    BIAS,
    PADDING,
    USE_BIAS,
    kernel_params,
    weight_array,
)
from hornstudio.engine.modules.layers.window import count_of, need_numbers_at_places, slide
from hornstudio.engine.params import Int, Values
from hornstudio.engine.shapes import Dim, Spec

TOGETHER = 64
"""Weights of a channel whose gradients are added up at once, at most."""


def depthwise_convolution(w, x, *, strides, padding, dilation_rate, activation):
    """Slides small patterns of weights over each channel by itself.

    y[p, c * m + k] = activation(sum over i of
        x[p * stride + i * dilation, c] * kernel[i, c, k] + bias[c * m + k]), m: depth_multiplier;
    a place p, and a place i of the window, has 1 or 2 coordinates.
    Shapes: x [B, ..., C], kernel [..., C, m], bias [C * m] -> [B, ..., C * m].
    Source: https://keras.io/api/layers/convolution_layers/
    """
    kernel = w["kernel"]
    margins = edges(x.shape[1:-1], kernel.shape[:-2], strides, dilation_rate, padding)
    return finish(convolve_channels(x, kernel, strides, margins, dilation_rate), w, activation)


def convolve_channels(x, kernel, strides, margins, dilation):
    """Slide a window of weights over each channel.

    Shapes: x [B, ..., C], kernel [..., C, m] -> [B, ..., C * m]. margins: as from `edges`.
    """
    if jax.default_backend() == "cpu":
        return convolve_channels_on_cpu(x, kernel, strides, margins, dilation)
    *size, channels, multiplier = kernel.shape
    kernel = kernel.reshape(*size, 1, channels * multiplier)
    return convolve_by_lax(x, kernel, strides, margins, dilation, channels)


def convolve_channels_on_cpu(x, kernel, strides, margins, dilation):
    """The same with gradients written out: all weights' are added up while x is read once.

    That takes a half to two thirds of the time of a sum for each place of the window.
    """
    how = (strides, margins, dilation)

    def backward(kept, slopes):
        given = (*kept, slopes, *how)
        return channels_input_gradient(*given), channels_kernel_gradient(*given)

    run = jax.custom_vjp(lambda x, kernel: add_shifted(x, kernel, *how))
    run.defvjp(lambda x, kernel: (add_shifted(x, kernel, *how), (x, kernel)), backward)
    return run(x, kernel)


def add_shifted(x, kernel, strides, margins, dilation):
    """Each channel, shifted to each place of the window, times the weight there; their sum.

    On a CPU that takes a tenth of the time of XLA's own operation, or less.
    """
    first, *others = seen_by_channels(x, kernel, strides, margins, dilation)
    weights = kernel.reshape(-1, first.shape[-1])
    y = first * weights[0]
    for seen, weight in zip(others, weights[1:], strict=True):
        y = y + seen * weight
    return y


def seen_by_channels(x, kernel, strides, margins, dilation):
    """What each place of the window sees: for each [B, ..., C * m]."""
    *size, _, multiplier = kernel.shape
    x = jnp.repeat(jnp.pad(x, [(0, 0), *margins, (0, 0)]), multiplier, axis=-1)
    return views(x, size, strides, dilation)


def channels_input_gradient(x, kernel, slopes, strides, margins, dilation):
    """How much each number of x has to do with the slopes.

    They as seen through turned weights, where the window does not skip places: half the time of
    XLA's own gradient, and a sixth of it through a large window.
    """
    *size, _, multiplier = kernel.shape
    if max(strides) > 1:
        how = (strides, margins, dilation)
        return jax.vjp(lambda x: add_shifted(x, kernel, *how), x)[1](slopes)[0]
    turned = jnp.flip(kernel, range(len(size))).reshape(*size, -1, 1)
    each = add_shifted(slopes, turned, strides, margins_back(size, margins, dilation), dilation)
    return jnp.sum(each.reshape(*x.shape, multiplier), axis=-1)


def channels_kernel_gradient(x, kernel, slopes, strides, margins, dilation):
    """The same of each weight."""
    exact = jnp.promote_types(slopes.dtype, jnp.float32)
    seen = seen_by_channels(x, kernel, strides, margins, dilation)
    products = [part.astype(exact) * slopes for part in seen]
    found = []
    for first in range(0, len(products), TOGETHER):
        some = tuple(products[first : first + TOGETHER])
        zeros = (jnp.zeros((), exact),) * len(some)
        found += lax.reduce(some, zeros, add_each, tuple(range(x.ndim - 1)))
    return jnp.stack(found).reshape(kernel.shape).astype(kernel.dtype)


def add_each(sums, more):
    """Several sums, each with its next number."""
    return tuple(a + b for a, b in zip(sums, more, strict=True))


def infer_depthwise(p: Values, x: Spec) -> Spec:
    """[..., C] -> [..., C * depth_multiplier]. Raises: ShapeError."""
    return x.with_shape((*slid(p, x), known_length(x, x.rank - 1) * p.depth_multiplier))


def slid(p: Values, x: Spec) -> tuple[Dim, ...]:
    """Lengths after the window has slid over each channel. Raises: ShapeError."""
    need_numbers_at_places(x, len(p.kernel_size))
    return slide(x, p.kernel_size, p.strides, p.padding, p.dilation_rate, "kernel_size")


def depthwise_weights(p: Values, x: Spec) -> Arrays:
    """kernel [..., C, depth_multiplier], bias [C * depth_multiplier]."""
    channels = known_length(x, x.rank - 1)
    kernel = weight_array((*p.kernel_size, channels, p.depth_multiplier), "kernel", "depthwise")
    outputs = channels * p.depth_multiplier
    return (kernel, *((weight_array((outputs,), "bias"),) if p.use_bias else ()))


def depthwise_flops(p: Values, x: Spec) -> int:
    """A multiplication and an addition for each weight at each place of the output."""
    return 2 * depthwise_weights(p, x)[0].size * count_of(slid(p, x))


DEPTH_MULTIPLIER = Int(
    name="depth_multiplier",
    default=1,
    low=1,
    help="How many patterns each channel has; each gives one channel of the output.",
)


def _depthwise(dimensions: int, help: str, words: tuple[str, ...]) -> Module:
    kind = f"depthwise_conv{dimensions}d"
    return Module(
        kind=kind,
        title=f"Depthwise Conv{dimensions}D",
        category="convolution",
        help=help,
        source=f"https://keras.io/api/layers/convolution_layers/"
        f"depthwise_convolution{dimensions}d/",
        params=(
            kernel_size(dimensions),
            strides(dimensions),
            PADDING,
            DEPTH_MULTIPLIER,
            dilation_rate(dimensions),
            ACTIVATION,
            USE_BIAS,
            *kernel_params("depthwise", "kernel"),
            *BIAS,
            ACTIVITY_REGULARIZER,
        ),
        infer=infer_depthwise,
        weights=depthwise_weights,
        flops=depthwise_flops,
        apply=depthwise_convolution,
        keras=f"layers.DepthwiseConv{dimensions}D",
        words=(*words, f"nn.Conv{dimensions}d groups", "nnx.Conv feature_group_count"),
        main=("kernel_size", "depth_multiplier"),
    )


MODULES = (
    _depthwise(
        1,
        "Looks for short patterns in each feature of a sequence by itself; needs few weights.",
        ("channelwise 1d", "1차원 깊이별 합성곱", "채널별 1차원 합성곱"),
    ),
    _depthwise(
        2,
        "Looks for small patterns in each channel of a picture by itself; needs few weights.",
        ("channelwise", "mobilenet", "깊이별 합성곱", "채널별 합성곱"),
    ),
)
