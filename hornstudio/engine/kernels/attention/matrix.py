"""Products of matrices that lie in memory, and copies of some in an order that products like."""

from collections.abc import Callable
from dataclasses import dataclass

from hornstudio.engine.kernels.attention.heads import whole_vectors
from hornstudio.engine.kernels.code import Code, Value
from hornstudio.engine.kernels.dense.panel import turned
from hornstudio.engine.kernels.tile import Run, Tile, columns_and_rows, in_pieces


@dataclass(frozen=True)
class Matrix:
    """Numbers in memory: so many from one row to the next, and from one column to the next."""

    at: Value
    row: int
    column: int = 1

    def from_row(self, code: Code, row: Value) -> "Matrix":
        """What is below."""
        return Matrix(code.at(self.at, code.times(row, self.row)), self.row, self.column)

    @property
    def turned(self) -> "Matrix":
        """Its columns as rows."""
        return Matrix(self.at, self.column, self.row)


class Products:
    """Writes products into a function, each tile's registers once."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self._tiles: dict[tuple[int, int], Tile] = {}

    def rows(self, length: int, columns: int) -> int:
        """Into pieces of how many rows a length should be cut, for products of so many columns."""
        return in_pieces(length, columns_and_rows(self.code.lanes, columns, length)[1])[0]

    def write(
        self,
        made: Matrix,
        shape: tuple[int, int, int],
        first: Matrix,
        second: Matrix,
        *,
        adds: bool = False,
        columns_end: Value | None = None,
        sums_end: Value | None = None,
    ) -> None:
        """made = first @ second, or more by that. shape: rows, columns, and what is summed up.

        Of columns and of what is summed up no more than up to an end is needed: no whole vector
        behind it is taken.
        """
        rows, columns, length = shape
        code = self.code
        offsets = [r * first.row for r in range(rows)]

        def some(j: Value, count: int) -> None:
            tile = self._tile((rows, count))
            places = [code.at(made.at, j, r * made.row) for r in range(rows)]
            tile.take(places) if adds else tile.clear()
            beside = code.at(second.at, j)
            if sums_end is None:
                tile.add(Run(length, first.column, second.row), first.at, offsets, beside)
            else:
                code.each_piece(length, code.lanes, further(tile, beside), end=sums_end)
            tile.put(places)

        def further(tile: Tile, beside: Value) -> Callable[[Value, int], None]:
            def add(k: Value, count: int) -> None:
                run = Run(count, first.column, second.row)
                a = code.at(first.at, code.times(k, first.column))
                tile.add(run, a, offsets, code.at(beside, code.times(k, second.row)))

            return add

        panel = columns_and_rows(code.lanes, columns, rows)[0]
        code.each_piece(columns, panel, some, end=columns_end)

    def _tile(self, shape: tuple[int, int]) -> Tile:
        return self._tiles.get(shape) or self._tiles.setdefault(shape, Tile(self.code, *shape))


def each_piece(
    code: Code,
    length: int,
    size: int,
    body: Callable[[Value, int], None],
    end: Value | None = None,
) -> None:
    """body(i, how many) for pieces of about that size, which are alike as far as can be.

    end: before which pieces have to begin.
    """
    start, sizes = 0, in_pieces(length, size)
    for some in sorted(set(sizes), reverse=True):
        behind = start + some * sizes.count(some)
        last = None if end is None else code.sum(end, -start)
        code.each_piece(behind - start, some, _further(code, start, body), end=last)
        start = behind


def _further(
    code: Code, start: int, body: Callable[[Value, int], None]
) -> Callable[[Value, int], None]:
    return lambda i, size: body(code.sum(i, start), size)


def copy(code: Code, source: Matrix, made: Matrix, shape: tuple[int, int]) -> None:
    """made = source, of rows and columns."""
    rows, columns = shape

    def row(r: Value) -> None:
        one, other = source.from_row(code, r), made.from_row(code, r)

        def some(j: Value, count: int) -> None:
            code.keep(code.read(code.at(one.at, j), count), code.at(other.at, j), count)

        code.each_piece(columns, code.lanes, some)

    code.each(rows, row)


def turn(
    code: Code, source: Matrix, made: Matrix, shape: tuple[int, int], factor: float = 1.0
) -> None:
    """made[j, i] = factor * source[i, j], of rows and columns; rows of made end with zeros."""
    rows, columns = shape
    many = code.number_everywhere(factor)

    def some(i: Value, count: int) -> None:
        below = source.from_row(code, i)

        def block(j: Value, width: int) -> None:
            places = [code.at(below.at, r * source.row, j) for r in range(count)]
            vectors = [code.read(place, width) for place in places]
            vectors += [code.zeros()] * (code.lanes - count)
            right = made.from_row(code, j)
            for r, vector in enumerate(turned(code, vectors)[:width]):
                vector = vector if factor == 1.0 else code.write.fmul(vector, many)
                code.keep(vector, code.at(right.at, r * made.row, i), code.lanes)

        code.each_piece(columns, code.lanes, block)

    assert made.row >= whole_vectors(rows, code.lanes)
    code.each_piece(rows, code.lanes, some)
