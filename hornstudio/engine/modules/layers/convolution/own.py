"""Convolutions by kernels of our own, on processors that have them.

Each of the three products - what is made, and the gradients of what is seen and of the weights -
is one that JAX knows how to differentiate: by the other two.
"""

from dataclasses import replace
from functools import cache, partial

from hornstudio.engine.kernels.calling import Kernel, is_usable, lanes
from hornstudio.engine.kernels.convolution.forward import filters_side_by_side, write_forward
from hornstudio.engine.kernels.convolution.slide import is_by_channels, write_slide
from hornstudio.engine.kernels.convolution.window import MANY_WEIGHTS, Window
from hornstudio.engine.kernels.primitive import Ways, product
from hornstudio.engine.lazy import jax, jnp, lax, quote_as
from hornstudio.engine.modules.layers.convolution import painting
from hornstudio.engine.modules.layers.convolution import window as plain

_FEW_FILTERS, _MUCH_SEEN = 8, 128
"""Filters that leave half of a vector idle; and weights of each, from which that is too much."""
_FEW_CHANNELS = 4
"""Channels that leave most of a tile idle, unless those of several weights stand together."""


def convolve(x, kernel, strides, margins, dilation, groups):
    """Slide a window of weights over all places, in the quickest way.

    Arguments and shapes: as of the plain one, which scripts have.
    """
    if not _is_fit(x, kernel, strides, dilation):
        return plain.convolve(x, kernel, strides, margins, dilation, groups)
    how = strides, margins, dilation
    if x.ndim == 5:
        return _convolve_slices(x, kernel, *how, groups)
    if x.ndim == 3:
        how = (1, *strides), [(0, 0), *margins], (1, *dilation)
        return _convolve_pictures(x[:, None], kernel[None], *how, groups)[:, 0]
    return _convolve_pictures(x, kernel, *how, groups)


quote_as(convolve, plain.convolve)


def _is_fit(x, kernel, strides, dilation):
    is_known = x.dtype == kernel.dtype == jnp.float32 and min(max(strides), max(dilation)) == 1
    return is_known and is_usable()


def paint(x, kernel, strides, margins, dilation):
    """Paint a pattern of weights for each number of the input: what is seen, from what is made.

    Arguments and shapes: as of the plain one, which scripts have.
    """
    overlaps = any(n > s for n, s in zip(kernel.shape[:-2], strides, strict=True))
    if x.ndim == 5 or not (overlaps and _is_fit(x, kernel, strides, dilation)):
        return painting.paint(x, kernel, strides, margins, dilation)
    if x.ndim == 3:
        how = (1, *strides), [(0, 0), *margins], (1, *dilation)
        return paint(x[:, None], kernel[None], *how)[:, 0]
    size, (filters, channels) = tuple(kernel.shape[:2]), kernel.shape[2:]
    made, room = [], []
    numbers = zip(x.shape[1:3], size, strides, dilation, margins, strict=True)
    for length, n, stride, apart, (before, behind) in numbers:
        reach = (n - 1) * apart
        made.append((length - 1) * stride + 1 + before + behind - reach)
        room.append((reach - before, reach - behind))
    height, width = made
    window = Window(
        height,
        width,
        filters,
        channels,
        size=size,
        strides=tuple(strides),
        dilation=tuple(dilation),
        margins=_as_numbers(room),
    )
    return back(x, kernel, window)


quote_as(paint, painting.paint)


def _convolve_slices(x, kernel, strides, margins, dilation, groups):
    """Volumes as pictures: the slices that a window sees at once, side by side."""
    deep, down, across, channels, filters = kernel.shape
    parts = jnp.split(x, groups, axis=-1)
    slices = [plain.slices(part, deep, strides, margins, dilation) for part in parts]
    pictures = jnp.concatenate([seen for part in slices for seen in part], axis=-1)
    flat = jnp.moveaxis(kernel, 0, 2).reshape(down, across, deep * channels, filters)
    y = _convolve_pictures(pictures, flat, strides[1:], margins[1:], dilation[1:], groups)
    return y.reshape(len(x), -1, *y.shape[1:])


