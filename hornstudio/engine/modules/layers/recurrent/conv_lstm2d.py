"""ConvLSTM: an LSTM over pictures, whose products are convolutions."""

from functools import partial

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.module import Arrays, Module
from hornstudio.engine.modules.axis import known_length, need_float
from hornstudio.engine.modules.layers.convolution.own import convolve
from hornstudio.engine.modules.layers.convolution.setting import (
    FILTERS,
    dilation_rate,
    kernel_size,
    need_one_of_strides_and_dilation,
    strides,
)
from hornstudio.engine.modules.layers.convolution.window import edges
from hornstudio.engine.modules.layers.recurrent.gated import scan_steps
from hornstudio.engine.modules.layers.recurrent.loop import drop_masks, recur, same, through
from hornstudio.engine.modules.layers.recurrent.setting import (
    ACTIVATION,
    ARRAYS,
    LEFT_OUT,
    LOOP,
    MASK,
    RECURRENT_ACTIVATION,
    UNIT_FORGET_BIAS,
    directed,
    forget_slice,
    gated_flops,
    infer_states,
    ports,
)
from hornstudio.engine.modules.layers.recurrent.update import lstm_states
from hornstudio.engine.modules.layers.setting import PADDING, USE_BIAS
from hornstudio.engine.modules.layers.window import count_of, slide
from hornstudio.engine.params import Values
from hornstudio.engine.shapes import Shape, Spec


def conv_lstm2d(
    w,
    x,
    initial_h=None,
    initial_c=None,
    *,
    strides,
    padding,
    dilation_rate,
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
    """Reads a sequence of pictures and keeps a memory for every place of them.

    [i, f, g, o] = x[t] * kernel + h[t-1] * recurrent_kernel + bias, the * convolutions, that of
    h with padding same; c[t] = r(f) c[t-1] + r(i) a(g), h[t] = r(o) a(c[t]), r the
    recurrent_activation and a the activation; h[-1] and c[-1] are initial_h and initial_c, or 0.
    Shapes: x [B, T, H, W, C], initial_h and initial_c [B, H', W', u]; kernel [kh, kw, C, 4 u],
        recurrent_kernel [kh, kw, u, 4 u], bias [4 u]
        -> output [B, T, H', W', u] or that of the last step [B, H', W', u], state_h and state_c
        [B, H', W', u].
    Source: Shi et al., 2015, arXiv:1506.04214, without its peepholes.
    """
    cell = partial(
        conv_lstm2d_cell,
        strides=strides,
        padding=padding,
        dilation_rate=dilation_rate,
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


def conv_lstm2d_cell(
    w,
    x,
    keys,
    *,
    strides,
    padding,
    dilation_rate,
    activation,
    recurrent_activation,
    dropout,
    recurrent_dropout,
):
    """The step of a convolutional LSTM, which takes the inputs convolved for all steps at once."""
    size, units = w["kernel"].shape[:2], w["recurrent_kernel"].shape[-2]
    margins = edges(x.shape[2:4], size, strides, dilation_rate, padding)

    def convolve_inputs(x, kernel):
        seen = convolve(
            x.reshape(-1, *x.shape[2:]), kernel, strides, margins, dilation_rate, groups=1
        )
        return seen.reshape(*x.shape[:2], *seen.shape[1:])

    def convolve_state(h, kernel):
        around = edges(h.shape[1:3], size, (1, 1), (1, 1), "same")
        return convolve(h, kernel, (1, 1), around, (1, 1), groups=1)

    dropped = drop_masks(keys[0], x.shape[1:], dropout, 4)
    taken = through(x, w["kernel"], dropped, convolve_inputs) + w.get("bias", 0.0)
    forgotten = drop_masks(keys[1], (*taken.shape[1:-1], units), recurrent_dropout, 4)

    def step(states, taken):
        gates = taken + through(states[0], w["recurrent_kernel"], forgotten, convolve_state)
        return lstm_states(
            gates, states, activation=activation, recurrent_activation=recurrent_activation
        )

    return taken, partial(scan_steps, step)


def infer_conv_lstm2d(
    p: Values, x: Spec, initial_h: Spec | None = None, initial_c: Spec | None = None
) -> dict[str, Spec]:
    """[T, H, W, C] -> output [T, H', W', n] or [H', W', n], state_h and state_c [H', W', u].

    u and n are `filters`; both ways u is twice as much, and n where the outputs are put side by
    side. Raises: ShapeError.
    """
    if x.rank != 4:
        raise ShapeError(
            "gets {spec}; needs a sequence of pictures: steps, height, width and channels",
            port="input",
            spec=str(x),
        )
    need_float(x)
    need_one_of_strides_and_dilation(p)
    return infer_states(p, x, (*_places(p, x), p.filters), h=initial_h, c=initial_c)


def _places(p: Values, x: Spec) -> Shape:
    """Height and width of the states. Raises: ShapeError."""
    known_length(x, 3)
    picture = x.with_shape(x.shape[1:])
    return slide(picture, p.kernel_size, p.strides, p.padding, p.dilation_rate, "kernel_size")


def conv_lstm2d_weights(p: Values, x: Spec, *_: Spec | None) -> Arrays:
    """kernel [kh, kw, C, 4 u], recurrent_kernel [kh, kw, u, 4 u], bias [4 u]."""
    channels, gates = known_length(x, 3), 4 * p.filters
    return directed(
        p,
        (*p.kernel_size, channels, gates),
        (*p.kernel_size, p.filters, gates),
        (gates,),
        ones=forget_slice(p, p.filters),
    )


def conv_lstm2d_flops(p: Values, x: Spec, *_: Spec | None) -> int:
    """Two convolutions at each step."""
    return gated_flops(x, conv_lstm2d_weights(p, x)) * count_of(_places(p, x))


INPUTS, OUTPUTS = ports("h", "c")

MODULES = (
    Module(
        kind="conv_lstm2d",
        title="ConvLSTM2D",
        category="recurrent",
        help="Reads a sequence of pictures, such as a film, and keeps a memory for every place of "
        "them.",
        source="https://keras.io/api/layers/recurrent_layers/conv_lstm2d/",
        params=(
            FILTERS,
            kernel_size(2),
            strides(2),
            PADDING,
            dilation_rate(2),
            ACTIVATION,
            RECURRENT_ACTIVATION,
            USE_BIAS,
            UNIT_FORGET_BIAS,
            *ARRAYS,
            *LOOP,
        ),
        inputs=INPUTS,
        outputs=OUTPUTS,
        infer=infer_conv_lstm2d,
        weights=conv_lstm2d_weights,
        flops=conv_lstm2d_flops,
        apply=conv_lstm2d,
        mask=MASK,
        keras="layers.ConvLSTM2D",
        left_out={n: why for n, why in LEFT_OUT.items() if n != "unroll"},
        words=(
            "convolutional lstm",
            "recurrent",
            "video",
            "bidirectional",
            "합성곱 순환 신경망",
            "합성곱 장단기 메모리",
            "동영상",
            "양방향",
            "nn.ConvLSTMCell",
        ),
        main=("filters", "kernel_size"),
    ),
)
