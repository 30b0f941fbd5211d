"""Two matrices multiplied: the second panel by panel, which all rows of the first pass over."""

from collections.abc import Callable

from hornstudio.engine.kernels.code import Code, Pair, Share, Value
from hornstudio.engine.kernels.dense.matrices import Cut, Matrices
from hornstudio.engine.kernels.dense.panel import Block, Panel
from hornstudio.engine.kernels.tile import Run, Tile


def write_multiply(code: Code, share: Share, *, matrices: Matrices, cut: Cut) -> None:
    """A share of made = first times second.

    Arguments: first and second, as the matrices say, made [rows, columns] or, for shares of the
    inner dimension, [parts, rows, columns], and room [parts, cut.room] for a panel each.
    """
    Multiply(code, share, matrices, cut).write_all()


class Multiply:
    """The loops around the tiles: panels of columns, depths, rows.

    The order in which numbers are added up does not depend on the shares, but for the inner ones.
    The function's arrays are the two matrices, others, what is made, others, and the room.
    """

    def __init__(self, code: Code, share: Share, matrices: Matrices, cut: Cut) -> None:
        self.code, self.share, self.matrices, self.cut = code, share, matrices, cut
        self.first, self.second, *self.others, room = code.function.args[:-3]
        self.room = code.at(room, code.times(share.number, cut.room))
        self.panel = Panel(code, matrices, self.second, self.room)
        self.made = self.of_part(self.others[0], matrices.rows * matrices.columns)
        self.rows = self._ends("rows", matrices.rows, cut.high)
        self.columns = self._ends("columns", matrices.columns, cut.wide)
        self.inner = self._ends("inner", matrices.inner, cut.depth)
        self._tiles: dict[Pair, Tile] = {}

    def of_part(self, pointer: Value, count: int) -> Value:
        """Where a share writes: into so many numbers of its own, if it has the others' columns."""
        if self.cut.shared != "inner":
            return pointer
        return self.code.at(pointer, self.code.times(self.share.number, count))

    def _ends(self, name: str, length: int, size: int) -> Pair:
        code = self.code
        if self.cut.shared == name:
            start, end = code.pieces_of(self.share, length, size)
            return start, code.least(end, length)
        return code.whole(0), code.whole(length)

    def write_all(self) -> None:
        """Everything of the share.

        Where both matrices are long and what is made is small, all of that is made a depth at a
        time: then the rows of both are read once.
        """
        if self.matrices.is_across:
            self._depths(lambda k, depth: self._panels(lambda n, w: self._block(n, w, k, depth)))
        else:
            self._panels(lambda n, w: self._depths(lambda k, depth: self._block(n, w, k, depth)))

    def _panels(self, body: Callable[[Value, int], None]) -> None:
        start, end = self.columns
        self.code.each_piece(self.matrices.columns, self.cut.wide, body, start=start, end=end)

    def _depths(self, body: Callable[[Value, int], None]) -> None:
        start, end = self.inner
        self.code.each_piece(self.matrices.inner, self.cut.depth, body, start=start, end=end)

    def _block(self, n: Value, columns: int, k: Value, depth: int) -> None:
        block = Block(n, columns, k, depth)
        self.panel.fill(block)
        start, end = self.rows
        self.code.each_piece(
            self.matrices.rows,
            self.cut.high,
            lambda m, count: self._tile(m, count, block),
            start=start,
            end=end,
        )

    def _tile(self, m: Value, rows: int, block: Block) -> None:
        code, matrices = self.code, self.matrices
        shape = rows, block.columns
        tile = self._tiles.get(shape) or self._tiles.setdefault(shape, Tile(code, *shape))
        corner = code.sum(code.times(m, matrices.columns), block.n)
        places = [code.at(self.made, corner, r * matrices.columns) for r in range(rows)]
        self.either_at_first(block, lambda: self._begin(tile, block), lambda: tile.take(places))
        first = code.at(
            self.first,
            code.times(m, matrices.row_stride),
            code.times(block.k, matrices.inner_stride),
        )
        run = Run(block.depth, matrices.inner_stride, self.panel.width(block))
        tile.add(run, first, [r * matrices.row_stride for r in range(rows)], self.panel.room)
        self._finish(tile, places, corner, block)

    def _begin(self, tile: Tile, block: Block) -> None:
        """What sums start with."""
        tile.clear()

    def _finish(self, tile: Tile, places: list[Value], corner: Value, block: Block) -> None:
        """What becomes of the sums of a depth. corner: of the tile, in what is made."""
        tile.put(places)

    def either_at_first(
        self, block: Block, first: Callable[[], None], later: Callable[[], None]
    ) -> None:
        """At the first depth of a share, and at others."""
        if self.cut.depth >= self.matrices.inner:
            first()
        else:
            is_first = self.code.write.icmp_signed("==", block.k, self.inner[0])
            self.code.either(is_first, first, later)
