"""Curves of numbers, a vector at a time, to about a unit in the last place."""

from hornstudio.engine.kernels.code import Code, Value
from hornstudio.engine.lazy import ir

_LOWEST = -87.0
"""Of which e to the power is still a number of full precision; of less it is 0."""
_WHOLE = 12582912.0
"""1.5 * 2**23: what is added to it is rounded to a whole number, in its lowest bits."""
_LN2_HIGH, _LN2_LOW = 0.693359375, -2.12194440e-4
"""Their sum is log(2); the first has so few digits that whole multiples of it are exact."""
_TERMS = (
    1.9875691500e-4,
    1.3981999507e-3,
    8.3334519073e-3,
    4.1665795894e-2,
    1.6666665459e-1,
    5.0000001201e-1,
)
"""(exp(r) - 1 - r) / r**2 for abs(r) < log(2) / 2, highest power first. Source: Cephes, expf."""


def power_of_e(code: Code, x: Value) -> Value:
    """e ** x for x <= 0, 0 below -87; what is not a number stays so."""
    write = code.write
    nearest = code.fused(x, _wide(code, 1.4426950408889634), _wide(code, _WHOLE))
    whole = write.fsub(nearest, _wide(code, _WHOLE))
    rest = code.fused(whole, _wide(code, -_LN2_HIGH), x)
    rest = code.fused(whole, _wide(code, -_LN2_LOW), rest)
    terms = _wide(code, _TERMS[0])
    for term in _TERMS[1:]:
        terms = code.fused(terms, rest, _wide(code, term))
    more = code.fused(write.fmul(rest, rest), terms, rest)
    integers = ir.VectorType(ir.IntType(32), code.lanes)
    moved = write.shl(write.bitcast(nearest, integers), _integer(integers, 23))
    scale = write.bitcast(write.add(moved, _integer(integers, 0x3F800000)), code.vector)
    is_low = write.fcmp_ordered("<", x, _wide(code, _LOWEST))
    return write.select(is_low, code.zeros(), code.fused(scale, more, scale))


def _wide(code: Code, number: float) -> Value:
    return code.number_everywhere(number)


def _integer(kind: Value, number: int) -> Value:
    return ir.Constant(kind, [number] * kind.count)
