"""A product of matrices of which one piece stays in registers: what every kernel is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hornstudio.engine.kernels.code import Code, Value

_TAKEN_AT_ONCE = 96
"""Multiplications of vectors that stand in one turn of a loop, at most: code has to be fetched."""

MOST_ROWS = 16
"""Of a tile."""


@dataclass(frozen=True)
class Run:
    """Numbers that are multiplied and summed up: so many, each `stride` further than the last.

    first: of the numbers of each row. second: of the rows of the other matrix. A length that is
    known at run time only is taken one by one.
    """

    length: int | Value
    first: int = 1
    second: int = 1


class Tile:
    """Sums [rows, columns], each a vector's place in a register."""

    def __init__(self, code: Code, rows: int, columns: int) -> None:
        self.code, self.rows, self.columns = code, rows, columns
        starts = range(0, columns, code.lanes)
        self._widths = [min(code.lanes, columns - start) for start in starts]
        self._sums = [[code.place_for_vector() for _ in starts] for _ in range(rows)]

    def clear(self) -> None:
        """Begin with zeros."""
        for row in self._sums:
            for place in row:
                self.code.write.store(self.code.zeros(), place)

    def take(self, pointers: Sequence[Value]) -> None:
        """Begin with what lies in memory, a pointer a row."""
        for row, pointer in zip(self._sums, pointers, strict=True):
            for i, (place, width) in enumerate(zip(row, self._widths, strict=True)):
                vector = self.code.read(self.code.at(pointer, i * self.code.lanes), width)
                self.code.write.store(vector, place)

    def put(self, pointers: Sequence[Value]) -> None:
        """Write the sums to memory, a pointer a row."""
        for row, pointer in zip(self._sums, pointers, strict=True):
            for i, (place, width) in enumerate(zip(row, self._widths, strict=True)):
                vector = self.code.write.load(place, typ=self.code.vector)
                self.code.keep(vector, self.code.at(pointer, i * self.code.lanes), width)

    def change(self, body: Callable[[Value], Value]) -> None:
        """Each vector of sums becomes body of it."""
        for place in (place for row in self._sums for place in row):
            vector = self.code.write.load(place, typ=self.code.vector)
            self.code.write.store(body(vector), place)

    def add(self, run: Run, first: Value, offsets: Sequence[int | None], second: Value) -> None:
        """sums[r] += sum over k of first[offsets[r] + k] * second[k, :]; None: not for that row."""
        length = run.length if isinstance(run.length, int) else None
        at_once = max(1, _TAKEN_AT_ONCE // (self.rows * len(self._widths)))
        step = in_pieces(length, at_once)[0] if length else 1
        whole = run.length if length is None else length - length % step

        def turn(k: Value, count: int = step) -> None:
            a = self.code.at(first, self.code.times(k, run.first))
            b = self.code.at(second, self.code.times(k, run.second))
            for i in range(count):
                self._add_one(
                    a, [o if o is None else o + i * run.first for o in offsets], b, i, run
                )

        if length == step:
            turn(self.code.whole(0))
        else:
            self.code.each(whole, turn, step=step)
        if length and length % step:
            turn(self.code.whole(whole), length % step)

    def _add_one(self, a: Value, offsets: Sequence[int | None], b: Value, i: int, run: Run) -> None:
        code = self.code
        row_of = code.at(b, i * run.second)
        vectors = [
            code.read(code.at(row_of, j * code.lanes), w) for j, w in enumerate(self._widths)
        ]
        for sums, offset in zip(self._sums, offsets, strict=True):
            if offset is None:
                continue
            number = code.spread(code.at(a, offset))
            for place, vector in zip(sums, vectors, strict=True):
                total = code.fused(number, vector, code.write.load(place, typ=code.vector))
                code.write.store(total, place)


def in_pieces(length: int, most: int) -> list[int]:
    """A length in pieces of at most so many: alike where that can be, else longer ones first."""
    for size in range(min(most, length), most // 2, -1):
        if length % size == 0:
            return [size] * (length // size)
    count = -(-length // most)
    small, more = divmod(length, count)
    return [small + 1] * more + [small] * (count - more)


def columns_and_rows(lanes: int, columns: int, rows: int) -> tuple[int, int]:
    """Of a tile, at most, so that its sums and what they are made of fit the registers.

    A processor with vectors of 16 numbers has 32 registers, others have 16. At least a third of
    them should be sums, as each takes some turns to be ready for the next.
    """
    registers = 32 if lanes == 16 else 16
    vectors = min(-(-columns // lanes), 2)
    if rows * vectors < registers // 3:
        vectors = min(-(-columns // lanes), 4)
    return vectors * lanes, max(1, min((registers - 2 - vectors) // vectors, MOST_ROWS))
