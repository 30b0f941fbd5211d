"""The maths that all convolutions share. Dimensions are those between batch and channels."""

from functools import partial
from itertools import product
from math import prod

from hornstudio.engine.lazy import jax, jnp, lax
from hornstudio.engine.modules.layers.matrix import kernel_slopes
from hornstudio.engine.modules.layers.rows import times

CACHE_BYTES = 2 << 20
"""What a core has at hand: the second level of its cache, roughly."""
FILTERS = 32
"""Filters that a window should have at least."""
NEIGHBOURS = 8
"""Places that are made at once, at most: what is multiplied by zeros grows with them."""
FEW_WEIGHTS = 40
"""Of a filter, as of one that sees one or three colours: up to these a product is faster."""
FEWEST_WEIGHTS = 9
"""Of a filter, as of one of 3x3 that sees one colour: up to these their gradient is a product."""
SAMPLES, PARTS = 8, 8
"""Samples that are slid at once, at least, as a core computes so many numbers at once; and how many
times at most, as each of them has to be compiled."""


def edges(lengths, size, strides, dilation, padding):
    """How many zeros go before and behind each dimension: [(before, behind), ...]."""
    reach = [(n - 1) * d + 1 for n, d in zip(size, dilation, strict=True)]
    if padding == "same":
        return lax.padtype_to_pads(lengths, reach, strides, "SAME")
    return [(r - 1 if padding == "causal" else 0, 0) for r in reach]


def views(x, size, strides, dilation):
    """What each place of a window sees while the window moves, in the order of its weights.

    Shapes: x [B, ..., C] -> for each place [B, ..., C].
    """
    reach = [(n - 1) * d + 1 for n, d in zip(size, dilation, strict=True)]
    room = [n - r + 1 for n, r in zip(x.shape[1:-1], reach, strict=True)]
    places = product(*(range(0, r, d) for r, d in zip(reach, dilation, strict=True)))
    return [
        x[:, *(slice(i, i + n, s) for i, n, s in zip(place, room, strides, strict=True))]
        for place in places
    ]


def convolve(x, kernel, strides, margins, dilation, groups):
    """Slide a window of weights over all places.

    Shapes: x [B, ..., C], kernel [..., C / groups, F] -> [B, ..., F]. margins: as from `edges`.
    """
    if jax.default_backend() != "cpu":
        return convolve_by_lax(x, kernel, strides, margins, dilation, groups)
    parts = zip(jnp.split(x, groups, axis=-1), jnp.split(kernel, groups, axis=-1), strict=True)
    made = [convolve_on_cpu(part, k, strides, margins, dilation) for part, k in parts]
    return made[0] if groups == 1 else jnp.concatenate(made, axis=-1)


def convolve_on_cpu(x, kernel, strides, margins, dilation):
    """The same with gradients written out.

    XLA's own take 20 to 150 times as long as the convolution itself on a CPU; these are another
    convolution, and a product of matrices.
    """
    how = (strides, margins, dilation)

    def forward(x, kernel):
        return convolve_fast(x, kernel, *how), (x, kernel)

    def backward(kept, slopes):
        given = (*kept, slopes, *how)
        return input_gradient(*given), kernel_gradient(*given)

    run = jax.custom_vjp(lambda x, kernel: convolve_fast(x, kernel, *how))
    run.defvjp(forward, backward)
    return run(x, kernel)


