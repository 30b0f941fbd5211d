"""The maths that all attention shares: who may look at what, and what weights come of scores.

A query looks at keys; how well they fit says how much of each value it takes.
"""

from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.modules.layers.own_dense import weighted
from hornstudio.engine.modules.layers.regularization import dropout


def filled(q, v, k, masks):
    """Values are queries, and keys are values, where none come in; masks of q, v and k likewise."""
    of_q, of_v, of_k, *_ = masks
    if v is None:
        v, of_v = q, of_q
    return v, v if k is None else k, (of_q, of_v, of_k)


def reach(queries, keys, use_causal_mask, sliding_window):
    """Which steps lie within reach of which, as far as their places say; None where all do.

    Causal: t sees s where s <= t. A window of n: where abs(t - s) < n.
    Shapes: queries T and keys S -> [1, T, S].
    """
    seen = jnp.tri(queries, keys, dtype=bool)[None] if use_causal_mask else None
    if sliding_window is None:
        return seen
    apart = jnp.abs(jnp.arange(queries)[None, :, None] - jnp.arange(keys))
    return both(seen, apart < sliding_window)


def both(one, other):
    """Where two masks both allow; None allows all."""
    if one is None or other is None:
        return one if other is None else other
    return one & other


def crossed(masks):
    """Masks of single steps as a mask of pairs. Shapes: [B, T], [B, S], [B, S] -> [B, T, S]."""
    of_q, of_v, of_k = masks
    of_values = both(of_v, of_k)
    rows = None if of_q is None else of_q[:, :, None]
    return both(rows, None if of_values is None else of_values[:, None, :])


def aligned(mask, rank, attended):
    """A mask with dimensions of 1 before its last ones, so that it lies on scores.

    Shapes: [B, ..., attended] -> [B, ..., 1, ..., attended] of that rank.
    """
    if mask is None:
        return None
    place = mask.ndim - attended
    return mask.reshape(*mask.shape[:place], *(1,) * (rank - mask.ndim), *mask.shape[place:])


def allowed_pairs(q, v, masks, attention_mask, axes, use_causal_mask, sliding_window):
    """Which query may look at which key, as all say together; None where all may look at all.

    What goes by steps has a say only where attention is over the first axis alone.
    Shapes: q [B, T, ...], v [B, S, ...], attention_mask [B, ..., T, S] -> as the scores, or 1.
    """
    rank = q.ndim + len(axes)
    allowed = None if attention_mask is None else attention_mask != 0
    allowed = aligned(allowed, rank, 2 * len(axes))
    if axes != (1,):
        return allowed
    seen = reach(q.shape[1], v.shape[1], use_causal_mask, sliding_window)
    return both(allowed, aligned(both(crossed(masks), seen), rank, 2))


def weights_of(scores, allowed, axes, is_zero_where_none):
    """Scores as weights that sum to 1 over some axes, 0 where they are not allowed.

    Where none is allowed, all weigh the same, or, if so wanted, nothing.
    """
    if allowed is None:
        return shares(scores, axes)
    weights = shares(jnp.where(allowed, scores, -1e9), axes)
    return jnp.where(allowed, weights, 0.0) if is_zero_where_none else weights


def shares(scores, axes):
    """The softmax of scores; its slopes come of the shares alone, so nothing else is kept.

    JAX's own go through the exponentials and their sum, which takes a tenth more of attention.
    """

    def forward(scores):
        given = jax.nn.softmax(scores, axis=axes)
        return given, given

    def backward(given, slopes):
        taken = given * slopes
        return (taken - given * taken.sum(axes, keepdims=True),)

    divide = jax.custom_vjp(lambda scores: forward(scores)[0])
    divide.defvjp(forward, backward)
    return divide(scores)


def thinned(weights, rate, training, key):
    """While training, a random share of the weights is 0."""
    if rate == 0.0:
        return weights
    return dropout(weights, rate=rate, noise_shape=None, training=training, key=key)


def projected(w, name, x):
    """The last axis of a tensor as several heads.

    Shapes: x [..., F], kernel [F, N, H], bias [N, H] -> [..., N, H].
    """
    return weighted(x, w[f"{name}_kernel"], w.get(f"{name}_bias"))


def joined(w, q, heads):
    """Heads as one tensor again; where there is a gate, the query opens and closes each number.

    Shapes: q [..., F], heads [..., N, H], output_kernel [N, H, ...] -> [..., ...].
    """
    if "gate_kernel" in w:
        heads = heads * jax.nn.sigmoid(projected(w, "gate", q))
    kernel = w["output_kernel"]
    kernel = kernel.reshape(-1, *kernel.shape[2:])
    return weighted(heads.reshape(*q.shape[:-1], -1), kernel, w.get("output_bias"))
