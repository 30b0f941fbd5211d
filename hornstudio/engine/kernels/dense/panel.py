"""Some columns of a matrix, laid out as they are read: so they stay in a core's first cache."""

from dataclasses import dataclass

from hornstudio.engine.kernels.code import Code, Value
from hornstudio.engine.kernels.dense.matrices import Matrices


@dataclass(frozen=True)
class Block:
    """Of the second matrix: `columns` from n on, of the inner dimension `depth` from k on."""

    n: Value
    columns: int
    k: Value
    depth: int


class Panel:
    """A block as rows [depth, width], whole vectors each: zeros fill up the last."""

    at_once = 4
    """Rows that are copied in one turn of a loop."""

    def __init__(self, code: Code, matrices: Matrices, second: Value, room: Value) -> None:
        self.code, self.matrices, self.second, self.room = code, matrices, second, room

    def width(self, block: Block) -> int:
        """From one row to the next."""
        return -(-block.columns // self.code.lanes) * self.code.lanes

    def fill(self, block: Block) -> None:
        """Copy a block."""
        if self.matrices.is_turned:
            self._turn(block)
        else:
            self._copy(block)

    def taken(self, offset: Value, column: int, count: int) -> Value:
        """A vector of the second matrix as it is copied: so many numbers of it, from there on.

        column: where it is in the block.
        """
        return self.code.read(self.code.at(self.second, offset), count)

    def _copy(self, block: Block) -> None:
        code, row = self.code, self.matrices.columns
        start = code.sum(code.times(block.k, row), block.n)

        def rows(k: Value, count: int) -> None:
            first = code.sum(start, code.times(k, row))
            kept = code.at(self.room, code.times(k, self.width(block)))
            for i in range(count):
                for j in range(0, block.columns, code.lanes):
                    vector = self.taken(code.sum(first, i * row + j), j, block.columns - j)
                    code.keep(vector, code.at(kept, i * self.width(block) + j), code.lanes)

        code.each_piece(block.depth, self.at_once, rows)

    def _turn(self, block: Block) -> None:
        """Square by square, each of a vector's length."""
        code, row = self.code, self.matrices.inner
        start = code.at(self.second, code.times(block.n, row), block.k)

        def across(k: Value, depth: int) -> None:
            def square(n: Value, columns: int) -> None:
                seen = code.at(start, code.times(n, row), k)
                kept = code.at(self.room, code.times(k, self.width(block)), n)
                rows = [code.read(code.at(seen, r * row), depth) for r in range(columns)]
                rows += [code.zeros()] * (code.lanes - columns)
                for i, vector in enumerate(turned(code, rows)[:depth]):
                    code.keep(vector, code.at(kept, i * self.width(block)), code.lanes)

            code.each_piece(block.columns, code.lanes, square)

        code.each_piece(block.depth, code.lanes, across)


def turned(code: Code, rows: list[Value]) -> list[Value]:
    """The columns of a square: blocks beside its diagonal change places, ever smaller ones."""
    size, apart, rows = code.lanes, code.lanes // 2, list(rows)
    while apart:
        low = [j + size - apart if j & apart else j for j in range(size)]
        high = [j + size if j & apart else j + apart for j in range(size)]
        for i in (i for i in range(size) if not i & apart):
            a, b = rows[i], rows[i + apart]
            rows[i], rows[i + apart] = code.mixed(a, b, low), code.mixed(a, b, high)
        apart //= 2
    return rows
