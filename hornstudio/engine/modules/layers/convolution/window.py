"""The maths that all convolutions share. Dimensions are those between batch and channels."""

from functools import partial
from itertools import product

from hornstudio.engine.lazy import jax, jnp, lax

CACHE_BYTES = 2 << 20
"""What a core has at hand: the second level of its cache, roughly."""


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
    """XLA's own operation, which copies no windows; of single places, a product of matrices."""
    if max(kernel.shape[:-2]) > 1:
        return convolve_by_lax(x, kernel, strides, margins, dilation, 1)
    return convolve_by_matrix(with_margins(x, margins), kernel, strides, dilation)


def input_gradient(x, kernel, slopes, strides, margins, dilation):
    """How much each number of x has to do with the slopes: they, seen through turned weights."""
    if max(strides) > 1:
        by_matrix = partial(convolve_by_matrix, kernel=kernel, strides=strides, dilation=dilation)
        return jax.vjp(lambda x: by_matrix(with_margins(x, margins)), x)[1](slopes)[0]
    size = kernel.shape[:-2]
    turned = jnp.flip(kernel, range(len(size))).swapaxes(-1, -2)
    reach = [(n - 1) * d for n, d in zip(size, dilation, strict=True)]
    around = [(r - a, r - b) for r, (a, b) in zip(reach, margins, strict=True)]
    return convolve_fast(slopes, turned, strides, around, dilation)


def kernel_gradient(x, kernel, slopes, strides, margins, dilation):
    """The same of each weight: all that it saw, times the slopes there.

    Taken a few samples at a time, so that what all places of the window see stays in the cache;
    windows of fewer numbers than there are filters are small enough to be taken at once.
    """
    *size, _, filters = kernel.shape
    weights = kernel[..., 0].size

    def seen(x):
        places = views(with_margins(x, margins), size, strides, dilation)
        return jnp.concatenate(places, axis=-1).reshape(-1, weights)

    if weights < filters:
        return (seen(x).T @ slopes.reshape(-1, filters)).reshape(kernel.shape)

    def add_part(total, part):
        x, slopes = part
        return total + slopes.reshape(-1, filters).T @ seen(x), None

    places = slopes[0, ..., 0].size
    count = parts_of(len(x), 4 * places * weights)
    parts = [a.reshape(count, -1, *a.shape[1:]) for a in (x, slopes)]
    nothing = jnp.zeros((filters, weights), jnp.promote_types(slopes.dtype, jnp.float32))
    total, _ = lax.scan(add_part, nothing, parts)
    return total.T.reshape(kernel.shape).astype(kernel.dtype)


def parts_of(samples, size):
    """Into how many equal parts to cut samples of so many bytes, for a core to keep one at hand."""
    most = max(1, min(samples, CACHE_BYTES // size))
    return samples // next(n for n in range(most, 0, -1) if samples % n == 0)


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
    seen = views(x, kernel.shape[:-2], strides, dilation)
    return jnp.concatenate(seen, axis=-1) @ kernel.reshape(-1, kernel.shape[-1])


def finish(y, w, activation):
    """Add the bias, where there is one, and apply the activation. Shapes: y [..., F] -> same."""
    if "bias" in w:
        y = y + w["bias"]
    return y if activation is None else activation(y)
