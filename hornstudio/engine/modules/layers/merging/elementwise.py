"""Merging number by number. A dimension of 1 is repeated as often as the others need."""

from hornstudio.engine.lazy import jnp
from hornstudio.engine.module import Mask
from hornstudio.engine.modules.axis import joint_dtype
from hornstudio.engine.modules.layers.merging.inputs import (
    merging,
    misfit,
    need_several,
    need_two,
)
from hornstudio.engine.params import Values
from hornstudio.engine.shapes import Dim, Shape, Spec
from hornstudio.engine.text import Text


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


def average(inputs):
    """Take the mean of tensors number by number.

    y = (x1 + x2 + ... + xn) / n; a dimension of 1 is repeated as often as the others need.
    Shapes: each [B, ...] -> [B, ...]. Source: https://keras.io/api/layers/merging_layers/average/
    """
    return add(inputs) / len(inputs)


def subtract(inputs):
    """Subtract the second tensor from the first, number by number.

    y = x1 - x2; a dimension of 1 is repeated as often as the other needs.
    Shapes: each [B, ...] -> [B, ...].
    Source: https://keras.io/api/layers/merging_layers/subtract/
    """
    one, other = same_rank(inputs)
    return one - other


def multiply(inputs, *, masks=None):
    """Multiply tensors number by number.

    y = x1 * x2 * ...; a dimension of 1 is repeated as often as the others need. With masks, a
    step that does not count is a 1; where all inputs have one and the step counts in none, y = 0.
    Shapes: each [B, ...] -> [B, ...].
    Source: https://keras.io/api/layers/merging_layers/multiply/
    """
    kept = full_masks(inputs, masks)
    parts = [
        x if mask is None else jnp.where(over(mask, x), x, 1)
        for x, mask in zip(same_rank(inputs), kept, strict=True)
    ]
    y = parts[0]
    for x in parts[1:]:
        y = y * x
    if any(mask is None for mask in kept):
        return y
    return jnp.where(over(counts_somewhere(masks=[kept]), y), y, 0)


def maximum(inputs, *, masks=None):
    """Take the largest of several numbers at each place.

    y = max(x1, x2, ...); a dimension of 1 is repeated as often as the others need. A step that
    does not count in an input leaves the choice to the others.
    Shapes: each [B, ...] -> [B, ...].
    Source: https://keras.io/api/layers/merging_layers/maximum/
    """
    return pick(jnp.maximum, inputs, masks)


def minimum(inputs, *, masks=None):
    """Take the smallest of several numbers at each place.

    y = min(x1, x2, ...); a dimension of 1 is repeated as often as the others need. A step that
    does not count in an input leaves the choice to the others.
    Shapes: each [B, ...] -> [B, ...].
    Source: https://keras.io/api/layers/merging_layers/minimum/
    """
    return pick(jnp.minimum, inputs, masks)


def pick(better, inputs, masks):
    """The better of two again and again; what does not count is replaced by what it meets.

    Once an input without a mask was met, all that was picked counts.
    """
    wholes, kept = same_rank(inputs), full_masks(inputs, masks)
    y, counts = wholes[0], kept[0]
    for x, mask in zip(wholes[1:], kept[1:], strict=True):
        if mask is not None:
            x = jnp.where(over(mask, x), x, y)
        if counts is not None:
            y = jnp.where(over(counts, y), y, x)
        both = counts is not None and mask is not None
        counts = counts | mask if both else None
        y = better(y, x)
    return y


def full_masks(inputs, masks):
    """The mask of each input, None for those that have fewer dimensions than others."""
    rank = max(x.ndim for x in inputs)
    given = masks[0] if masks else [None] * len(inputs)
    return [m if x.ndim == rank else None for x, m in zip(inputs, given, strict=True)]


def over(mask, x):
    """A mask of steps with a dimension of 1 for each that a step of x holds."""
    return mask.reshape(mask.shape + (1,) * (x.ndim - mask.ndim))


def counts_somewhere(*, masks):
    """Which steps count in at least one input. Shapes: each [B, T] -> [B, T]."""
    widest = max(masks[0], key=lambda mask: mask.ndim)
    found = widest
    for mask in masks[0]:
        found = found | over(mask, widest)
    return found


ALL_MASKED = Mask(lambda p, masked: "make" if all(masked[0]) else "drop", counts_somewhere)
"""Only where every input has a mask does one go on."""


def infer_elementwise(p: Values, inputs: tuple[Spec, ...]) -> Spec:
    """Shapes that are equal, or equal after repeating -> one of them. Raises: ShapeError."""
    need_several(inputs)
    shape = inputs[0].shape
    for x in inputs[1:]:
        merged = _broadcast(shape, x.shape)
        if merged is None:
            raise misfit(inputs, Text("need equal shapes"))
        shape = merged
    return Spec(shape, joint_dtype(inputs))


def infer_average(p: Values, inputs: tuple[Spec, ...]) -> Spec:
    """The same; a mean has a fraction. Raises: ShapeError."""
    return Spec(infer_elementwise(p, inputs).shape)


def infer_subtract(p: Values, inputs: tuple[Spec, ...]) -> Spec:
    """The same, for just two. Raises: ShapeError."""
    need_two(inputs)
    return infer_elementwise(p, inputs)


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


def elementwise_flops(p: Values, inputs: tuple[Spec, ...]) -> int:
    """One operation for each number and each input after the first."""
    return (len(inputs) - 1) * (infer_elementwise(p, inputs).size or 0)


def average_flops(p: Values, inputs: tuple[Spec, ...]) -> int:
    """One operation for each number and each input: the division is the last."""
    return len(inputs) * (infer_elementwise(p, inputs).size or 0)


MODULES = (
    merging(
        add,
        infer_elementwise,
        "Adds tensors number by number; makes the shortcut of a residual net.",
        ("sum", "residual", "skip connection", "더하기", "덧셈", "torch.add", "jnp.add"),
        flops=elementwise_flops,
        mask=ALL_MASKED,
    ),
    merging(
        subtract,
        infer_subtract,
        "Subtracts the second tensor from the first, number by number.",
        ("difference", "minus", "빼기", "뺄셈", "차이", "torch.sub", "jnp.subtract"),
        flops=elementwise_flops,
        mask=ALL_MASKED,
    ),
    merging(
        multiply,
        infer_elementwise,
        "Multiplies tensors number by number; one can open and close the other like a gate.",
        ("product", "gate", "곱하기", "곱셈", "torch.mul", "jnp.multiply"),
        flops=elementwise_flops,
        mask=ALL_MASKED,
    ),
    merging(
        average,
        infer_average,
        "Takes the mean of tensors number by number; lets several branches vote.",
        ("mean", "ensemble", "vote", "평균", "torch.mean", "jnp.mean"),
        flops=average_flops,
        mask=ALL_MASKED,
    ),
    merging(
        maximum,
        infer_elementwise,
        "Takes the largest of several numbers at each place.",
        ("max", "largest", "maxout", "최댓값", "최대", "torch.maximum", "jnp.maximum"),
        flops=elementwise_flops,
        mask=ALL_MASKED,
    ),
    merging(
        minimum,
        infer_elementwise,
        "Takes the smallest of several numbers at each place.",
        ("min", "smallest", "최솟값", "최소", "torch.minimum", "jnp.minimum"),
        flops=elementwise_flops,
        mask=ALL_MASKED,
    ),
)
