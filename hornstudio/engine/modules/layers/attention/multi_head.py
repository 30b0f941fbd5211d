"""Multi-head attention: several heads, each of which looks for something else."""

from hornstudio.engine.errors import ShapeError
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
    need_known_features,
    need_mask,
    need_same_lengths,
    need_tensors,
    projection,
    projection_flops,
)
from hornstudio.engine.modules.layers.setting import USE_BIAS
from hornstudio.engine.params import Int, Ints, Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Shape, Spec


def multi_head_attention(
    w,
    q,
    v=None,
    k=None,
    attention_mask=None,
    *,
    dropout,
    attention_axes,
    use_causal_mask,
    sliding_window,
    training,
    key,
    masks,
    taken,
):
    """Several heads, in each of which every query takes from the values whose keys fit it.

    head n: A = softmax(Q K^T / sqrt(key_dim)) V, of Q = q @ query_kernel[:, n] + query_bias[n] and
    K and V likewise; y = [A of all heads] @ output_kernel + output_bias, A multiplied before by
    sigmoid(q @ gate_kernel + gate_bias) where there is a gate. v is q and k is v where they are
    open. A query that may look at nothing takes the mean of all, or 0 where there is dropout,
    where scores are taken, or where there are more axes.
    Shapes: q [B, T, F], v [B, S, G], k [B, S, E], attention_mask [B, T, S];
        query_kernel [F, N, K], key_kernel [E, N, K], value_kernel [G, N, V],
        output_kernel [N, V, O] -> output [B, T, O], scores [B, N, T, S], axes that are not
        attended to before N.
    Source: Vaswani et al., 2017, arXiv:1706.03762, section 3.2; the gate: arXiv:2505.06708.
    """
    v, k, masks = filled(q, v, k, masks)
    axes = attended(attention_axes, q.ndim)
    query = projected(w, "query", q) / w["query_kernel"].shape[-1] ** 0.5
    keys, values = projected(w, "key", k), projected(w, "value", v)
    scores = matched(query, keys, axes)
    order = (use_causal_mask, sliding_window)
    allowed = allowed_pairs(q, v, masks, attention_mask, axes, *order)
    has_zeros = dropout > 0.0 or taken[1] or q.ndim > 3
    weights = weights_of(scores, allowed, tuple(range(-len(axes), 0)), has_zeros)
    kept = thinned(weights, dropout, training, key)
    return joined(w, q, gathered(kept, values, axes)), weights


def attended(axes, rank):
    """Axes to attend over, counted from the batch: all between batch and features for None."""
    if axes is None:
        return tuple(range(1, rank - 1))
    return tuple(axis % rank for axis in axes)


def ordered(rank, axes):
    """The axes of heads [B, ..., N, H] in an order of their own: those that are looked along last.

    The features stay behind them.
    """
    return (*(i for i in range(rank - 1) if i not in axes), *axes, rank - 1)


def in_a_row(heads, axes):
    """The places that are looked along as one axis. Shapes: [B, ..., N, H] -> [B, N, ..., S, H]."""
    heads = heads.transpose(ordered(heads.ndim, axes))
    others = heads.shape[: -1 - len(axes)]
    return heads.reshape(*others, -1, heads.shape[-1])


def matched(query, keys, axes):
    """How well each query fits each key: products of their numbers, summed.

    Shapes: query [B, T, N, H], keys [B, S, N, H] -> [B, N, T, S], of more axes each in its place.
    """
    pairs = [x.shape[axis] for x in (query, keys) for axis in axes]
    found = in_a_row(query, axes) @ in_a_row(keys, axes).swapaxes(-1, -2)
    return found.reshape(*found.shape[:-2], *pairs)


def gathered(weights, values, axes):
    """What each query takes of the values. Shapes: [B, N, T, S], [B, S, N, H] -> [B, T, N, H]."""
    count = len(axes)
    others, places = weights.shape[: -2 * count], weights.shape[-2 * count : -count]
    rows = in_a_row(values, axes)
    heads = weights.reshape(*others, -1, rows.shape[-2]) @ rows
    order = ordered(values.ndim, axes)
    back = [order.index(axis) for axis in range(values.ndim)]
    return heads.reshape(*others, *places, -1).transpose(back)


def infer_multi_head_attention(
    p: Values,
    q: Spec,
    v: Spec | None = None,
    k: Spec | None = None,
    attention_mask: Spec | None = None,
) -> dict[str, Spec]:
    """[T, F] -> output [T, O], scores [N, T, S]. Raises: ShapeError."""
    query, value, _ = need_tensors(q, v, k)
    need_known_features(q, v, k)
    places = _places(p, q)
    _refuse_order_elsewhere(p, places)
    need_same_lengths(q, v, k, places)
    others = tuple(n for i, n in enumerate(query.shape[:-1]) if i not in places)
    lead: Shape = (*others, p.num_heads)
    pairs = tuple(x.shape[i] for x in (query, value) for i in places)
    need_mask(attention_mask, lead, pairs)
    output = (*query.shape[:-1], *(p.output_shape or query.shape[-1:]))
    return {"output": Spec(output), "scores": Spec((*lead, *pairs))}


