"""LSTM: a recurrent layer with a memory of its own, which gates open and close."""

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
    RECURRENT_ACTIVATION,
    UNIT_FORGET_BIAS,
    UNITS,
    USE_CUDNN,
    forget_slice,
    gated_flops,
    gated_weights,
    infer_states,
    need_sequence,
    ports,
)
from hornstudio.engine.modules.layers.recurrent.update import lstm_states
from hornstudio.engine.modules.layers.setting import USE_BIAS
from hornstudio.engine.params import Values
from hornstudio.engine.shapes import Spec


def lstm(
    w,
    x,
    initial_h=None,
    initial_c=None,
    *,
    activation,
    recurrent_activation,
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
    """Reads a sequence step by step and keeps a memory, which gates fill, empty and show.

    [i, f, g, o] = x[t] @ kernel + h[t-1] @ recurrent_kernel + bias, each of u numbers;
    c[t] = r(f) * c[t-1] + r(i) * a(g), h[t] = r(o) * a(c[t]), r the recurrent_activation and
    a the activation; h[-1] and c[-1] are initial_h and initial_c, or 0.
    Shapes: x [B, T, F], initial_h and initial_c [B, u]; kernel [F, 4 u],
        recurrent_kernel [u, 4 u], bias [4 u]
        -> output [B, T, u] or that of the last step [B, u], state_h and state_c [B, u].
    Source: Hochreiter and Schmidhuber, 1997, doi:10.1162/neco.1997.9.8.1735; the forget gate:
        Gers et al., 2000, doi:10.1162/089976600300015015.
    """
    cell = partial(
        lstm_cell,
        activation=activation or same,
        recurrent_activation=recurrent_activation or same,
        dropout=dropout,
        recurrent_dropout=recurrent_dropout,
    )
    output, (h, c) = recur(
        cell,
        w,
        x,
        (initial_h, initial_c),
        key if training else None,
        mask,
        bidirectional=bidirectional,
        go_backwards=go_backwards,
        return_sequences=return_sequences,
        zero_output_for_mask=zero_output_for_mask,
    )
    return output, h, c


def lstm_cell(w, x, keys, *, activation, recurrent_activation, dropout, recurrent_dropout):
    """The step of an LSTM, which takes the inputs as they are."""
    units = w["recurrent_kernel"].shape[0]
    masks = 4 if recurrent_dropout else 1
    dropped = drop_masks(keys[0], x.shape[1:], dropout, masks)
    forgotten = drop_masks(keys[1], (x.shape[1], units), recurrent_dropout, masks)
    update = partial(lstm_states, activation=activation, recurrent_activation=recurrent_activation)
    return gates_loop(update, w, x, dropped, forgotten)


def infer_lstm(
    p: Values, x: Spec, initial_h: Spec | None = None, initial_c: Spec | None = None
) -> dict[str, Spec]:
    """[T, F] -> output [T, n] or [n], state_h [u], state_c [u]; u and n are `units`.

    Both ways u is twice as much, and n where the outputs are put side by side.
    Raises: ShapeError.
    """
    need_sequence(x)
    return infer_states(p, x, (p.units,), h=initial_h, c=initial_c)


def lstm_weights(p: Values, x: Spec, *_: Spec | None) -> Arrays:
    """kernel [F, 4 u], recurrent_kernel [u, 4 u], bias [4 u]."""
    return gated_weights(p, x, 4, ones=forget_slice(p, p.units))


def lstm_flops(p: Values, x: Spec, *_: Spec | None) -> int:
    """Two products of matrices at each step."""
    return gated_flops(x, lstm_weights(p, x))


INPUTS, OUTPUTS = ports("h", "c")

MODULES = (
    Module(
        kind="lstm",
        title="LSTM",
        category="recurrent",
        help="Reads a sequence step by step and keeps a memory; learns by itself what to keep, "
        "what to forget and what to show.",
        source="https://keras.io/api/layers/recurrent_layers/lstm/",
        params=(
            UNITS,
            ACTIVATION,
            RECURRENT_ACTIVATION,
            USE_BIAS,
            UNIT_FORGET_BIAS,
            *ARRAYS,
            *LOOP,
        ),
        inputs=INPUTS,
        outputs=OUTPUTS,
        infer=infer_lstm,
        weights=lstm_weights,
        flops=lstm_flops,
        apply=lstm,
        mask=MASK,
        by_steps=True,
        has_kernel=partial(has_kernel, "lstm"),
        keras="layers.LSTM",
        left_out={**LEFT_OUT, **USE_CUDNN},
        words=(
            "long short-term memory",
            "recurrent",
            "sequence",
            "bidirectional",
            "장단기 메모리",
            "순환 신경망",
            "양방향",
            "nn.LSTM",
            "nnx.LSTMCell",
        ),
        main=("units",),
    ),
)
