"""Attention by one kernel, which never writes down how well each query fits each key."""

from hornstudio.engine.modules.layers.attention.score import (
    allowed_pairs,
    filled,
    joined,
    projected,
)


def fused(plain):
    """Attention as `plain` describes it, its heads made by the kernel that it is given.

    It gives None where a kernel has no way to do the same: where weights are dropped, where the
    scores are taken, where more axes than the first are attended to, or where the kernel itself
    gives None. What else `plain` gives costs nothing in a compiled program that does not take it.
    """

    def attention(w, q, v=None, k=None, attention_mask=None, *, kernel, **how):
        if how["dropout"] > 0.0 or how["taken"][1] or q.ndim != 3:
            return None
        order = how["use_causal_mask"], how["sliding_window"]
        heads = fused_heads(w, q, v, k, attention_mask, how["masks"], order, kernel)
        if heads is None:
            return None
        _, weights = plain(w, q, v, k, attention_mask, **how)
        return joined(w, q, heads), weights

    return attention


def fused_heads(w, q, v, k, attention_mask, masks, order, kernel):
    """What the kernel makes of queries, keys and values: [B, T, N, H], or None.

    An order of steps that alone decides who may look at whom is left to the kernel.
    """
    v, k, masks = filled(q, v, k, masks)
    query, keys, values = projected(w, "query", q), projected(w, "key", k), projected(w, "value", v)
    if keys.shape != values.shape:
        return None
    masked = q, v, masks, attention_mask, (1,)
    others = allowed_pairs(*masked, False, order[1])
    is_causal = order[0] and others is None and query.shape[1] == keys.shape[1]
    allowed = others if is_causal else allowed_pairs(*masked, *order)
    return kernel(query, keys, values, mask=allowed, is_causal=is_causal)
