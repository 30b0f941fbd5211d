"""The simplest recurrent layer: its output goes back into it."""

from functools import partial

from hornstudio.engine.module import Arrays, Module
from hornstudio.engine.modules.layers.recurrent.loop import drop_masks, gates_loop, recur, same
from hornstudio.engine.modules.layers.recurrent.own import has_kernel
from hornstudio.engine.modules.layers.recurrent.setting import (
    ACTIVATION,
    ARRAYS,
    LEFT_OUT,
    LOOP,
    MASK,
    UNITS,
    gated_flops,
    gated_weights,
    infer_states,
    need_sequence,
    ports,
)
from hornstudio.engine.modules.layers.recurrent.update import simple_rnn_states
from hornstudio.engine.modules.layers.setting import USE_BIAS
from hornstudio.engine.params import Values
from hornstudio.engine.shapes import Spec


def simple_rnn(
    w,
    x,
    initial_h=None,
    *,
    activation,
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
    """Reads a sequence step by step; each output also depends on the one before.

    h[t] = activation(x[t] @ kernel + h[t-1] @ recurrent_kernel + bias), h[-1] = initial_h or 0.
    Shapes: x [B, T, F], initial_h [B, u]; kernel [F, u], recurrent_kernel [u, u], bias [u]
        -> output [B, T, u] or that of the last step [B, u], and state_h [B, u].
    Source: Elman, 1990, doi:10.1207/s15516709cog1402_1.
    """
    output, (h,) = recur(
        partial(
            simple_rnn_cell,
            activation=activation or same,
            dropout=dropout,
            recurrent_dropout=recurrent_dropout,
        ),
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


def simple_rnn_cell(w, x, keys, *, activation, dropout, recurrent_dropout):
    """The step of a simple recurrent layer, which takes the inputs as they are."""
    units = w["recurrent_kernel"].shape[0]
    dropped = drop_masks(keys[0], x.shape[1:], dropout, 1)
    forgotten = drop_masks(keys[1], (x.shape[1], units), recurrent_dropout, 1)
    update = partial(simple_rnn_states, activation=activation)
    return gates_loop(update, w, x, dropped, forgotten)


def infer_simple_rnn(p: Values, x: Spec, initial_h: Spec | None = None) -> dict[str, Spec]:
    """[T, F] -> output [T, n] or [n], state_h [u]; u and n are `units`. Raises: ShapeError.

    Both ways u is twice as much, and n where the outputs are put side by side.
    """
    need_sequence(x)
    return infer_states(p, x, (p.units,), h=initial_h)


def simple_rnn_weights(p: Values, x: Spec, *_: Spec | None) -> Arrays:
    """kernel [F, u], recurrent_kernel [u, u], bias [u]."""
    return gated_weights(p, x, 1)


def simple_rnn_flops(p: Values, x: Spec, *_: Spec | None) -> int:
    """Two products of matrices at each step."""
    return gated_flops(x, simple_rnn_weights(p, x))


INPUTS, OUTPUTS = ports("h")

MODULES = (
    Module(
        kind="simple_rnn",
        title="SimpleRNN",
        category="recurrent",
        help="Reads a sequence step by step; each output also depends on the one before.",
        source="https://keras.io/api/layers/recurrent_layers/simple_rnn/",
        params=(UNITS, ACTIVATION, USE_BIAS, *ARRAYS, *LOOP),
        inputs=INPUTS,
        outputs=OUTPUTS,
        infer=infer_simple_rnn,
        weights=simple_rnn_weights,
        flops=simple_rnn_flops,
        apply=simple_rnn,
        mask=MASK,
        by_steps=True,
        has_kernel=partial(has_kernel, "simple_rnn"),
        keras="layers.SimpleRNN",
        left_out=LEFT_OUT,
        words=(
            "recurrent",
            "elman",
            "sequence",
            "bidirectional",
            "순환 신경망",
            "양방향",
            "nn.RNN",
            "nnx.SimpleCell",
        ),
        main=("units",),
    ),
)
