"""The gradients of attention: of queries, keys and values at once, their weights made again."""

from dataclasses import dataclass, replace

from hornstudio.engine.kernels.attention.forward import row_of
from hornstudio.engine.kernels.attention.heads import Heads, whole_vectors
from hornstudio.engine.kernels.attention.matrix import Matrix, Products, copy, each_piece, turn
from hornstudio.engine.kernels.attention.row import Looking
from hornstudio.engine.kernels.code import Code, Share, Value
from hornstudio.engine.kernels.tile import MOST_ROWS

_AT_ONCE = 64
"""Queries of which all weights are at hand, so that sums over queries are seldom put aside."""


@dataclass(frozen=True)
class Room:
    """Where a part keeps what is its own: numbers from its start on.

    keys, values: turned, [H, S]. rows: of keys, [S, H]. of_keys, of_values: slopes, [S, H].
    weights, slopes: of some queries, [rows, S]. size: of all.
    """

    keys: int
    values: int
    rows: int
    of_keys: int
    of_values: int
    weights: int
    slopes: int
    size: int


def room(heads: Heads, lanes: int) -> Room:
    """As much as a part needs."""
    across, wide = whole_vectors(heads.keys, lanes), whole_vectors(heads.size, lanes)
    turned, rows, some = heads.size * across, heads.keys * wide, _AT_ONCE * across
    places = [0]
    for size in (turned, turned, rows, rows, rows, some, some):
        places.append(places[-1] + size)
    return Room(*places)


def write_backward(code: Code, share: Share, *, heads: Heads) -> None:
    """The slopes of queries, keys and values by those of what is made of them, for a share.

    Arguments: queries [B, T, N, H], keys and values [B, S, M, H], slopes [B, T, N, H], where there
    is one a mask as forward, slopes as the first three, and room [parts, numbers].
    """
    Backward(code, heads, share).write_all(share)


class Backward:
    """The loops around the products: sources, their heads, some queries at a time, fewer."""

    def __init__(self, code: Code, heads: Heads, share: Share) -> None:
        self.code, self.heads = code, heads
        self.queries, self.keys, self.values, self.slopes, *rest = code.function.args[:-3]
        *masks, self.of_queries, self.of_keys, self.of_values, own = rest
        self.mask = masks[0] if masks else None
        self.products = Products(code)
        self.across, self.wide = (whole_vectors(n, code.lanes) for n in (heads.keys, heads.size))
        self.room = room(heads, code.lanes)
        self.own = code.at(own, code.times(share.number, self.room.size))

    def write_all(self, share: Share) -> None:
        """Everything of a share."""
        start, end = self.heads.units(self.code, share)
        self.code.each(end, self._unit, start=start)

    def _unit(self, unit: Value) -> None:
        code, heads, room = self.code, self.heads, self.room
        sample, source = heads.apart(code, unit)
        place, shape = heads.key_place(code, sample, source), (heads.keys, heads.size)
        keys, values, of_keys, of_values = (
            Matrix(code.at(a, place), heads.key_row)
            for a in (self.keys, self.values, self.of_keys, self.of_values)
        )
        turn(code, keys, self._kept(room.keys, self.across), shape, heads.scale)
        turn(code, values, self._kept(room.values, self.across), shape)
        copy(code, keys, self._kept(room.rows, self.wide), shape)
        code.clear(code.at(self.own, room.of_keys), 2 * heads.keys * self.wide)

        def head(n: Value) -> None:
            self._head(sample, code.sum(code.times(source, heads.group), n))

        code.each(heads.group, head)
        copy(code, self._kept(room.of_keys, self.wide), of_keys, shape)
        copy(code, self._kept(room.of_values, self.wide), of_values, shape)

    def _head(self, sample: Value, head: Value) -> None:
        code, heads = self.code, self.heads
        place = heads.query_place(code, sample, head)
        queries, slopes, of_queries = (
            Matrix(code.at(a, place), heads.query_row)
            for a in (self.queries, self.slopes, self.of_queries)
        )

        def some(t: Value, count: int) -> None:
            below = [a.from_row(code, t) for a in (queries, slopes, of_queries)]
            behind = code.sum(t, count)
            # Keys are summed up a tile at a time: the last ones may be behind these queries.
            end = heads.end(code, code.sum(behind, MOST_ROWS))
            self._queries(below, Looking(sample, head, t, end), count)
            self._sum_up(below[0], below[1], count, heads.end(code, behind))

        each_piece(code, heads.queries, _AT_ONCE, some)

    def _queries(self, below: list[Matrix], looking: Looking, count: int) -> None:
        """Weights of some queries, their slopes, and those of the queries."""
        code, heads, room, write = self.code, self.heads, self.room, self.products.write
        end = looking.end
        weights, moved = (self._kept(at, self.across) for at in (room.weights, room.slopes))

        def few(t: Value, rows: int) -> None:
            queries, slopes, of_queries = (a.from_row(code, t) for a in below)
            one, other = weights.from_row(code, t), moved.from_row(code, t)
            shape = rows, self.across, heads.size
            write(one, shape, queries, self._kept(room.keys, self.across), columns_end=end)
            write(other, shape, slopes, self._kept(room.values, self.across), columns_end=end)

            def row(r: Value) -> None:
                some = replace(looking, first=code.sum(looking.first, t))
                scores = row_of(code, heads, one, self.mask, some, r)
                scores.soften()
                scores.slope(other.from_row(code, r).at)

            code.each(rows, row)
            shape = rows, heads.size, heads.keys
            write(of_queries, shape, other, self._kept(room.rows, self.wide), sums_end=end)

        each_piece(code, count, self.products.rows(count, self.across), few)

    def _sum_up(self, queries: Matrix, slopes: Matrix, count: int, end: Value | None) -> None:
        """More of the slopes of keys and values, by so many queries."""
        code, heads, room = self.code, self.heads, self.room
        pairs = (room.of_values, room.weights, slopes), (room.of_keys, room.slopes, queries)
        for to, by, second in pairs:
            made, first = self._kept(to, self.wide), self._kept(by, self.across).turned

            def some(
                s: Value,
                rows: int,
                made: Matrix = made,
                first: Matrix = first,
                second: Matrix = second,
            ) -> None:
                shape = rows, heads.size, count
                below = first.from_row(code, s)
                self.products.write(made.from_row(code, s), shape, below, second, adds=True)

            each_piece(code, heads.keys, self.products.rows(heads.keys, heads.size), some, end)

    def _kept(self, place: int, row: int) -> Matrix:
        return Matrix(self.code.at(self.own, place), row)
