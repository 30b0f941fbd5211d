"""What recurrent layers share in their declarations: params, ports, shapes and weights."""

from dataclasses import replace
from math import prod

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.module import Arrays, Mask, Port
from hornstudio.engine.modules.axis import known_length, need_float
from hornstudio.engine.modules.layers.core import EMBEDDING_ROWS
from hornstudio.engine.modules.layers.setting import (
    ACTIVITY_REGULARIZER,
    BIAS,
    constraint,
    initializer,
    kernel_params,
    regularizer,
    weight_array,
)
from hornstudio.engine.params import Choice, Flag, Float, Int, Nested, Values
from hornstudio.engine.problem import Insert, Remedy, set_to
from hornstudio.engine.shapes import Shape, Spec, shape_text
from hornstudio.engine.text import Text

DIRECTIONS = ("forward_", "backward_")
"""What stands before the names of the weights of each direction."""

UNITS = Int(name="units", default=32, low=1, help="How many numbers the layer keeps in mind.")
ACTIVATION = Nested(
    name="activation",
    category="activation",
    default="tanh",
    optional=True,
    help="Function applied to what a step adds to the state; none leaves it as it is.",
)
RECURRENT_ACTIVATION = Nested(
    name="recurrent_activation",
    category="activation",
    default="sigmoid",
    optional=True,
    help="Function that opens and closes the gates; none leaves them as they are.",
)
UNIT_FORGET_BIAS = Flag(
    name="unit_forget_bias",
    default=True,
    advanced=True,
    help="Whether the forget gate's bias starts at 1, so that at first nothing is forgotten.",
)
ARRAYS = (
    *kernel_params("kernel", "kernel"),
    initializer("recurrent_initializer", "orthogonal", "recurrent kernel"),
    regularizer("recurrent_regularizer", "recurrent kernel"),
    constraint("recurrent_constraint", "recurrent kernel"),
    *BIAS,
    ACTIVITY_REGULARIZER,
)
LOOP = (
    Flag(
        name="return_sequences",
        default=False,
        help="Whether to give the output of every step; otherwise only that of the last.",
    ),
    Choice(
        name="bidirectional",
        default=None,
        optional=True,
        options=("concat", "sum", "mul", "ave"),
        help="How the outputs of two layers are joined, of which one reads the sequence from its "
        "end; none for one layer that reads forward.",
    ),
    Float(
        name="dropout",
        default=0.0,
        low=0.0,
        below=1.0,
        help="Share of the inputs that become 0 while training, the same at every step.",
    ),
    Float(
        name="recurrent_dropout",
        default=0.0,
        low=0.0,
        below=1.0,
        help="Share of the state that no step sees while training, the same at every step.",
    ),
    Flag(
        name="go_backwards",
        default=False,
        advanced=True,
        help="Whether to begin at the last step; the outputs then come in that order too.",
    ),
    Flag(
        name="zero_output_for_mask",
        default=False,
        advanced=True,
        help="Whether steps that do not count give zeros; otherwise they repeat the output before "
        "them. A bidirectional layer that returns sequences gives zeros in any case.",
    ),
)
LEFT_OUT = {
    "return_state": "the states always leave by ports of their own",
    "stateful": "batches are shuffled; wire states from one layer into another instead",
    "unroll": "the loop is compiled as a whole",
}
USE_CUDNN = {"use_cudnn": "the same code runs on every device"}
MASK = Mask(
    lambda p, masked: "keep" if p.return_sequences and masked[0] else "drop",
    heeds=lambda wired: not any(wired[1:]),
)
"""Where an initial state comes in, Keras looks at no mask: all steps count, and it goes on."""


def ports(*states: str) -> tuple[tuple[Port, ...], tuple[Port, ...]]:
    """Inputs and outputs of a layer with states of these names, such as h and c."""
    begin = (Port(f"initial_{name}", optional=True) for name in states)
    end = (Port(f"state_{name}") for name in states)
    return (Port("input"), *begin), (Port("output"), *end)


def need_sequence(x: Spec) -> None:
    """Refuse what is not steps and features. Raises: ShapeError."""
    if x.rank != 2:
        raise ShapeError(
            "gets {spec}; needs a sequence: steps and features",
            port="input",
            remedies=as_sequence(x),
            spec=str(x),
        )
    need_float(x)
    known_length(x, 1)