def _places(p: Values, q: Spec) -> tuple[int, ...]:
    """Places in the shape of the query that are attended over. Raises: ShapeError."""
    if p.attention_axes is None:
        return tuple(range(q.rank - 1))
    places = tuple(a + q.rank if a < 0 else a - 1 for a in p.attention_axes)
    is_each_once = bool(places) and len(set(places)) == len(places)
    if not is_each_once or any(not 0 <= place < q.rank - 1 for place in places):
        raise ShapeError(
            "attention_axes is {axes}; need axes of the query {spec}, each once, and none that is "
            "the batch, 0, or the features, {last}",
            remedies=[set_to("attention_axes", None)],
            axes=", ".join(map(str, p.attention_axes)) or "empty",
            spec=str(q),
            last=q.rank,
        )
    return places


def _refuse_order_elsewhere(p: Values, places: tuple[int, ...]) -> None:
    """What goes by the order of steps needs one axis of steps, the first. Raises: ShapeError."""
    if places == (0,):
        return
    for name, is_set, off in (
        ("use_causal_mask", p.use_causal_mask, False),
        ("sliding_window", p.sliding_window is not None, None),
    ):
        if is_set:
            raise ShapeError(
                "{param} goes by the order of steps, but attention is over other axes than the "
                "first; need axis 1 alone",
                remedies=[set_to("attention_axes", [1]), set_to(name, off)],
                param=name,
            )


def multi_head_attention_weights(
    p: Values, q: Spec, v: Spec | None = None, k: Spec | None = None, *_: Spec | None
) -> Arrays:
    """A kernel [F, N, K] and a bias [N, K] for queries, keys, values, gate; output [N, V, O]."""
    query, value, key = need_tensors(q, v, k)
    size = p.value_dim or p.key_dim
    features = {"query": query, "key": key, "gate": query, "value": value}
    sizes = {"query": p.key_dim, "key": p.key_dim, "gate": size, "value": size}
    arrays: Arrays = ()
    for name, x in features.items():
        if name != "gate" or p.use_gate:
            arrays += projection(p, name, x.shape[-1:], (p.num_heads, sizes[name]))
    out = p.output_shape or query.shape[-1:]
    return arrays + projection(p, "output", (p.num_heads, size), out)


def multi_head_attention_flops(
    p: Values,
    q: Spec,
    v: Spec | None = None,
    k: Spec | None = None,
    attention_mask: Spec | None = None,
) -> int:
    """The projections, and two operations for each pair and number of a head, twice."""
    scores = infer_multi_head_attention(p, q, v, k, attention_mask)["scores"]
    pairs = 2 * (scores.size or 0) * (p.key_dim + (p.value_dim or p.key_dim))
    return pairs + projection_flops(multi_head_attention_weights(p, q, v, k), q, v, k)


MODULES = (
    Module(
        kind="multi_head_attention",
        title="Multi-head attention",
        category="attention",
        help="Lets each step of a sequence take from the steps that matter to it, in several heads "
        "at once. Only the query must be wired: without a value, the sequence looks at itself.",
        source="https://keras.io/api/layers/attention_layers/multi_head_attention/",
        params=(
            Int(name="num_heads", default=4, low=1, help="How many heads look at the sequence."),
            Int(
                name="key_dim",
                default=16,
                low=1,
                help="How many numbers of a query and of a key each head compares.",
            ),
            Int(
                name="value_dim",
                default=None,
                optional=True,
                low=1,
                help="How many numbers of a value each head takes; none for as many as key_dim.",
            ),
            DROPOUT,
            USE_BIAS,
            Ints(
                name="output_shape",
                default=None,
                optional=True,
                advanced=True,
                help="Shape of the output at each step; none for as many features as the query.",
            ),
            Ints(
                name="attention_axes",
                default=None,
                optional=True,
                advanced=True,
                low=-16,
                help="Axes to look along, the batch being 0; none for all but batch and features.",
            ),
            USE_CAUSAL_MASK,
            SLIDING_WINDOW,
            USE_GATE,
            *ARRAYS,
        ),
        inputs=(*QKV, ATTENTION_MASK),
        outputs=OUTPUTS,
        infer=infer_multi_head_attention,
        weights=multi_head_attention_weights,
        flops=multi_head_attention_flops,
        apply=multi_head_attention,
        fused=fused(multi_head_attention),
        alone=True,
        mask=MASK,
        keras="layers.MultiHeadAttention",
        left_out=LEFT_OUT,
        words=(
            "MHA",
            "self-attention",
            "cross-attention",
            "transformer",
            "멀티 헤드 어텐션",
            "다중 헤드 주의",
            "트랜스포머",
            "layers.MultiHeadAttention",
            "nn.MultiheadAttention",
            "nnx.MultiHeadAttention",
        ),
        main=("num_heads", "key_dim"),
    ),
)
