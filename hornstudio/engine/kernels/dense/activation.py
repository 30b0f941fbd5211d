"""What a layer does to its sums, and the slopes of that, a vector at a time."""

from collections.abc import Sequence
from typing import Literal

from hornstudio.engine.kernels.code import Code, Value
from hornstudio.engine.lazy import ir

Activation = Literal["none", "relu", "gelu"]

# -log(2 Phi(-x)) / x for x from 0 to 8, fitted so that what becomes of it errs by a rounding
_TAIL = (
    0.7978847026824951,
    0.31830859184265137,
    0.03633926436305046,
    -0.004784306976944208,
    -4.4233849621377885e-05,
    0.00022905033256392926,
    -6.974551070015877e-05,
    1.2510232409113087e-05,
    -1.476934244237782e-06,
    1.126201141232741e-07,
    -5.0323363254278775e-09,
    1.0004307798849865e-10,
)
# e**x where x is at most half of log(2) from 0
_POWER = (
    1.0,
    1.0,
    0.49999991059303284,
    0.16666419804096222,
    0.041668228805065155,
    0.008374846540391445,
    0.0013836805010214448,
)
_LOG_2 = 0.693145751953125, 1.428606765330187e-06
"""In two parts, of which a small multiple of the first is exact."""
_SHIFT = 1.5 * 2**23
"""Numbers near it have their whole part in their lowest bits."""
_FARTHEST = 8.0
"""From where on a normal distribution has nothing that counts."""
_LEAST = -87.0
"""e to that power is among the smallest numbers that have all their digits."""


def activated(code: Code, activation: Activation, sums: Value) -> Value:
    """The activation of some sums."""
    if activation == "relu":  # and a NaN stays one
        is_low = code.write.fcmp_ordered("<=", sums, code.zeros())
        return code.write.select(is_low, code.zeros(), sums)
    if activation == "gelu":
        return code.write.fmul(sums, _share_below(code, sums))
    return sums


def sloped(code: Code, activation: Activation, slopes: Value, kept: Value) -> Value:
    """Slopes of what was activated, as slopes of the sums.

    kept: what relu made, or what gelu was taken of, whose slope is
    Phi(x) + x * exp(-x**2 / 2) / sqrt(2 pi).
    """
    if activation == "relu":
        is_high = code.write.fcmp_ordered(">", kept, code.zeros())
        return code.write.select(is_high, slopes, code.zeros())
    if activation == "gelu":
        half = code.write.fmul(code.write.fmul(kept, kept), code.number(-0.5))
        steep = code.write.fmul(kept, code.number(0.3989422804014327))
        slope = code.fused(steep, _exponential(code, half), _share_below(code, kept))
        return code.write.fmul(slopes, slope)
    return slopes


def _share_below(code: Code, x: Value) -> Value:
    """Phi(x) = (1 + erf(x / sqrt(2))) / 2: what a normal distribution has below x."""
    write, zero = code.write, code.zeros()
    size = write.select(write.fcmp_ordered("<", x, zero), write.fneg(x), x)
    far = code.number(_FARTHEST)
    size = write.select(write.fcmp_ordered(">", size, far), far, size)
    power = write.fmul(write.fneg(size), _series(code, size, _TAIL))
    tail = write.fmul(_exponential(code, power), code.number(0.5))
    is_high = write.fcmp_ordered(">", x, zero)
    return write.select(is_high, write.fsub(code.number(1.0), tail), tail)


def _exponential(code: Code, x: Value) -> Value:
    """e**x of what is at most 0: a power of two, times that of what is left."""
    write, least, shift = code.write, code.number(_LEAST), code.number(_SHIFT)
    x = write.select(write.fcmp_ordered("<", x, least), least, x)
    shifted = code.fused(x, code.number(1.4426950408889634), shift)
    count = write.fsub(shifted, shift)
    rest = x
    for part in _LOG_2:
        rest = code.fused(count, code.number(-part), rest)
    whole = ir.VectorType(ir.IntType(32), code.lanes)
    power = write.shl(write.bitcast(shifted, whole), ir.Constant(whole, [23] * code.lanes))
    bits = write.add(write.bitcast(_series(code, rest, _POWER), whole), power)
    return write.bitcast(bits, code.vector)


def _series(code: Code, x: Value, factors: Sequence[float]) -> Value:
    """factors[0] + factors[1] * x + factors[2] * x**2 and so on."""
    total = code.number(factors[-1])
    for factor in factors[-2::-1]:
        total = code.fused(total, x, code.number(factor))
    return total
