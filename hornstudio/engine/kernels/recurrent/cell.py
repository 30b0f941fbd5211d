"""What a step makes of the gates and the states, and the way back."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar

from hornstudio.engine.kernels.code import Value
from hornstudio.engine.kernels.recurrent.activation import Activation

Vectors = Sequence[Value]


class Cell(ABC):
    """One kind of step. States: h first.

    Gates are [1, x, h] @ weights, side by side. is_direct: whether the slope of h before a step has
    a part that goes round that product.
    """

    gates: ClassVar[int]
    states: ClassVar[int]
    is_direct: ClassVar[bool] = False

    @abstractmethod
    def forward(self, f: Activation, gates: Vectors, states: Vectors) -> tuple[Vectors, Vectors]:
        """What is kept for the way back, a vector a gate, and the new states."""

    @abstractmethod
    def backward(
        self, f: Activation, kept: Vectors, before: Vectors, after: Vectors, slopes: Vectors
    ) -> tuple[Vectors, Vectors]:
        """Slopes of the gates, and of the states before but for what comes through the product.

        before, after: the states before and after the step. slopes: of those after it.
        """


class Lstm(Cell):
    """c = f * c + i * g, h = o * tanh(c); gates i, f, g, o."""

    gates, states = 4, 2

    def forward(self, f: Activation, gates: Vectors, states: Vectors) -> tuple[Vectors, Vectors]:
        """See Cell."""
        i, forget, o = (f.sigmoid(gates[n]) for n in (0, 1, 3))
        g = f.tanh(gates[2])
        c = f.fused(forget, states[1], f.times(i, g))
        return (i, forget, g, o), (f.times(o, f.tanh(c)), c)

    def backward(
        self, f: Activation, kept: Vectors, before: Vectors, after: Vectors, slopes: Vectors
    ) -> tuple[Vectors, Vectors]:
        """See Cell."""
        i, forget, g, o = kept
        shown = f.tanh(after[1])  # to work it out again takes less time than to keep it
        slope = f.fused(f.times(slopes[0], o), f.tanh_slope(shown), slopes[1])
        of_gates = (
            f.times(slope, g, f.sigmoid_slope(i)),
            f.times(slope, before[1], f.sigmoid_slope(forget)),
            f.times(slope, i, f.tanh_slope(g)),
            f.times(slopes[0], shown, f.sigmoid_slope(o)),
        )
        return of_gates, (f.zero, f.times(slope, forget))


class Gru(Cell):
    """h = z * h + (1 - z) * g, g = tanh(x's + r * h's); gates z, r, and x's and h's share of g."""

    gates, states, is_direct = 4, 1, True

    def forward(self, f: Activation, gates: Vectors, states: Vectors) -> tuple[Vectors, Vectors]:
        """See Cell."""
        z, r = f.sigmoid(gates[0]), f.sigmoid(gates[1])
        g = f.tanh(f.fused(r, gates[3], gates[2]))
        h = f.fused(z, f.minus(states[0], g), g)
        return (z, r, g, gates[3]), (h,)

    def backward(
        self, f: Activation, kept: Vectors, before: Vectors, after: Vectors, slopes: Vectors
    ) -> tuple[Vectors, Vectors]:
        """See Cell."""
        z, r, g, recalled = kept
        slope = f.times(f.minus(slopes[0], f.times(slopes[0], z)), f.tanh_slope(g))
        of_z = f.times(slopes[0], f.minus(before[0], g), f.sigmoid_slope(z))
        of_r = f.times(slope, recalled, f.sigmoid_slope(r))
        return (of_z, of_r, slope, f.times(slope, r)), (f.times(slopes[0], z),)


class SimpleRnn(Cell):
    """h = tanh(gate)."""

    gates, states = 1, 1

    def forward(self, f: Activation, gates: Vectors, states: Vectors) -> tuple[Vectors, Vectors]:
        """See Cell."""
        h = f.tanh(gates[0])
        return (h,), (h,)

    def backward(
        self, f: Activation, kept: Vectors, before: Vectors, after: Vectors, slopes: Vectors
    ) -> tuple[Vectors, Vectors]:
        """See Cell."""
        return (f.times(slopes[0], f.tanh_slope(kept[0])),), (f.zero,)


CELLS: Mapping[str, Cell] = {"lstm": Lstm(), "gru": Gru(), "simple_rnn": SimpleRnn()}
