"""Products of matrices of any number of rows, each kind a function of its own."""

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from hornstudio.engine.kernels.code import Code, Value
from hornstudio.engine.kernels.tile import Run, Tile
from hornstudio.engine.lazy import ir

_MOST_ROWS = 6
"""Of a tile of four vectors of 16: more sums would leave the registers."""


@dataclass(frozen=True)
class Kind:
    """made[row, :vectors] = sum over k of first[row, k] * second[k, :vectors].

    first_row, first_k, second_k, made_row: numbers from one to the next. is_added: to what is
    there already.
    """

    vectors: int
    first_row: int
    first_k: int
    second_k: int
    made_row: int
    is_added: bool


class Given(NamedTuple):
    """Where the matrices begin, how many rows there are, and how many products each sum has."""

    first: Value
    second: Value
    made: Value
    rows: Value
    depth: Value


class Products:
    """The functions of one module, written when they are first wanted."""

    def __init__(self, module: Value, lanes: int) -> None:
        self._module, self._lanes = module, lanes
        self._known: dict[Kind, Value] = {}

    def multiply(self, code: Code, kind: Kind, given: Given) -> None:
        """Call one. rows and depth may be Python numbers."""
        if kind not in self._known:
            self._known[kind] = self._written(kind)
        numbers = code.whole(given.rows), code.whole(given.depth)
        code.write.call(self._known[kind], [*given[:3], *numbers])

    def _written(self, kind: Kind) -> Value:
        number, pointer = ir.IntType(64), ir.PointerType()
        takes = [pointer, pointer, pointer, number, number]
        code = Code(self._module, f"product.{len(self._known)}", takes, self._lanes, is_inner=True)
        given = Given(*code.function.args)
        done = code.whole(0)
        for count in self._heights(kind.vectors):
            rest = code.sum(given.rows, code.times(done, -1))
            is_highest = count == _MOST_ROWS
            tiles = _many(code, rest) if is_highest else code.write.sdiv(rest, code.whole(count))
            end = code.sum(done, code.times(tiles, count))
            tile = Tile(code, count, kind.vectors * code.lanes)
            code.each(end, partial(_rows, tile, kind, given), start=done, step=count)
            done = end
        code.end()
        return code.function

    def _heights(self, vectors: int) -> list[int]:
        """Rows of tiles, the highest first, as they leave few rows to lower ones."""
        registers = 32 if self._lanes == 16 else 16
        most = max(1, min((registers - vectors - 1) // vectors, _MOST_ROWS))
        return sorted({most, -(-2 * most // 3), -(-most // 2), 1}, reverse=True)


def _many(code: Code, rows: Value) -> Value:
    """How many of the highest tiles, such that the next ones make the rest: 8 is 4 + 4, not 6 + 2.

    A tile of few rows waits for what it reads.
    """
    write = code.write
    tiles, rest = (by(rows, code.whole(_MOST_ROWS)) for by in (write.sdiv, write.srem))
    is_odd, *others = (write.icmp_signed("==", rest, code.whole(n)) for n in (1, 2, 5))
    for other in others:
        is_odd = write.or_(is_odd, other)
    fewer = write.and_(is_odd, write.icmp_signed(">", tiles, code.whole(0)))
    return write.sub(tiles, write.zext(fewer, code.number))


def _rows(tile: Tile, kind: Kind, given: Given, r: Value) -> None:
    """Some rows from r on."""
    code = tile.code
    first = code.at(given.first, code.times(r, kind.first_row))
    made = code.at(given.made, code.times(r, kind.made_row))
    places = [code.at(made, i * kind.made_row) for i in range(tile.rows)]
    if kind.is_added:
        tile.take(places)
    else:
        tile.clear()
    run = Run(given.depth, kind.first_k, kind.second_k)
    tile.add(run, first, [i * kind.first_row for i in range(tile.rows)], given.second)
    tile.put(places)
