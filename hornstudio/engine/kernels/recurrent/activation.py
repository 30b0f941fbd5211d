"""Sigmoid and tanh of vectors, to 2.5 units in the last place; what is no number stays none."""

from hornstudio.engine.kernels.code import Code, Value
from hornstudio.engine.lazy import ir

_POWERS = (
    1.9875691500e-4,
    1.3981999507e-3,
    8.3334519073e-3,
    4.1665795894e-2,
    1.6666665459e-1,
    5.0000001201e-1,
)
"""Of exp(r) = 1 + r + r^2 * (...), for r within half of log(2): those of the Cephes library."""
_LOG2_HIGH, _LOG2_LOW = 0.693359375, -2.12194440e-4
_ROUNDS = 12582912.0
"""1.5 * 2^23: what it is added to becomes a whole number, in the lowest bits."""


class Activation:
    """Functions of vectors, and the words that the formulas of a cell are written in."""

    def __init__(self, code: Code) -> None:
        self.code = code

    def sigmoid(self, x: Value) -> Value:
        """1 / (1 + exp(-x))."""
        code, write = self.code, self.code.write
        y = self._at_least(write.fneg(x), -87.0)
        most = code.number_everywhere(87.0)
        y = write.select(write.fcmp_ordered(">", y, most), most, y)
        scale, rest = self._power(y)
        one = code.number_everywhere(1.0)
        return write.fdiv(one, write.fadd(one, code.fused(scale, rest, scale)))

    def tanh(self, x: Value) -> Value:
        """(1 - exp(-2 |x|)) / (1 + exp(-2 |x|)), with the sign of x."""
        code, write = self.code, self.code.write
        y = self._at_least(write.fmul(code.number_everywhere(-2.0), code.known("fabs", x)), -24.0)
        scale, rest = self._power(y)
        less = code.fused(scale, rest, write.fsub(scale, code.number_everywhere(1.0)))
        return code.known(
            "copysign", write.fdiv(less, write.fadd(code.number_everywhere(2.0), less)), x
        )

    def sigmoid_slope(self, value: Value) -> Value:
        """Of a sigmoid of this value: v - v * v."""
        return self.code.fused(self.code.write.fneg(value), value, value)

    def tanh_slope(self, value: Value) -> Value:
        """Of a tanh of this value: 1 - v * v."""
        return self.code.fused(self.code.write.fneg(value), value, self.code.number_everywhere(1.0))

    def times(self, first: Value, *others: Value) -> Value:
        """A product."""
        for other in others:
            first = self.code.write.fmul(first, other)
        return first

    def minus(self, a: Value, b: Value) -> Value:
        """A difference."""
        return self.code.write.fsub(a, b)

    def fused(self, a: Value, b: Value, c: Value) -> Value:
        """a * b + c."""
        return self.code.fused(a, b, c)

    @property
    def zero(self) -> Value:
        """Zeros."""
        return self.code.zeros()

    def _at_least(self, x: Value, bound: float) -> Value:
        write, least = self.code.write, self.code.number_everywhere(bound)
        return write.select(write.fcmp_ordered("<", x, least), least, x)

    def _power(self, y: Value) -> tuple[Value, Value]:
        """scale, a power of 2, and rest, such that exp(y) = scale * (1 + rest); |y| to 87."""
        code, write = self.code, self.code.write
        rounds = code.number_everywhere(_ROUNDS)
        shifted = code.fused(y, code.number_everywhere(1.4426950408889634), rounds)
        whole = write.fsub(shifted, rounds)
        r = code.fused(whole, code.number_everywhere(-_LOG2_HIGH), y)
        r = code.fused(whole, code.number_everywhere(-_LOG2_LOW), r)
        rest = code.number_everywhere(_POWERS[0])
        for power in _POWERS[1:]:
            rest = code.fused(rest, r, code.number_everywhere(power))
        rest = code.fused(write.fmul(r, r), rest, r)
        return self._power_of_two(shifted), rest

    def _power_of_two(self, shifted: Value) -> Value:
        """Of the whole number in the lowest bits: it becomes the exponent."""
        write, lanes = self.code.write, self.code.lanes
        bits = ir.VectorType(ir.IntType(32), lanes)
        exponent = write.shl(write.bitcast(shifted, bits), ir.Constant(bits, [23] * lanes))
        one = ir.Constant(bits, [0x3F800000] * lanes)
        return write.bitcast(write.add(exponent, one), self.code.vector)