def _convolve_pictures(x, kernel, strides, margins, dilation, groups):
    (_, height, width, channels), filters = x.shape, kernel.shape[-1]
    window = Window(
        height,
        width,
        channels,
        filters,
        size=tuple(kernel.shape[:2]),
        strides=tuple(strides),
        dilation=tuple(dilation),
        margins=_as_numbers(margins),
        groups=groups,
    )
    return seen_by(x, kernel, window)


def _as_numbers(margins):
    """Of Python, not of NumPy: their text names a kernel on disk."""
    down, across = ((int(before), int(behind)) for before, behind in margins)
    return down, across


def seen_by(x, kernel, window):
    """x [B, H, W, C] seen through kernel [h, w, C / groups, F] -> [B, H', W', F]."""
    return _products()[0](x, kernel, window)


def weights_for(x, slopes, window):
    """The gradient of the kernel through which x becomes what has these slopes."""
    return _products()[1](x, slopes, window)


def back(slopes, kernel, window):
    """The gradient of what becomes something with these slopes, seen through the kernel.

    Where the window skips places, those that see the same few weights are one convolution.
    """
    turned = turn(kernel, window.groups)
    if max(window.strides) == 1:
        margins = plain.margins_back(window.size, window.margins, window.dilation)
        return seen_by(slopes, turned, _back_window(window, window.size, margins))
    if window.of_group[0] < _FEW_FILTERS <= window.of_group[1]:
        return _back_plainly(slopes, kernel, window)
    down, across = (range(stride) for stride in window.strides)
    rows = [[_phase(slopes, turned, window, (p, q)) for q in across] for p in down]
    made = jnp.stack([jnp.stack(row, axis=3) for row in rows], axis=2)
    lengths = made.shape[1] * made.shape[2], made.shape[3] * made.shape[4]
    whole = made.reshape(len(made), *lengths, window.channels)
    return whole[:, : window.height, : window.width]


