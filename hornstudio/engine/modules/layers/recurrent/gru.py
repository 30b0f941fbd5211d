"""GRU: a recurrent layer whose gates say how much of the state each step may change."""

from functools import partial

from hornstudio.engine.lazy import jnp
from hornstudio.engine.module import Arrays, Module
from hornstudio.engine.modules.layers.recurrent.gated import scan_steps
from hornstudio.engine.modules.layers.recurrent.loop import (
    drop_masks,
    gates_loop,
    recur,
    same,
    through,
)
from hornstudio.engine.modules.layers.recurrent.own import has_kernel
from hornstudio.engine.modules.layers.recurrent.setting import (
    ACTIVATION,
    ARRAYS,
    LEFT_OUT,
    LOOP,
    MASK,
    RECURRENT_ACTIVATION,
    UNITS,
    USE_CUDNN,
    gated_flops,
    gated_weights,
    infer_states,
    need_sequence,
    ports,
)
from hornstudio.engine.modules.layers.recurrent.update import gru_states
from hornstudio.engine.modules.layers.setting import USE_BIAS
from hornstudio.engine.params import Flag, Values
from hornstudio.engine.shapes import Spec


def gru(
    w,
    x,
    initial_h=None,
    *,
    activation,
    recurrent_activation,
    reset_after,
    return_sequences,
    bidirectional,
    dropout,
    recurrent_dropout,
    go_backwards,
    zero_output_for_mask,
    training,
    key,
    mask,
):
    """Reads a sequence step by step; gates say how much each step changes the state.

    z and r are the recurrent_activation of x[t] @ kernel + h[t-1] @ recurrent_kernel + bias, g
    the activation of the same of its own third; there h[t-1] counts r times as much, before the
    product, or after it and the bias (reset_after). h[t] = z * h[t-1] + (1 - z) * g, h[-1] =
    initial_h or 0. Shapes: x [B, T, F], initial_h [B, u]; kernel [F, 3 u],
        recurrent_kernel [u, 3 u], bias [3 u], or [2, 3 u] of both products (reset_after)
        -> output [B, T, u] or that of the last step [B, u], and state_h [B, u].
    Source: Cho et al., 2014, arXiv:1406.1078, eq. 5 to 8.
    """
    cell = partial(
        gru_cell,
        activation=activation or same,
        recurrent_activation=recurrent_activation or same,
        reset_after=reset_after,
        dropout=dropout,
        recurrent_dropout=recurrent_dropout,
    )
    output, (h,) = recur(
        cell,
        w,
        x,
        (initial_h,),
        key if training else None,
        mask,
        bidirectional=bidirectional,
        go_backwards=go_backwards,
        return_sequences=return_sequences,
        zero_output_for_mask=zero_output_for_mask,
    )
    return output, h


def gru_cell(
    w, x, keys, *, activation, recurrent_activation, reset_after, dropout, recurrent_dropout
):
    """The step of a GRU, which takes the inputs as they are."""
    units = w["recurrent_kernel"].shape[0]
    masks = 3 if recurrent_dropout else 1
    dropped = drop_masks(keys[0], x.shape[1:], dropout, masks)
    forgotten = drop_masks(keys[1], (x.shape[1], units), recurrent_dropout, masks)
    if reset_after and forgotten is None:
        states = partial(
            gru_states, activation=activation, recurrent_activation=recurrent_activation
        )
        return gates_loop(states, gates_apart(w), x, dropped, None)
    bias = w.get("bias", 0.0)
    bias = bias[0] if reset_after and "bias" in w else bias
    recall = recall_after if reset_after else recall_before

    def step(states, x):
        (h,) = states
        z, r, g = jnp.split(through(x, w["kernel"], dropped, jnp.matmul) + bias, 3, axis=-1)
        seen_z, seen_r, seen_g = recall(w, h, forgotten)
        z = recurrent_activation(z + seen_z)
        r = recurrent_activation(r + seen_r)
        return (z * h + (1 - z) * activation(g + seen_g(r)),)

    return x, partial(scan_steps, step)


