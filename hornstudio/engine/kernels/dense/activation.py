"""What a layer does to its sums, and the slopes of that, a vector at a time."""

from collections.abc import Sequence
from typing import Literal

from hornstudio.engine.kernels.code import Code, Value
from hornstudio.engine.kernels.curve import power_of_e

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
_FARTHEST = 8.0
"""From where on a normal distribution has nothing that counts."""


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
        half = code.write.fmul(code.write.fmul(kept, kept), code.number_everywhere(-0.5))
        steep = code.write.fmul(kept, code.number_everywhere(0.3989422804014327))
        slope = code.fused(steep, power_of_e(code, half), _share_below(code, kept))
        return code.write.fmul(slopes, slope)
    return slopes


def _share_below(code: Code, x: Value) -> Value:
    """Phi(x) = (1 + erf(x / sqrt(2))) / 2: what a normal distribution has below x."""
    write, zero = code.write, code.zeros()
    size = write.select(write.fcmp_ordered("<", x, zero), write.fneg(x), x)
    far = code.number_everywhere(_FARTHEST)
    size = write.select(write.fcmp_ordered(">", size, far), far, size)
    power = write.fmul(write.fneg(size), _series(code, size, _TAIL))
    tail = write.fmul(power_of_e(code, power), code.number_everywhere(0.5))
    is_high = write.fcmp_ordered(">", x, zero)
    return write.select(is_high, write.fsub(code.number_everywhere(1.0), tail), tail)


def _series(code: Code, x: Value, factors: Sequence[float]) -> Value:
    """factors[0] + factors[1] * x + factors[2] * x**2 and so on."""
    total = code.number_everywhere(factors[-1])
    for factor in factors[-2::-1]:
        total = code.fused(total, x, code.number_everywhere(factor))
    return total