def turn(kernel, groups):
    """The kernel that goes the other way: [h, w, C / groups, F] -> [h, w, F / groups, C]."""
    down, across, channels, filters = kernel.shape
    split = jnp.flip(kernel, (0, 1)).reshape(down, across, channels, groups, filters // groups)
    return split.transpose(0, 1, 4, 3, 2).reshape(down, across, filters // groups, -1)


def _phase(slopes, turned, window, place):
    """Of the rows and columns, every so many as the window skips, from a place on."""
    lengths = [
        -(-n // s) for n, s in zip((window.height, window.width), window.strides, strict=True)
    ]
    cuts = [_cut(window, axis, place[axis], lengths[axis]) for axis in (0, 1)]
    (down, size_down, ahead_down), (across, size_across, ahead_across) = cuts
    if min(size_down, size_across) < 1:  # the window skips more than it sees
        return jnp.zeros((len(slopes), *lengths, window.channels), slopes.dtype)
    size, margins = (size_down, size_across), (ahead_down, ahead_across)
    return seen_by(slopes, turned[down, across], _back_window(window, size, margins))


def _cut(window, axis, place, length):
    """Along an axis: which turned weights such places see, how many, and through what margins."""
    stride, size, before = window.strides[axis], window.size[axis], window.margins[axis][0]
    first = (place + before) % stride
    count = -(-(size - first) // stride)
    ahead = count - 1 - (place + before) // stride
    behind = length + count - 1 - window.made[axis] - ahead
    return slice((size - 1 - first) % stride, None, stride), count, (ahead, behind)


def _back_window(window, size, margins):
    height, width = window.made
    return Window(
        height,
        width,
        window.filters,
        window.channels,
        size,
        dilation=window.dilation,
        margins=tuple(margins),
        groups=window.groups,
    )


@cache
def _products():
    """What is made and what the weights' gradient is, each with the gradients of the two."""
    seen = Ways(
        "seen",
        _seen,
        _seen_plainly,
        lambda x, kernel, window: (x.shape[0], *window.made, window.filters),
        lambda slopes, x, kernel, *, shapes: back(slopes, kernel, shapes),
        lambda slopes, x, kernel, *, shapes: weights_for(x, slopes, shapes),
    )
    weights = Ways(
        "weights",
        _weights,
        _weights_plainly,
        lambda x, slopes, window: (*window.size, window.of_group[0], window.filters),
        lambda kernel, x, slopes, *, shapes: back(slopes, kernel, shapes),
        lambda kernel, x, slopes, *, shapes: seen_by(x, kernel, shapes),
    )
    return product(seen), product(weights)


def _seen(x, kernel, *, shapes):
    if not pays_forward(shapes):
        return _seen_plainly(x, kernel, shapes=shapes)
    run = Kernel(f"forward {shapes}", partial(write_forward, window=shapes), 2, shapes.work)
    count = filters_side_by_side(shapes, lanes())
    if count:
        kernel = kernel.reshape(*kernel.shape[:3], -1, count).transpose(3, 0, 1, 2, 4)
    parts = run.parts(len(x), len(x) * shapes.made[0])
    return run((x, kernel), [(len(x), *shapes.made, shapes.filters)], parts)[0]


def pays_forward(window):
    """Whether the kernel takes less time than XLA's own: not for few filters that see much."""
    _, filters = window.of_group
    if max(*window.strides, *window.dilation) > 1:
        return window.groups == 1 or window.weights <= MANY_WEIGHTS
    if window.size == (1, 1):
        return filters >= _FEW_FILTERS
    if window.groups > 1 and window.weights > MANY_WEIGHTS:
        return False
    return filters > _FEW_FILTERS or window.seen <= _MUCH_SEEN


def _weights(x, slopes, *, shapes):
    if not pays_for_weights(shapes):
        return _weights_plainly(x, slopes, shapes=shapes)
    window = shapes
    if window.channels <= _FEW_CHANNELS and window.is_dense:
        x, window = _with_margins_aside(x, window)
    run = Kernel(f"slide {window}", partial(write_slide, window=window), 2, window.work)
    shape = *window.size, window.of_group[0], window.filters
    if is_by_channels(window):
        parts = run.parts(len(x), window.channels)
        return run((x, slopes), [shape], parts)[0]
    parts = run.parts(len(x), len(x) * window.made[0])
    return run((x, slopes), [(parts, *shape)], parts)[0].sum(axis=0)


def pays_for_weights(window):
    """The same of the weights' gradient: not for many weights of small pictures."""
    is_plain = max(*window.strides, *window.dilation) == 1
    return not window.is_deep or (window.groups == 1 and not is_plain)


def _with_margins_aside(x, window):
    """Pictures with the zeros at their sides: then all weights of a row see as many places."""
    room = [(0, 0, 0), (0, 0, 0), (*window.margins[1], 0), (0, 0, 0)]
    x = lax.pad(x, jnp.zeros((), x.dtype), room)
    return x, replace(window, width=x.shape[2], margins=(window.margins[0], (0, 0)))


def _seen_plainly(x, kernel, *, shapes):
    """A margin below zero leaves out rows or columns, which JAX's padding cannot."""
    seen, margins = [], []
    for length, (before, behind) in zip(x.shape[1:3], shapes.margins, strict=True):
        seen.append(slice(max(0, -before), length + min(0, behind)))
        margins.append((max(0, before), max(0, behind)))
    how = shapes.strides, margins, shapes.dilation
    return plain.convolve(x[:, *seen], kernel, *how, shapes.groups)


def _back_plainly(slopes, kernel, window):
    shape = len(slopes), window.height, window.width, window.channels
    run = partial(_seen_plainly, kernel=kernel, shapes=window)
    return jax.vjp(run, jnp.zeros(shape, slopes.dtype))[1](slopes)[0]


def _weights_plainly(x, slopes, *, shapes):
    kernel = jnp.zeros((*shapes.size, shapes.of_group[0], shapes.filters), x.dtype)
    return jax.vjp(partial(_seen_plainly, x, shapes=shapes), kernel)[1](slopes)[0]