def as_sequence(x: Spec) -> list[Remedy]:
    """Ids become vectors; a row becomes steps of one number, a picture steps of its rows."""
    if x.rank == 1 and x.dtype.startswith("int"):
        count = x.classes or EMBEDDING_ROWS
        return [Remedy(Text("Insert Embedding"), Insert("embedding", {"input_dim": count}))]
    if x.rank == 0 or not all(isinstance(n, int) for n in x.shape[1:]):
        return []
    shape = (x.shape[0], prod(int(n) for n in x.shape[1:]))
    target = [n if isinstance(n, int) else -1 for n in shape]
    text = shape_text(shape)
    label = Text("Insert Reshape to {shape}", shape=text)
    return [Remedy(label, Insert("reshape", {"target_shape": target}), text)]


def infer_states(p: Values, x: Spec, one: Shape, **initial: Spec | None) -> dict[str, Spec]:
    """Output and states by port. Raises: ShapeError.

    one: shape of a state of one direction. initial: what comes into `initial_h` and the like.
    """
    if p.bidirectional and p.go_backwards:
        raise ShapeError(
            "go_backwards is set, but a bidirectional layer goes both ways already",
            remedies=[
                set_to("go_backwards", False),
                set_to("bidirectional", None),
            ],
        )
    whole = (*one[:-1], _doubled(one[-1])) if p.bidirectional else one
    for name, spec in initial.items():
        if spec is not None:
            _check_initial(p, spec, whole, f"initial_{name}")
    output = whole if p.bidirectional == "concat" else one
    steps = x.shape[:1] if p.return_sequences else ()
    states = {f"state_{name}": Spec(whole) for name in initial}
    return {"output": Spec((*steps, *output)), **states}


def _doubled(length: int | str) -> int:
    assert isinstance(length, int)  # units and filters are params
    return 2 * length


def _check_initial(p: Values, spec: Spec, need: Shape, port: str) -> None:
    fits = spec.rank == len(need) and all(
        a == b or isinstance(a, str) or isinstance(b, str)
        for a, b in zip(spec.shape, need, strict=True)
    )
    if not fits:
        raise ShapeError(
            "gets {spec}; needs {need}, as large as the state",
            port=port,
            remedies=_other_units(p, spec) if len(need) == 1 else [],
            spec=str(spec),
            need=shape_text(need),
        )
    need_float(spec, port)


def _other_units(p: Values, spec: Spec) -> list[Remedy]:
    """As many units as make a state of that length."""
    ways = 2 if p.bidirectional else 1
    if spec.rank != 1 or not spec.size or spec.size % ways:
        return []
    units = spec.size // ways
    return [set_to("units", units)]


def directed(
    p: Values,
    kernel: tuple[int, ...],
    recurrent: tuple[int, ...],
    bias: tuple[int, ...],
    ones: tuple[int, int] | None = None,
) -> Arrays:
    """kernel, recurrent_kernel and bias of these shapes; two of each where it goes both ways.

    ones: from where to where the bias starts at 1.
    """
    arrays = (
        weight_array(kernel),
        weight_array(recurrent, "recurrent_kernel", "recurrent"),
        *((replace(weight_array(bias, "bias"), ones=ones),) if p.use_bias else ()),
    )
    if not p.bidirectional:
        return arrays
    return tuple(replace(a, name=way + a.name) for way in DIRECTIONS for a in arrays)


def gated_weights(
    p: Values, x: Spec, gates: int, bias_rows: int = 1, ones: tuple[int, int] | None = None
) -> Arrays:
    """kernel [F, gates * units], recurrent_kernel [units, gates * units], bias [gates * units]."""
    wide = gates * p.units
    bias = (wide,) if bias_rows == 1 else (bias_rows, wide)
    return directed(p, (known_length(x, 1), wide), (p.units, wide), bias, ones)


def forget_slice(p: Values, size: int) -> tuple[int, int] | None:
    """Where the bias of an LSTM starts at 1: that of the forget gate, the second of the four."""
    return (size, 2 * size) if p.unit_forget_bias else None


def gated_flops(x: Spec, weights: Arrays) -> int:
    """A multiplication and an addition for each weight of the kernels, at each step."""
    steps = x.shape[0] if isinstance(x.shape[0], int) else 0
    return 2 * steps * sum(a.size for a in weights if a.name.endswith("kernel"))
