"""Layers that make one tensor of several. The order of the wires is the order of the inputs."""

from collections.abc import Callable
from typing import Any

from hornstudio.engine.errors import ShapeError, Text
from hornstudio.engine.lazy import jnp
from hornstudio.engine.module import Module, Port
from hornstudio.engine.modules.axis import joint_dtype, sample_axis
from hornstudio.engine.modules.layers.setting import no_flops
from hornstudio.engine.params import Int, Param, Values
from hornstudio.engine.problem import Insert, Remedy
from hornstudio.engine.shapes import Dim, Shape, Spec, product


def same_rank(inputs):
    """Give all the rank of the highest, by dimensions of 1 after the batch."""
    rank = max(x.ndim for x in inputs)
    return [x.reshape(x.shape[0], *(1,) * (rank - x.ndim), *x.shape[1:]) for x in inputs]


def add(inputs):
    """Add tensors number by number.

    y = x1 + x2 + ...; a dimension of 1 is repeated as often as the others need.
    Shapes: each [B, ...] -> [B, ...]. Source: https://keras.io/api/layers/merging_layers/add/
    """
    first, *others = same_rank(inputs)
    for x in others:
        first = first + x
    return first


def multiply(inputs):
    """Multiply tensors number by number.

    y = x1 * x2 * ...; a dimension of 1 is repeated as often as the others need.
    Shapes: each [B, ...] -> [B, ...].
    Source: https://keras.io/api/layers/merging_layers/multiply/
    """
    first, *others = same_rank(inputs)
    for x in others:
        first = first * x
    return first


def concatenate(inputs, *, axis):
    """Put tensors behind one another along an axis.

    Shapes: each [B, ..., n, ...] -> [B, ..., n1 + n2 + ..., ...], equal but for `axis`.
    Source: https://keras.io/api/layers/merging_layers/concatenate/
    """
    return jnp.concatenate(inputs, axis=axis)


def infer_elementwise(p: Values, inputs: tuple[Spec, ...]) -> Spec:
    """Shapes that are equal, or equal after repeating -> one of them. Raises: ShapeError."""
    need_several(inputs)
    shape = inputs[0].shape
    for x in inputs[1:]:
        merged = _broadcast(shape, x.shape)
        if merged is None:
            raise _misfit(inputs, Text("need equal shapes"))
        shape = merged
    return Spec(shape, joint_dtype(inputs))


def _broadcast(one: Shape, other: Shape) -> Shape | None:
    """The shape of both after repeating dimensions of 1, or None where they do not fit."""
    if len(one) < len(other):
        one, other = other, one
    lead = len(one) - len(other)
    merged: list[Dim] = list(one[:lead])
    for mine, theirs in zip(one[lead:], other, strict=True):
        if isinstance(mine, int) and isinstance(theirs, int) and 1 != mine != theirs != 1:
            return None
        merged.append(theirs if mine == 1 or (isinstance(theirs, int) and theirs != 1) else mine)
    return tuple(merged)


def infer_concatenate(p: Values, inputs: tuple[Spec, ...]) -> Spec:
    """Shapes that are equal but for `axis` -> their lengths there added. Raises: ShapeError."""
    need_several(inputs)
    if len({x.rank for x in inputs}) > 1:
        raise _misfit(inputs, Text("need the same number of dimensions"))
    place = sample_axis(p.axis, inputs[0], "inputs")
    rests = [x.shape[:place] + x.shape[place + 1 :] for x in inputs]
    if any(_differ(rests[0], rest) for rest in rests[1:]):
        raise _misfit(inputs, Text("need equal dimensions, except for axis {axis}", axis=p.axis))
    shape = list(inputs[0].shape)
    shape[place] = _sum(x.shape[place] for x in inputs)
    return Spec(tuple(shape), joint_dtype(inputs))


def _differ(one: Shape, other: Shape) -> bool:
    """Whether two shapes of the same rank certainly differ."""
    pairs = zip(one, other, strict=True)
    return any(a != b and isinstance(a, int) and isinstance(b, int) for a, b in pairs)


def _sum(lengths: Any) -> Dim:
    known, symbols = 0, []
    for length in lengths:
        if isinstance(length, int):
            known += length
        else:
            symbols.append(length)
    return "+".join([*symbols, *([str(known)] if known else [])]) if symbols else known


def need_several(inputs: tuple[Spec, ...]) -> None:
    """Merging takes two or more. Raises: ShapeError."""
    if len(inputs) < 2:
        raise ShapeError("gets one input; needs at least 2", port="inputs")


def _misfit(inputs: tuple[Spec, ...], need: Text) -> ShapeError:
    """The error for shapes that do not go together; flattening the last wire may mend it."""
    last = inputs[-1]
    row = Spec((product(last.shape),), last.dtype)
    fits = all(x.rank == 1 for x in inputs[:-1]) and last.rank > 1
    remedies = [Remedy(Text("Insert Flatten"), Insert("flatten"), str(row))] if fits else []
    shapes = " and ".join(str(x) for x in inputs)
    return ShapeError(
        "gets {shapes}; {need}", port="inputs", remedies=remedies, shapes=shapes, need=need
    )


def elementwise_flops(p: Values, inputs: tuple[Spec, ...]) -> int:
    """One operation for each number and each input after the first."""
    return (len(inputs) - 1) * (infer_elementwise(p, inputs).size or 0)


def _merging(
    apply: Callable[..., Any],
    infer: Callable[..., Spec],
    help: str,
    words: tuple[str, ...],
    *params: Param,
    flops: Callable[..., int] = elementwise_flops,
) -> Module:
    name = apply.__name__
    return Module(
        kind=name,
        title=name.capitalize(),
        category="reshape",
        help=help,
        source=f"https://keras.io/api/layers/merging_layers/{name}/",
        params=params,
        inputs=(Port("inputs", many=True),),
        infer=infer,
        flops=flops,
        apply=apply,
        keras=f"layers.{name.capitalize()}",
        words=words,
        main=tuple(p.name for p in params),
    )


MODULES = (
    _merging(
        add,
        infer_elementwise,
        "Adds tensors number by number; makes the shortcut of a residual net.",
        ("sum", "residual", "skip connection", "더하기", "덧셈", "torch.add", "jnp.add"),
    ),
    _merging(
        multiply,
        infer_elementwise,
        "Multiplies tensors number by number; one can open and close the other like a gate.",
        ("product", "gate", "곱하기", "곱셈", "torch.mul", "jnp.multiply"),
    ),
    _merging(
        concatenate,
        infer_concatenate,
        "Puts tensors behind one another.",
        ("merge", "join", "stack", "연결", "이어 붙이기", "torch.cat", "jnp.concatenate"),
        Int(name="axis", default=-1, help="Axis along which they are put behind one another."),
        flops=no_flops,
    ),
)
