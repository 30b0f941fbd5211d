"""What attention layers share in their declarations: params, ports, shapes and weights."""

from dataclasses import replace
from math import prod

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.module import Arrays, Mask, Port
from hornstudio.engine.modules.axis import known_length, need_float
from hornstudio.engine.modules.initializers import BY_SHAPE
from hornstudio.engine.modules.layers.recurrent.setting import as_sequence
from hornstudio.engine.modules.layers.setting import BIAS, kernel_params, weight_array
from hornstudio.engine.params import Flag, Float, Int, Values
from hornstudio.engine.problem import UPSTREAM, Disconnect, Insert, Remedy, set_to
from hornstudio.engine.shapes import Dim, Shape, Spec, shape_text
from hornstudio.engine.text import Text

QKV = (Port("query"), Port("value", optional=True), Port("key", optional=True))
ATTENTION_MASK = Port("attention_mask", optional=True)
OUTPUTS = (Port("output"), Port("scores"))
# Keras' multi-head attention also takes the masks off its inputs while a model runs, so that some
# layers behind it forget them. Here masks stay with their wires.
MASK = Mask(lambda p, masked: "keep" if masked[0] else "drop")

DROPOUT = Float(
    name="dropout",
    default=0.0,
    low=0.0,
    below=1.0,
    help="Share of the weights of values that become 0 while training.",
)
USE_CAUSAL_MASK = Flag(
    name="use_causal_mask",
    default=False,
    help="Whether no step may look at a later one, as where the next word is to be guessed.",
)
SLIDING_WINDOW = Int(
    name="sliding_window",
    default=None,
    optional=True,
    low=1,
    help="How near a step must be to be looked at: 1 for itself alone, 2 for its neighbours too; "
    "none for any distance.",
)
USE_GATE = Flag(
    name="use_gate",
    default=False,
    advanced=True,
    help="Whether the query also says, number by number, how much of each head goes on.",
)
ARRAYS = (*kernel_params("kernel", "kernels"), *BIAS)
LEFT_OUT = {
    "flash_attention": "the compiler chooses how attention is computed on a device",
    "activity_regularizer": "in Keras it is for tensors within the layer",
}


def need_tensors(q: Spec, v: Spec | None, k: Spec | None, rank: int = 0) -> tuple[Spec, Spec, Spec]:
    """Query, value and key with known features, the latter two filled in where they are open.

    rank: how many dimensions they need; 0 for two or more. Raises: ShapeError.
    """
    for port, x in (("query", q), ("value", v), ("key", k)):
        if x is None:
            continue
        if x.rank < 2 or rank not in (0, x.rank):
            raise ShapeError(
                "gets {spec}; needs a sequence: steps and features",
                port=port,
                remedies=as_sequence(x),
                spec=str(x),
            )
        need_float(x, port)
    value = q if v is None else v
    return q, value, value if k is None else k


def need_known_features(q: Spec, v: Spec | None, k: Spec | None) -> None:
    """Refuse features of unknown length, which weights depend on. Raises: ShapeError."""
    for port, x in (("query", q), ("value", v), ("key", k)):
        if x is not None:
            known_length(x, x.rank - 1, port)


def need_same_lengths(q: Spec, v: Spec | None, k: Spec | None, attended: tuple[int, ...]) -> None:
    """Refuse keys that are not as many as values, and what differs where no step looks.

    attended: places in the shapes where queries and keys may differ. Raises: ShapeError.
    """
    for port, x in (("value", v), ("key", k)):
        if x is None:
            continue
        apart = [i for i in range(q.rank - 1) if i not in attended]
        if x.rank != q.rank or any(differ(x.shape[i], q.shape[i]) for i in apart):
            raise ShapeError(
                "gets {spec}; the query is {query}; need the same dimensions but for those that "
                "are attended to and the features",
                port=port,
                remedies=[_remove()],
                spec=str(x),
                query=str(q),
            )
    value = q if v is None else v
    if k is not None and any(differ(k.shape[i], value.shape[i]) for i in attended):
        raise ShapeError(
            "gets {spec}; the value is {value}; need a key for each value",
            port="key",
            remedies=[_remove()],
            spec=str(k),
            value=str(value),
        )


def need_features(q: Spec, x: Spec | None, port: str) -> None:
    """Refuse features that are not as many as those of the query. Raises: ShapeError."""
    if x is None or not differ(x.shape[-1], q.shape[-1]):
        return
    count = q.shape[-1]
    fit = str(x.with_shape((*x.shape[:-1], count)))
    raise ShapeError(
        "gets {spec}; needs {count} features, as the query {query} has",
        port=port,
        remedies=[
            set_to("units", count, UPSTREAM),
            Remedy(Text("Insert Dense with {n} units", n=count), _dense(count), fit),
        ],
        spec=str(x),
        count=count,
        query=str(q),
    )


def _dense(units: Dim) -> Insert:
    return Insert("dense", {"units": units})


def need_mask(mask: Spec | None, lead: Shape, pairs: Shape) -> None:
    """Refuse a mask that does not lie on the scores [*lead, *pairs]. Raises: ShapeError."""
    if mask is None:
        return
    head = mask.shape[: mask.rank - len(pairs)]
    fits = mask.rank >= len(pairs) and len(head) <= len(lead)
    if fits and not any(
        n != 1 and differ(n, need)
        for n, need in zip(mask.shape, (*lead[: len(head)], *pairs), strict=True)
    ):
        return
    size = Spec(pairs).size
    target = Insert("reshape", {"target_shape": list(pairs)})
    reshape = Remedy(Text("Insert Reshape to {shape}", shape=shape_text(pairs)), target)
    raise ShapeError(
        "gets {spec}; needs {need}: for each query, which keys it may look at",
        port="attention_mask",
        remedies=[*([reshape] if size and size == mask.size else []), _remove()],
        spec=str(mask),
        need=shape_text(pairs),
    )


def differ(one: Dim, other: Dim) -> bool:
    """Whether two lengths certainly differ."""
    return isinstance(one, int) and isinstance(other, int) and one != other


def _remove() -> Remedy:
    return Remedy(Text("Remove the wire"), Disconnect())


def projection(p: Values, name: str, inputs: Shape, outputs: Shape) -> Arrays:
    """A kernel from some dimensions to others, and a bias of the latter.

    How many numbers it takes in and gives out is not read off the shape of the kernel.
    """
    taken, given = (tuple(n for n in dims if isinstance(n, int)) for dims in (inputs, outputs))
    kernel = weight_array((*taken, *given), f"{name}_kernel", "kernel")
    if p.kernel_initializer.kind not in BY_SHAPE:
        kernel = replace(kernel, drawn_as=(prod(taken), prod(given)))
    bias = (weight_array(given, f"{name}_bias", "bias"),) if p.use_bias else ()
    return (kernel, *bias)


def projection_flops(arrays: Arrays, q: Spec, v: Spec | None, k: Spec | None) -> int:
    """A multiplication and an addition for each weight of the kernels, at each step it is for."""
    value = q if v is None else v
    source = {"key": value if k is None else k, "value": value}
    total = 0
    for array in arrays:
        name, _, what = array.name.rpartition("_")
        steps = Spec(source.get(name, q).shape[:-1]).size or 0
        total += 2 * steps * array.size * (what == "kernel")
    return total
