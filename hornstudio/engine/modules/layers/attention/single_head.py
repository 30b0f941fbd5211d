"""Attention without kernels: queries are compared with keys as they are."""

from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import Array, Arrays, Module
from hornstudio.engine.modules.axis import known_length
from hornstudio.engine.modules.layers.attention.score import both, filled, reach, thinned
from hornstudio.engine.modules.layers.attention.setting import (
    DROPOUT,
    MASK,
    OUTPUTS,
    QKV,
    USE_CAUSAL_MASK,
    need_features,
    need_same_lengths,
    need_tensors,
)
from hornstudio.engine.params import Choice, Flag, Values
from hornstudio.engine.shapes import Spec


def attention(w, q, v=None, k=None, *, score_mode, dropout, use_causal_mask, training, key, masks):
    """Each query takes from the values whose keys fit it.

    y = softmax(s) @ v, s[t, u] = scale * (q[t] . k[u]) for the mode dot, and
    concat_score_weight * sum(tanh(scale * (q[t] + k[u]))) for concat; scale is 1 where there is
    none. v is q and k is v where they are open. The mask of v says which keys may be looked at;
    where that of q is false, y is 0.
    Shapes: q [B, T, F], v [B, S, G], k [B, S, F], scale [], concat_score_weight []
        -> output [B, T, G], scores [B, T, S].
    Source: Luong et al., 2015, arXiv:1508.04025, section 3.1.
    """
    v, k, masks = filled(q, v, k, masks)
    scale = w.get("scale", 1.0)
    if score_mode == "dot":
        scores = scale * jnp.einsum("btf,bsf->bts", q, k)
    else:
        summed = jnp.sum(jnp.tanh(scale * (q[:, :, None] + k[:, None])), axis=-1)
        scores = w["concat_score_weight"] * summed
    return taken_from(v, scores, masks, use_causal_mask, dropout, training, key)


def additive_attention(w, q, v=None, k=None, *, dropout, use_causal_mask, training, key, masks):
    """Each query takes from the values whose keys fit it, as a sum says.

    y = softmax(s) @ v, s[t, u] = sum(scale * tanh(q[t] + k[u])); scale is 1 where there is none.
    v is q and k is v where they are open. The mask of v says which keys may be looked at; where
    that of q is false, y is 0.
    Shapes: q [B, T, F], v [B, S, G], k [B, S, F], scale [F]
        -> output [B, T, G], scores [B, T, S].
    Source: Bahdanau et al., 2014, arXiv:1409.0473, appendix A.1.2.
    """
    v, k, masks = filled(q, v, k, masks)
    fit = jnp.tanh(q[:, :, None] + k[:, None])
    scores = jnp.sum(w.get("scale", 1.0) * fit, axis=-1)
    return taken_from(v, scores, masks, use_causal_mask, dropout, training, key)


def taken_from(v, scores, masks, use_causal_mask, dropout, training, key):
    """What the scores take from the values, and how much of each. The mask of keys has no say."""
    of_q, of_v, _ = masks
    of_v = None if of_v is None else of_v[:, None, :]
    allowed = both(of_v, reach(scores.shape[1], scores.shape[2], use_causal_mask, None))
    if allowed is not None:
        scores = jnp.where(allowed, scores, scores - 1e9)
    weights = thinned(jax.nn.softmax(scores, axis=-1), dropout, training, key)
    y = weights @ v
    return y if of_q is None else jnp.where(of_q[:, :, None], y, 0.0), weights


def infer_attention(
    p: Values, q: Spec, v: Spec | None = None, k: Spec | None = None
) -> dict[str, Spec]:
    """[T, F] -> output [T, G], scores [T, S]. Raises: ShapeError."""
    query, value, _ = need_tensors(q, v, k, rank=2)
    need_same_lengths(q, v, k, (0,))
    if k is None:
        need_features(q, v, "value")
    need_features(q, k, "key")
    steps = query.shape[0]
    output, scores = (steps, value.shape[1]), (steps, value.shape[0])
    return {"output": Spec(output), "scores": Spec(scores)}


def infer_additive_attention(
    p: Values, q: Spec, v: Spec | None = None, k: Spec | None = None
) -> dict[str, Spec]:
    """[T, F] -> output [T, G], scores [T, S]. Raises: ShapeError."""
    outputs = infer_attention(p, q, v, k)
    if p.use_scale:
        known_length(q, 1, "query")
    return outputs


def attention_weights(p: Values, *_: Spec | None) -> Arrays:
    """scale [], concat_score_weight []."""
    scale = (Array("scale", (), "ones"),) if p.use_scale else ()
    weight = (Array("concat_score_weight", (), "ones"),) if p.score_mode == "concat" else ()
    return (*scale, *weight)


def additive_attention_weights(p: Values, q: Spec, *_: Spec | None) -> Arrays:
    """scale [F]."""
    if not p.use_scale:
        return ()
    return (Array("scale", (known_length(q, 1, "query"),), "glorot_uniform"),)


def attention_flops(p: Values, q: Spec, v: Spec | None = None, k: Spec | None = None) -> int:
    """Two operations for each pair of a query and a key, and each of their features and values."""
    query, value, _ = need_tensors(q, v, k, rank=2)
    lengths = (query.shape[0], value.shape[0], query.shape[1], value.shape[1])
    queries, keys, features, values = (n if isinstance(n, int) else 0 for n in lengths)
    return 2 * queries * keys * (features + values)


USE_SCALE = "Whether how much the scores differ is learned too."

MODULES = (
    Module(
        kind="attention",
        title="Attention",
        category="attention",
        help="Lets each step of a sequence take from the steps that are most like it, with almost "
        "nothing to learn. Only the query must be wired: without a value, the sequence looks at "
        "itself.",
        source="https://keras.io/api/layers/attention_layers/attention/",
        params=(
            Flag(name="use_scale", default=False, help=USE_SCALE),
            Choice(
                name="score_mode",
                default="dot",
                options=("dot", "concat"),
                help="How a query and a key are compared: dot multiplies them, concat adds them "
                "and bends the sum.",
            ),
            DROPOUT,
            USE_CAUSAL_MASK,
        ),
        inputs=QKV,
        outputs=OUTPUTS,
        infer=infer_attention,
        weights=attention_weights,
        flops=attention_flops,
        apply=attention,
        alone=True,
        mask=MASK,
        keras="layers.Attention",
        words=(
            "luong",
            "dot-product attention",
            "어텐션",
            "주의 집중",
            "layers.Attention",
            "F.scaled_dot_product_attention",
            "nnx.dot_product_attention",
        ),
        main=("score_mode", "use_causal_mask"),
    ),
    Module(
        kind="additive_attention",
        title="Additive attention",
        category="attention",
        help="Lets each step of a sequence take from steps that fit it, which it finds by adding "
        "rather than multiplying. Only the query must be wired: without a value, the sequence "
        "looks at itself.",
        source="https://keras.io/api/layers/attention_layers/additive_attention/",
        params=(
            Flag(name="use_scale", default=True, help=USE_SCALE),
            DROPOUT,
            USE_CAUSAL_MASK,
        ),
        inputs=QKV,
        outputs=OUTPUTS,
        infer=infer_additive_attention,
        weights=additive_attention_weights,
        flops=attention_flops,
        apply=additive_attention,
        alone=True,
        mask=MASK,
        keras="layers.AdditiveAttention",
        words=(
            "bahdanau",
            "덧셈 어텐션",
            "가산 주의",
            "layers.AdditiveAttention",
            "tanh attention",
        ),
        main=("use_scale", "use_causal_mask"),
    ),
)
