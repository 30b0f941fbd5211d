"""What is done with the scores of one query: they become weights, and slopes of theirs."""

from collections.abc import Callable
from dataclasses import dataclass

from hornstudio.engine.kernels.attention.heads import Heads
from hornstudio.engine.kernels.code import Code, Value
from hornstudio.engine.kernels.curve import power_of_e

_NOT_ALLOWED = -1e9
"""The score of a key that may not be looked at, as in the plain maths."""


@dataclass(frozen=True)
class Looking:
    """Queries of a head from one on, and before which key those end that matter; None: all do."""

    sample: Value
    head: Value
    first: Value
    end: Value | None


@dataclass(frozen=True)
class Row:
    """Scores of a query, in memory up to a whole vector. mask: a byte for each, or nothing.

    end: of the keys that matter, where that is not all of them.
    """

    code: Code
    heads: Heads
    scores: Value
    query: Value
    mask: Value | None
    end: Value | None

    def soften(self) -> None:
        """scores = softmax(scores), where not allowed ones are as good as none."""
        code, write = self.code, self.code.write
        top, total = code.place_for_vector(), code.place_for_vector()
        write.store(code.number_everywhere(float("-inf")), top)
        write.store(code.zeros(), total)

        def highest(j: Value, count: int) -> None:
            place = code.at(self.scores, j)
            scores = self._allowed(code.read(place, code.lanes), j, _NOT_ALLOWED)
            if count < code.lanes:
                scores = code.first_of(count, scores, code.number_everywhere(float("-inf")))
            code.keep(scores, place, code.lanes)
            write.store(code.larger(scores, write.load(top, typ=code.vector)), top)

        self._each(highest)
        most = code.across(code.larger, write.load(top, typ=code.vector))

        def raised(j: Value, _: int) -> None:
            place = code.at(self.scores, j)
            power = power_of_e(code, write.fsub(code.read(place, code.lanes), most))
            code.keep(power, place, code.lanes)
            write.store(write.fadd(power, write.load(total, typ=code.vector)), total)

        self._each(raised)
        whole = code.across(write.fadd, write.load(total, typ=code.vector))
        part = write.fdiv(code.number_everywhere(1.0), whole)

        def shared(j: Value, _: int) -> None:
            place = code.at(self.scores, j)
            code.keep(write.fmul(code.read(place, code.lanes), part), place, code.lanes)

        self._each(shared)

    def slope(self, slopes: Value) -> None:
        """Slopes of weights become those of products: weights * (slopes - their mean) * scale.

        scores: the weights. The mean is by the weights. What is not allowed has no slope.
        """
        code, write = self.code, self.code.write
        total = code.place_for_vector()
        write.store(code.zeros(), total)

        def summed(j: Value, _: int) -> None:
            weights, given = (code.read(code.at(p, j), code.lanes) for p in (self.scores, slopes))
            write.store(code.fused(weights, given, write.load(total, typ=code.vector)), total)

        self._each(summed)
        mean = code.across(write.fadd, write.load(total, typ=code.vector))
        scale = code.number_everywhere(self.heads.scale)

        def moved(j: Value, _: int) -> None:
            weights, given = (code.read(code.at(p, j), code.lanes) for p in (self.scores, slopes))
            found = write.fmul(write.fmul(weights, scale), write.fsub(given, mean))
            code.keep(self._masked(found, j, 0.0), code.at(slopes, j), code.lanes)

        self._each(moved)

    def _each(self, body: Callable[[Value, int], None]) -> None:
        self.code.each_piece(self.heads.keys, self.code.lanes, body, end=self.end)

    def _allowed(self, numbers: Value, j: Value, other: float) -> Value:
        """Numbers from the j-th on, and another one in place of those that are not allowed."""
        if not self.heads.is_causal:
            return self._masked(numbers, j, other)
        is_so = self.code.is_up_to(self.code.write.sub(self.query, j))
        return self.code.write.select(is_so, numbers, self.code.number_everywhere(other))

    def _masked(self, numbers: Value, j: Value, other: float) -> Value:
        if self.mask is None:
            return numbers
        is_so = self.code.are_set(self.code.at_byte(self.mask, j))
        return self.code.write.select(is_so, numbers, self.code.number_everywhere(other))
