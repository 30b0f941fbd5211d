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
    Multiply(code, matrices, cut, share).write_all()


class Multiply:
    """The loops around the tiles: panels of columns, depths, rows.

    The order in which numbers are added up does not depend on the shares, but for the inner ones.
    """

    def __init__(self, code: Code, matrices: Matrices, cut: Cut, share: Share) -> None:
        self.code, self.matrices, self.cut = code, matrices, cut
        self.first, second, self.made, room = code.function.args[:4]
        room = code.at(room, code.times(share.number, cut.room))
        self.panel = Panel(code, matrices, second, room)
        self.rows = self._ends("rows", matrices.rows, cut.high, share)
        self.columns = self._ends("columns", matrices.columns, cut.wide, share)
        self.inner = self._ends("inner", matrices.inner, cut.depth, share)
        if cut.shared == "inner":
            whole = code.times(share.number, matrices.rows * matrices.columns)
            self.made = code.at(self.made, whole)
        self._tiles: dict[Pair, Tile] = {}

    def _ends(self, name: str, length: int, size: int, share: Share) -> Pair:
        code = self.code
        if self.cut.shared == name:
            start, end = code.pieces_of(share, length, size)
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
        made = code.at(self.made, code.times(m, matrices.columns), block.n)
        places = [code.at(made, r * matrices.columns) for r in range(rows)]
        self._begin(tile, places, block)
        first = code.at(
            self.first,
            code.times(m, matrices.row_stride),
            code.times(block.k, matrices.inner_stride),
        )
        run = Run(block.depth, matrices.inner_stride, self.panel.width(block))
        tile.add(run, first, [r * matrices.row_stride for r in range(rows)], self.panel.room)
        tile.put(places)

    def _begin(self, tile: Tile, places: list[Value], block: Block) -> None:
        """With zeros at the first depth, later with what is there."""
        if self.cut.depth >= self.matrices.inner:
            tile.clear()
            return
        is_first = self.code.write.icmp_signed("==", block.k, self.inner[0])
        self.code.either(is_first, tile.clear, lambda: tile.take(places))
