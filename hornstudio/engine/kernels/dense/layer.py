"""All that a dense layer makes: sums of weighted inputs, with a bias each, and their activation."""

from collections.abc import Callable
from functools import partial

from hornstudio.engine.kernels.code import Code, Share, Value
from hornstudio.engine.kernels.dense.activation import Activation, activated
from hornstudio.engine.kernels.dense.matrices import Cut, Matrices
from hornstudio.engine.kernels.dense.multiply import Multiply
from hornstudio.engine.kernels.dense.panel import Block
from hornstudio.engine.kernels.tile import Tile


def write_layer(
    code: Code, share: Share, *, matrices: Matrices, cut: Cut, activation: Activation
) -> None:
    """A share of made = activation(first times second + bias).

    Arguments: first and second, as the matrices say, bias [columns], made [rows, columns],
    for gelu what it was taken of [rows, columns], and room [parts, cut.room] for a panel each.
    """
    Layer(code, share, matrices, cut, activation).write_all()


class Layer(Multiply):
    """The loops of a product, whose sums begin with the bias and end with the activation."""

    def __init__(
        self, code: Code, share: Share, matrices: Matrices, cut: Cut, activation: Activation
    ) -> None:
        super().__init__(code, share, matrices, cut)
        self.bias, self.activated, self.made = self.others[0], self.others[1], self.others[-1]
        self.activation = activation

    def _begin(self, tile: Tile, block: Block) -> None:
        tile.take([self.code.at(self.bias, block.n)] * tile.rows)

    def _finish(self, tile: Tile, places: list[Value], corner: Value, block: Block) -> None:
        if self.activation == "relu":
            self._where_last(block, lambda: tile.change(partial(activated, self.code, "relu")))
        tile.put(places)
        if self.activation == "gelu":
            self._where_last(block, lambda: self._gelu(corner, tile))

    def _where_last(self, block: Block, body: Callable[[], None]) -> None:
        after, code = self.code.sum(block.k, block.depth), self.code
        with code.where(code.write.icmp_signed(">=", after, code.whole(self.matrices.inner))):
            body()

    def _gelu(self, corner: Value, tile: Tile) -> None:
        """Row by row, from memory: it takes too much code to stand once for each place."""
        code = self.code

        def row(r: Value) -> None:
            first = code.sum(corner, code.times(r, self.matrices.columns))
            for i in range(0, tile.columns, code.lanes):
                at, count = code.sum(first, i), tile.columns - i
                sums = code.read(code.at(self.made, at), count)
                made = activated(code, self.activation, sums)
                code.keep(made, code.at(self.activated, at), count)

        code.each(tile.rows, row)
