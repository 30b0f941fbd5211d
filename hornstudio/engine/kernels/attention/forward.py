"""What queries take of values, by how well the keys of these fit them."""

from dataclasses import dataclass

from hornstudio.engine.kernels.attention.heads import Heads, whole_vectors
from hornstudio.engine.kernels.attention.matrix import Matrix, Products, copy, each_piece, turn
from hornstudio.engine.kernels.attention.row import Looking, Row
from hornstudio.engine.kernels.code import Code, Share, Value
from hornstudio.engine.kernels.tile import MOST_ROWS


@dataclass(frozen=True)
class Room:
    """Where a part keeps what is its own: numbers from its start on.

    keys: turned, [H, S]. values: [S, H]. scores: of a few queries, [rows, S]. size: of all.
    """

    keys: int
    values: int
    scores: int
    size: int


def room(heads: Heads, lanes: int) -> Room:
    """As much as a part needs."""
    across, wide = whole_vectors(heads.keys, lanes), whole_vectors(heads.size, lanes)
    values = heads.size * across
    scores = values + heads.keys * wide
    return Room(0, values, scores, scores + MOST_ROWS * across)


def write_forward(code: Code, share: Share, *, heads: Heads) -> None:
    """made = softmax(queries @ keys.T * scale) @ values, for a share of samples and sources.

    Arguments: queries [B, T, N, H], keys and values [B, S, M, H], where there is one a mask of
    bytes [B or 1, N or 1, T or 1, S and as many more as fill a vector], made [B, T, N, H], and room
    [parts, numbers].
    """
    Forward(code, heads, share).write_all(share)


class Forward:
    """The loops around the products: sources, their heads, some queries at a time."""

    def __init__(self, code: Code, heads: Heads, share: Share) -> None:
        self.code, self.heads = code, heads
        self.queries, self.keys, self.values, *masks, self.made, own = code.function.args[:-3]
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
        code, heads = self.code, self.heads
        sample, source = heads.apart(code, unit)
        place = heads.key_place(code, sample, source)
        shape = heads.keys, heads.size
        keys, values = (Matrix(code.at(a, place), heads.key_row) for a in (self.keys, self.values))
        turn(code, keys, self._turned_keys, shape, heads.scale)
        copy(code, values, self._values, shape)

        def head(n: Value) -> None:
            self._head(sample, code.sum(code.times(source, heads.group), n))

        code.each(heads.group, head)

    def _head(self, sample: Value, head: Value) -> None:
        code, heads = self.code, self.heads
        place = heads.query_place(code, sample, head)
        queries, made = (
            Matrix(code.at(a, place), heads.query_row) for a in (self.queries, self.made)
        )

        def some(t: Value, count: int) -> None:
            end = heads.end(code, code.sum(t, count))
            self._weigh(queries.from_row(code, t), Looking(sample, head, t, end), count)
            shape, below = (count, heads.size, heads.keys), made.from_row(code, t)
            self.products.write(below, shape, self._scores, self._values, sums_end=end)

        each_piece(code, heads.queries, self.products.rows(heads.queries, self.across), some)

    def _weigh(self, queries: Matrix, looking: Looking, count: int) -> None:
        code, scores = self.code, self._scores
        shape = count, self.across, self.heads.size
        self.products.write(scores, shape, queries, self._turned_keys, columns_end=looking.end)

        def row(r: Value) -> None:
            row_of(code, self.heads, scores, self.mask, looking, r).soften()

        code.each(count, row)

    @property
    def _turned_keys(self) -> Matrix:
        return Matrix(self.code.at(self.own, self.room.keys), self.across)

    @property
    def _values(self) -> Matrix:
        return Matrix(self.code.at(self.own, self.room.values), self.wide)

    @property
    def _scores(self) -> Matrix:
        return Matrix(self.code.at(self.own, self.room.scores), self.across)


def row_of(
    code: Code, heads: Heads, scores: Matrix, mask: Value | None, looking: Looking, r: Value
) -> Row:
    """Row r of the scores of some queries."""
    query = code.sum(looking.first, r)
    if mask is not None:
        row = heads.mask_row(code, looking.sample, looking.head, query)
        mask = code.at_byte(mask, code.times(row, scores.row))
    return Row(code, heads, scores.from_row(code, r).at, query, mask, looking.end)
