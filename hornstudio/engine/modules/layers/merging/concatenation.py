"""Putting tensors behind one another."""

from collections.abc import Iterable

from hornstudio.engine.lazy import jnp
from hornstudio.engine.module import Mask
from hornstudio.engine.modules.axis import joint_dtype, sample_axis
from hornstudio.engine.modules.layers.merging.inputs import differ, merging, misfit, need_several
from hornstudio.engine.modules.layers.setting import no_flops
from hornstudio.engine.params import Int, Values
from hornstudio.engine.shapes import Dim, Spec
from hornstudio.engine.text import Text


def concatenate(inputs, *, axis):
    """Put tensors behind one another along an axis.

    Shapes: each [B, ..., n, ...] -> [B, ..., n1 + n2 + ..., ...], equal but for `axis`.
    Source: https://keras.io/api/layers/merging_layers/concatenate/
    """
    return jnp.concatenate(inputs, axis=axis)


def concatenated_mask(inputs, *, axis, masks):
    """Which steps count: along the steps one mask behind another, else those of any input.

    All steps of an input without a mask count. Shapes: each [B, T] -> [B, T], or [B, T1 + ...].
    """
    steps = max(mask.ndim for mask in masks[0] if mask is not None)
    kept = [
        jnp.ones(x.shape[:steps], bool) if mask is None else mask
        for x, mask in zip(inputs, masks[0], strict=True)
    ]
    place = axis % inputs[0].ndim
    return jnp.concatenate(kept, axis=place) if place < steps else jnp.any(jnp.stack(kept), axis=0)


ANY_MASKED = Mask(lambda p, masked: "make" if any(masked[0]) else "drop", concatenated_mask)


def infer_concatenate(p: Values, inputs: tuple[Spec, ...]) -> Spec:
    """Shapes that are equal but for `axis` -> their lengths there added. Raises: ShapeError."""
    need_several(inputs)
    if len({x.rank for x in inputs}) > 1:
        raise misfit(inputs, Text("need the same number of dimensions"))
    place = sample_axis(p.axis, inputs[0], "inputs")
    rests = [x.shape[:place] + x.shape[place + 1 :] for x in inputs]
    if any(differ(rests[0], rest) for rest in rests[1:]):
        raise misfit(inputs, Text("need equal dimensions, except for axis {axis}", axis=p.axis))
    shape = list(inputs[0].shape)
    shape[place] = _sum(x.shape[place] for x in inputs)
    return Spec(tuple(shape), joint_dtype(inputs))


def _sum(lengths: Iterable[Dim]) -> Dim:
    known, symbols = 0, []
    for length in lengths:
        if isinstance(length, int):
            known += length
        else:
            symbols.append(length)
    return "+".join([*symbols, *([str(known)] if known else [])]) if symbols else known


MODULES = (
    merging(
        concatenate,
        infer_concatenate,
        "Puts tensors behind one another.",
        ("merge", "join", "stack", "연결", "이어 붙이기", "torch.cat", "jnp.concatenate"),
        Int(name="axis", default=-1, help="Axis along which they are put behind one another."),
        flops=no_flops,
        mask=ANY_MASKED,
    ),
)
