"""The maths that all convolutions share. Dimensions are those between batch and channels."""

from itertools import product

from hornstudio.engine.lazy import jax, jnp, lax


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

    On a CPU, XLA runs its own convolution on one core within a loop, and its gradient more slowly
    still: a product of matrices takes a tenth to a fortieth of the time.
    Shapes: x [B, ..., C], kernel [..., C / groups, F] -> [B, ..., F]. margins: as from `edges`.
    """
    if jax.default_backend() != "cpu":
        return convolve_by_lax(x, kernel, strides, margins, dilation, groups)
    x = jnp.pad(x, [(0, 0), *margins, (0, 0)])
    parts = zip(jnp.split(x, groups, axis=-1), jnp.split(kernel, groups, axis=-1), strict=True)
    made = [convolve_by_matrix(part, k, strides, dilation) for part, k in parts]
    return made[0] if groups == 1 else jnp.concatenate(made, axis=-1)


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
