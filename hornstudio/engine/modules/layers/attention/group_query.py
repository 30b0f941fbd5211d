"""Attention in which groups of query heads share the heads of keys and values."""

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.lazy import jnp
from hornstudio.engine.module import Arrays, Module
from hornstudio.engine.modules.layers.attention.fused import fused
from hornstudio.engine.modules.layers.attention.score import (
    allowed_pairs,
    filled,
    joined,
    projected,
    thinned,
    weights_of,
)
from hornstudio.engine.modules.layers.attention.setting import (
    ARRAYS,
    ATTENTION_MASK,
    DROPOUT,
    LEFT_OUT,
    MASK,
    OUTPUTS,
    QKV,
    SLIDING_WINDOW,
    USE_CAUSAL_MASK,
    USE_GATE,
    need_features,
    need_known_features,
    need_mask,
    need_same_lengths,
    need_tensors,
    projection,
    projection_flops,
)
from hornstudio.engine.modules.layers.setting import USE_BIAS
from hornstudio.engine.params import Int, Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Spec


def group_query_attention(
    w,
    q,
    v=None,
    k=None,
    attention_mask=None,
    *,
    dropout,
    use_causal_mask,
    sliding_window,
    training,
    key,
    masks,
    taken,
):
    """Several heads of queries, of which each group looks at the same keys and values.

    A = softmax(Q K^T / sqrt(head_dim)) V, of Q = q @ query_kernel[:, n] + query_bias[n] and K and V
    likewise with head n // (N / M); y = [A of all heads] @ output_kernel + output_bias, A
    multiplied before by sigmoid(q @ gate_kernel + gate_bias) where there is a gate. v is q and k is
    v where they are open. A query that may look at nothing takes the mean of all, or 0 where there
    is dropout or where scores are taken.
    Shapes: q [B, T, F], v [B, S, F], k [B, S, E], attention_mask [B, T, S];
        query_kernel [F, N, H], key_kernel [E, M, H], value_kernel [F, M, H],
        output_kernel [N, H, F] -> output [B, T, F], scores [B, N, T, S].
    Source: Ainslie et al., 2023, arXiv:2305.13245; the gate: arXiv:2505.06708.
    """
    v, k, masks = filled(q, v, k, masks)
    query, keys = projected(w, "query", q), projected(w, "key", k)
    batch, steps, heads, size = query.shape
    groups = keys.shape[2]
    query = query.reshape(batch, steps, groups, heads // groups, size) / size**0.5
    scores = jnp.einsum("btgnh,bsgh->bgnts", query, keys)
    scores = scores.reshape(batch, heads, steps, -1)
    order = (use_causal_mask, sliding_window)
    allowed = allowed_pairs(q, v, masks, attention_mask, (1,), *order)
    weights = weights_of(scores, allowed, -1, dropout > 0.0 or taken[1])
    kept = thinned(weights, dropout, training, key).reshape(batch, groups, -1, steps, keys.shape[1])
    taken_in = jnp.einsum("bgnts,bsgh->btgnh", kept, projected(w, "value", v))
    return joined(w, q, taken_in.reshape(batch, steps, heads, size)), weights


def infer_group_query_attention(
    p: Values,
    q: Spec,
    v: Spec | None = None,
    k: Spec | None = None,
    attention_mask: Spec | None = None,
) -> dict[str, Spec]:
    """[T, F] -> output [T, F], scores [N, T, S]. Raises: ShapeError."""
    query, value, _ = need_tensors(q, v, k, rank=2)
    need_known_features(q, v, k)
    _refuse_uneven_groups(p)
    need_same_lengths(q, v, k, (0,))
    need_features(q, v, "value")
    pairs = (query.shape[0], value.shape[0])
    need_mask(attention_mask, (p.num_query_heads,), pairs)
    return {"output": Spec(query.shape), "scores": Spec((p.num_query_heads, *pairs))}


def _refuse_uneven_groups(p: Values) -> None:
    """Every head of keys and values serves as many heads of queries. Raises: ShapeError."""
    heads, groups = p.num_query_heads, p.num_key_value_heads
    if heads % groups == 0:
        return
    fit = max(n for n in range(1, groups) if heads % n == 0)
    raise ShapeError(
        "num_query_heads is {heads}, which num_key_value_heads, {groups}, does not divide",
        remedies=[set_to("num_key_value_heads", fit)],
        heads=heads,
        groups=groups,
    )


def group_query_attention_weights(
    p: Values, q: Spec, v: Spec | None = None, k: Spec | None = None, *_: Spec | None
) -> Arrays:
    """A kernel [F, N, H] and a bias [N, H] for queries, keys, values, gate; output [N, H, F]."""
    query, value, key = need_tensors(q, v, k, rank=2)
    many, few = p.num_query_heads, p.num_key_value_heads
    arrays: Arrays = ()
    for name, x, heads in (
        ("query", query, many),
        ("key", key, few),
        ("gate", query, many),
        ("value", value, few),
    ):
        if name != "gate" or p.use_gate:
            arrays += projection(p, name, x.shape[-1:], (heads, p.head_dim))
    return arrays + projection(p, "output", (many, p.head_dim), query.shape[-1:])


def group_query_attention_flops(
    p: Values,
    q: Spec,
    v: Spec | None = None,
    k: Spec | None = None,
    attention_mask: Spec | None = None,
) -> int:
    """The projections, and two operations for each pair and number of a head, twice."""
    scores = infer_group_query_attention(p, q, v, k, attention_mask)["scores"]
    pairs = 4 * (scores.size or 0) * p.head_dim
    return pairs + projection_flops(group_query_attention_weights(p, q, v, k), q, v, k)


MODULES = (
    Module(
        kind="group_query_attention",
        title="Grouped-query attention",
        category="attention",
        help="Attention with several heads that share keys and values in groups, which needs fewer "
        "weights. Only the query must be wired: without a value, the sequence looks at itself.",
        source="https://keras.io/api/layers/attention_layers/group_query_attention/",
        params=(
            Int(name="head_dim", default=16, low=1, help="How many numbers each head compares."),
            Int(
                name="num_query_heads",
                default=4,
                low=1,
                help="How many heads look at the sequence.",
            ),
            Int(
                name="num_key_value_heads",
                default=2,
                low=1,
                help="How many heads of keys and values there are; the heads that look share them "
                "evenly.",
            ),
            DROPOUT,
            USE_BIAS,
            USE_CAUSAL_MASK,
            SLIDING_WINDOW,
            USE_GATE,
            *ARRAYS,
        ),
        inputs=(*QKV, ATTENTION_MASK),
        outputs=OUTPUTS,
        infer=infer_group_query_attention,
        weights=group_query_attention_weights,
        flops=group_query_attention_flops,
        apply=group_query_attention,
        fused=fused(group_query_attention),
        alone=True,
        mask=MASK,
        keras="layers.GroupQueryAttention",
        left_out=LEFT_OUT,
        words=(
            "GQA",
            "multi-query attention",
            "transformer",
            "그룹 쿼리 어텐션",
            "그룹 질의 주의",
            "layers.GroupQueryAttention",
            "F.scaled_dot_product_attention",
            "nnx.dot_product_attention",
        ),
        main=("num_query_heads", "num_key_value_heads"),
    ),
)