def convolve_fast(x, kernel, strides, margins, dilation):
    """XLA's own operation, which copies no windows; of small ones, a product of matrices."""
    if max(kernel.shape[:-2]) == 1 or kernel[..., 0].size <= min(FEW_WEIGHTS, kernel.shape[-1]):
        return convolve_by_matrix(with_margins(x, margins), kernel, strides, dilation)
    if x.ndim == 5:
        return convolve_slices(x, kernel, strides, margins, dilation)
    if max(*strides, *dilation) > 1:
        return convolve_by_lax(x, kernel, strides, margins, dilation, 1)
    *_, size, _, filters = kernel.shape
    made = x.shape[-2] + sum(margins[-1]) - size + 1
    count = divisor(made, min(FILTERS // filters, NEIGHBOURS)) if size > 1 else 1
    return convolve_neighbours(x, kernel, margins, count)


def convolve_slices(x, kernel, strides, margins, dilation):
    """The same over volumes, as pictures: the slices that a window sees at once, side by side.

    XLA's own operation in three dimensions takes two to four times as long on a CPU.
    """
    deep, _, _, channels, filters = kernel.shape
    pictures = jnp.concatenate(slices(x, deep, strides, margins, dilation), axis=-1)
    flat = jnp.moveaxis(kernel, 0, 2).reshape(*kernel.shape[1:3], deep * channels, filters)
    y = convolve_fast(pictures, flat, strides[1:], margins[1:], dilation[1:])
    return y.reshape(len(x), -1, *y.shape[1:])


def slices(x, deep, strides, margins, dilation):
    """Of volumes what each slice of a window sees while the window moves, as pictures.

    Shapes: x [B, D, H, W, C] -> for each of `deep` slices [B * D', H, W, C].
    """
    padded = jnp.pad(x, [(0, 0), margins[0], *[(0, 0)] * 3])
    flat = padded.reshape(*padded.shape[:2], prod(x.shape[2:]))
    seen = views(flat, (deep,), strides[:1], dilation[:1])
    return [part.reshape(-1, *x.shape[2:]) for part in seen]


def convolve_neighbours(x, kernel, margins, count):
    """So many places beside one another at once, by a window that has the filters of each.

    It multiplies by some zeros more, but a processor that makes many numbers at once has enough of
    them to do: with 16 filters it takes 0.6 to 0.9 of the time, with 8 or fewer half of it.
    """
    ones = (1,) * (x.ndim - 2)
    if count == 1:
        return convolve_by_lax(x, kernel, ones, margins, ones, 1)
    aside = [(0, 0)] * (kernel.ndim - 3)
    moved = [jnp.pad(kernel, [*aside, (i, count - 1 - i), (0, 0), (0, 0)]) for i in range(count)]
    steps = (*ones[1:], count)
    y = convolve_by_lax(x, jnp.concatenate(moved, axis=-1), steps, margins, ones, 1)
    return y.reshape(*y.shape[:-2], -1, kernel.shape[-1])


def input_gradient(x, kernel, slopes, strides, margins, dilation):
    """How much each number of x has to do with the slopes: they, seen through turned weights."""
    if max(strides) > 1:
        by_matrix = partial(convolve_by_matrix, kernel=kernel, strides=strides, dilation=dilation)
        return jax.vjp(lambda x: by_matrix(with_margins(x, margins)), x)[1](slopes)[0]
    size = kernel.shape[:-2]
    turned = jnp.flip(kernel, range(len(size))).swapaxes(-1, -2)
    return convolve_fast(slopes, turned, strides, margins_back(size, margins, dilation), dilation)


def margins_back(size, margins, dilation):
    """The margins through which slopes are seen by turned weights: [(before, behind), ...]."""
    reach = [(n - 1) * d for n, d in zip(size, dilation, strict=True)]
    return [(r - a, r - b) for r, (a, b) in zip(reach, margins, strict=True)]


def kernel_gradient(x, kernel, slopes, strides, margins, dilation):
    """The same of each weight: all that it saw, times the slopes there."""
    *size, _, filters = kernel.shape
    exact = jnp.promote_types(slopes.dtype, jnp.float32)
    is_slid = max(*strides, *dilation) == 1
    few = FEWEST_WEIGHTS if is_slid else filters - 1
    if max(size) == 1 or kernel[..., 0].size <= few:
        seen = beside(with_margins(x, margins), size, strides, dilation)
        found = kernel_slopes(seen.reshape(-1, seen.shape[-1]), slopes.reshape(-1, filters))
        return found.reshape(kernel.shape)
    if x.ndim == 5:
        return kernel_gradient_by_slices(x, kernel, slopes, strides, margins, dilation)
    if is_slid:
        parts = [jnp.split(a.astype(exact), parts_to_slide(x, slopes)) for a in (x, slopes)]
        found = sum(slide(a, b, margins) for a, b in zip(*parts, strict=True))
    else:
        found = kernel_gradient_by_matrix(x, kernel, slopes, strides, margins, dilation, exact)
    return found.astype(kernel.dtype)


def kernel_gradient_by_slices(x, kernel, slopes, strides, margins, dilation):
    """The same of volumes: slice by slice of the window, as of pictures."""
    seen = slices(x, len(kernel), strides, margins, dilation)
    pictures = slopes.reshape(-1, *slopes.shape[2:])
    how = strides[1:], margins[1:], dilation[1:]
    found = [kernel_gradient(*pair, pictures, *how) for pair in zip(seen, kernel, strict=True)]
    return jnp.stack(found)


def parts_to_slide(x, slopes):
    """Into how many equal parts samples are cut: one where all of them are at hand.

    Parts of 2 or 4 samples, as of batches of 16 or 32, take one and a half to four times as long.
    """
    if 4 * (x.size + slopes.size) <= CACHE_BYTES // 2:
        return 1
    return divisor(len(x), min(len(x) // SAMPLES, PARTS))


def seen_bytes(slopes, kernel):
    """Bytes of all that a window sees at all places."""
    return 4 * slopes[..., 0].size * kernel[..., 0].size


def divisor(count, most):
    """The largest number of equal parts of some samples, up to a most."""
    return next(n for n in range(max(1, min(count, most)), 0, -1) if count % n == 0)


def slide(x, slopes, margins):
    """The slopes slid over x as a window, each channel a sample and each sample a channel.

    Shapes: x [B, ..., C], slopes [B, ..., F] -> [..., C, F].
    """
    between, ones = range(1, x.ndim - 1), (1,) * (x.ndim - 2)
    channels = x.transpose(x.ndim - 1, *between, 0)
    window = slopes.transpose(*between, 0, x.ndim - 1)
    return jnp.moveaxis(convolve_by_lax(channels, window, ones, margins, ones, 1), 0, -2)


def kernel_gradient_by_matrix(x, kernel, slopes, strides, margins, dilation, dtype):
    """The same for windows that skip places, by products of matrices.

    A few samples at a time, so that what all places of the window see stays in the cache.
    """
    *size, _, filters = kernel.shape
    weights = kernel[..., 0].size

    def add_part(total, part):
        x, slopes = part
        seen = beside(with_margins(x, margins), size, strides, dilation)
        return total + slopes.reshape(-1, filters).T @ seen.reshape(-1, weights), None

    few = divisor(len(x), CACHE_BYTES * len(x) // seen_bytes(slopes, kernel))
    parts = [a.reshape(-1, few, *a.shape[1:]) for a in (x, slopes)]
    total, _ = lax.scan(add_part, jnp.zeros((filters, weights), dtype), parts)
    return total.T.reshape(kernel.shape)


def beside(x, size, strides, dilation):
    """All that a window sees at each place, side by side: x [B, ..., C] -> [B, ..., n C]."""
    return jnp.concatenate(views(x, size, strides, dilation), axis=-1)


def with_margins(x, margins):
    """Zeros around all places. Shapes: x [B, ..., C] -> the same with longer dimensions."""
    return jnp.pad(x, [(0, 0), *margins, (0, 0)])


def convolve_by_lax(x, kernel, strides, margins, dilation, groups):
    """The same by XLA's own operation."""
    space = "DHW"[5 - x.ndim :]
    return lax.conv_general_dilated(
        x,
        kernel,
        window_strides=strides,
        padding=margins,
        rhs_dilation=dilation,
        dimension_numbers=(f"N{space}C", f"{space}IO", f"N{space}C"),
        feature_group_count=groups,
    )


def convolve_by_matrix(x, kernel, strides, dilation):
    """The same as one product of matrices: all places of the window side by side."""
    seen = beside(x, kernel.shape[:-2], strides, dilation)
    return times(seen, kernel.reshape(-1, kernel.shape[-1]))


def finish(y, w, activation):
    """Add the bias, where there is one, and apply the activation. Shapes: y [..., F] -> same."""
    if "bias" in w:
        y = y + w["bias"]
    return y if activation is None else activation(y)