def gates_apart(w):
    """The weights of a GRU with its third gate as two: what it sees of x, and what of the state.

    Shapes: kernel [F, 3 u], recurrent_kernel [u, 3 u], bias [2, 3 u] -> [F, 4 u], [u, 4 u], [4 u].
    """
    kernel, recurrent = w["kernel"], w["recurrent_kernel"]
    units = recurrent.shape[0]
    z_and_r, g = jnp.split(recurrent, [2 * units], axis=-1)
    apart = {
        "kernel": jnp.pad(kernel, ((0, 0), (0, units))),
        "recurrent_kernel": jnp.concatenate([z_and_r, jnp.zeros_like(g), g], axis=-1),
    }
    if "bias" in w:
        of_x, of_h = w["bias"]
        of_both = of_x + jnp.where(jnp.arange(3 * units) < 2 * units, of_h, 0)
        apart["bias"] = jnp.concatenate([of_both, of_h[2 * units :]])
    return apart


def recall_after(w, h, forgotten):
    """What the gates of a GRU see of its state; the reset gate comes after the product."""
    seen = through(h, w["recurrent_kernel"], forgotten, jnp.matmul)
    if "bias" in w:
        seen = seen + w["bias"][1]
    seen_z, seen_r, seen_g = jnp.split(seen, 3, axis=-1)
    return seen_z, seen_r, lambda r: r * seen_g


def recall_before(w, h, forgotten):
    """What the gates of a GRU see of its state; the reset gate comes before the product."""
    kernel, two = w["recurrent_kernel"], 2 * h.shape[-1]
    masks = (None, None) if forgotten is None else (forgotten[:2], forgotten[2:])
    seen = through(h, kernel[:, :two], masks[0], jnp.matmul)
    seen_z, seen_r = jnp.split(seen, 2, axis=-1)
    return seen_z, seen_r, lambda r: through(r * h, kernel[:, two:], masks[1], jnp.matmul)


def infer_gru(p: Values, x: Spec, initial_h: Spec | None = None) -> dict[str, Spec]:
    """[T, F] -> output [T, n] or [n], state_h [u]; u and n are `units`. Raises: ShapeError.

    Both ways u is twice as much, and n where the outputs are put side by side.
    """
    need_sequence(x)
    return infer_states(p, x, (p.units,), h=initial_h)


def gru_weights(p: Values, x: Spec, *_: Spec | None) -> Arrays:
    """kernel [F, 3 u], recurrent_kernel [u, 3 u], bias [3 u] or [2, 3 u]."""
    return gated_weights(p, x, 3, bias_rows=2 if p.reset_after else 1)


def gru_flops(p: Values, x: Spec, *_: Spec | None) -> int:
    """Two products of matrices at each step."""
    return gated_flops(x, gru_weights(p, x))


INPUTS, OUTPUTS = ports("h")

MODULES = (
    Module(
        kind="gru",
        title="GRU",
        category="recurrent",
        help="Reads a sequence step by step; learns by itself how much each step changes what it "
        "keeps in mind. Lighter than an LSTM.",
        source="https://keras.io/api/layers/recurrent_layers/gru/",
        params=(
            UNITS,
            ACTIVATION,
            RECURRENT_ACTIVATION,
            USE_BIAS,
            Flag(
                name="reset_after",
                default=True,
                advanced=True,
                help="Whether the reset gate acts after the product with the recurrent kernel, "
                "as in most libraries; otherwise before it, as in the first paper.",
            ),
            *ARRAYS,
            *LOOP,
        ),
        inputs=INPUTS,
        outputs=OUTPUTS,
        infer=infer_gru,
        weights=gru_weights,
        flops=gru_flops,
        apply=gru,
        mask=MASK,
        by_steps=True,
        has_kernel=partial(has_kernel, "gru"),
        keras="layers.GRU",
        left_out={**LEFT_OUT, **USE_CUDNN},
        words=(
            "gated recurrent unit",
            "recurrent",
            "sequence",
            "bidirectional",
            "게이트 순환 유닛",
            "순환 신경망",
            "양방향",
            "nn.GRU",
            "nnx.GRUCell",
        ),
        main=("units",),
    ),
)
