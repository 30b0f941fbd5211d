"""The loop over time that all recurrent layers share, one way or both ways.

A cell is a function cell(w, x, keys) of its weights, the sequence x [T, B, ...] and two random
keys, which are None where nothing is dropped. It gives what each step takes [T, B, ..., n], and the
loop over it: loop(taken, states, kept, reverse, has_outputs) -> states [B, ..., u] and outputs, as
`gated` has two.
"""

from functools import partial

from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.modules.layers.recurrent.gated import scan_steps
from hornstudio.engine.modules.layers.recurrent.own import scan_gated


def recur(
    cell,
    w,
    x,
    states,
    key,
    mask,
    *,
    bidirectional,
    go_backwards,
    return_sequences,
    zero_output_for_mask,
):
    """Run a cell over sequences; or two cells, of which one begins at the end.

    Shapes: x [B, T, ...], states [B, ..., u] or None for zeros, mask [B, T] or None
        -> output [B, T, ..., u] or [B, ..., u], and as many states [B, ..., u]. Both ways, the
        first half of a state is the forward cell's; so is that of the output of concat.
    Source: Schuster and Paliwal, 1997, doi:10.1109/78.650093.
    """
    if bidirectional is None:
        how = (go_backwards, return_sequences, zero_output_for_mask)
        return run(cell, w, x, states, key, mask, *how)
    keys = (None, None) if key is None else jax.random.split(key)
    halves = [(None, None) if s is None else jnp.split(s, 2, axis=-1) for s in states]
    results = []
    for place, way in enumerate(("forward_", "backward_")):
        own = {name.removeprefix(way): a for name, a in w.items() if name.startswith(way)}
        begin = [half[place] for half in halves]
        how = (place == 1, return_sequences, return_sequences)
        results.append(run(cell, own, x, begin, keys[place], mask, *how))
    (forward, ends), (backward, starts) = results
    if return_sequences:
        backward = jnp.flip(backward, axis=1)
    states = [jnp.concatenate(pair, axis=-1) for pair in zip(ends, starts, strict=True)]
    return merged(forward, backward, bidirectional), states


def merged(forward, backward, how):
    """One output of both directions: side by side, their sum, product or average."""
    if how == "concat":
        return jnp.concatenate([forward, backward], axis=-1)
    if how == "mul":
        return forward * backward
    return (forward + backward) / 2 if how == "ave" else forward + backward


def run(cell, w, x, states, key, mask, go_backwards, return_sequences, zero_output_for_mask):
    """Run a cell over sequences, one way: the outputs in the order of the steps, and the states.

    A step that the mask leaves out holds the states, and repeats the output before it or gives
    zeros.
    """
    keys = (None, None) if key is None else jax.random.split(key)
    taken, loop = cell(w, jnp.swapaxes(x, 0, 1), keys)
    blank = jnp.zeros((*taken.shape[1:-1], w["recurrent_kernel"].shape[-2]), taken.dtype)
    states = tuple(blank if s is None else s for s in states)
    kept = None if mask is None else mask.T.reshape(*mask.T.shape, *(1,) * (blank.ndim - 1))
    states, outputs = loop(taken, states, kept, go_backwards, return_sequences)
    if not return_sequences:
        outputs = states[0]
        kept = None if kept is None else kept[0 if go_backwards else -1]
    if kept is not None and zero_output_for_mask:
        outputs = jnp.where(kept, outputs, 0.0)
    if return_sequences:
        outputs = jnp.swapaxes(jnp.flip(outputs, axis=0) if go_backwards else outputs, 0, 1)
    return outputs, states


def drop_masks(key, shape, rate, gates):
    """What is multiplied with each step while training, drawn once for the whole sequence.

    m = 1 / (1 - rate) with probability 1 - rate, else 0, a mask for each of some gates.
    Shapes: shape -> [gates, *shape], or None where nothing is dropped.
    Source: Gal and Ghahramani, 2016, arXiv:1512.05287, eq. 7.
    """
    if key is None or rate == 0.0:
        return None
    return jax.random.bernoulli(key, 1.0 - rate, (gates, *shape)) / (1.0 - rate)


def gates_loop(update, w, x, dropped, forgotten):
    """What a cell gives whose gates are x @ kernel + h @ recurrent_kernel + bias.

    update(gates, states) -> states. Where the gates have masks of their own, each is a product by
    itself.
    """
    kernel, recurrent = w["kernel"], w["recurrent_kernel"]
    bias = w["bias"] if "bias" in w else jnp.zeros(kernel.shape[-1], kernel.dtype)
    if forgotten is None:
        x = x if dropped is None else x * dropped[0]
        return x, partial(scan_gated, update, jnp.concatenate([kernel, recurrent]), bias)

    def step(states, x):
        seen = through(x, kernel, dropped, jnp.matmul)
        return update(seen + through(states[0], recurrent, forgotten, jnp.matmul) + bias, states)

    return x, partial(scan_steps, step)


def through(x, kernel, masks, product):
    """product(x, kernel), in which each gate sees x through a mask of its own, or all through one.

    Shapes: x [..., F], kernel [..., F, gates * u], masks [gates, ..., F] or None.
    """
    if masks is None:
        return product(x, kernel)
    parts = jnp.split(kernel, len(masks), axis=-1)
    gates = [product(x * m, part) for m, part in zip(masks, parts, strict=True)]
    return jnp.concatenate(gates, axis=-1)


def same(x):
    """What stands for no activation."""
    return x
