"""The gradients of a dense layer's kernel and bias, and slopes through its activation, at once."""

from functools import partial

from hornstudio.engine.kernels.code import Code, Share, Value
from hornstudio.engine.kernels.dense.activation import Activation, sloped
from hornstudio.engine.kernels.dense.matrices import Cut, Matrices
from hornstudio.engine.kernels.dense.multiply import Multiply
from hornstudio.engine.kernels.dense.panel import Block, Panel


def write_slopes(
    code: Code, share: Share, *, matrices: Matrices, cut: Cut, activation: Activation
) -> None:
    """A share of the gradients of activation(x @ kernel + bias), whose slopes are `second`.

    Arguments: x [B, F], second [B, N] and, if there is an activation, what `sloped` needs of it
    [B, N]; made: the kernel's [parts, F, N], the bias's [parts, N] and, if there is an
    activation, slopes of the sums [B, N]; and room [parts, cut.room]. Shares are of samples.
    """
    Slopes(code, share, matrices, cut, activation).write_all()


class Slopes(Multiply):
    """The loops of a product, whose panels are sloped and summed up as they are copied."""

    def __init__(
        self, code: Code, share: Share, matrices: Matrices, cut: Cut, activation: Activation
    ) -> None:
        super().__init__(code, share, matrices, cut)
        *kept, self.made, self.bias = self.others[: 2 if activation == "none" else 3]
        self.panel = SlopedPanel(self, activation, kept, self.others[3:])
        self.made = self.of_part(self.made, matrices.rows * matrices.columns)
        self.bias = self.of_part(self.bias, matrices.columns)


class SlopedPanel(Panel):
    """A panel of slopes of what was activated, copied as slopes of the sums."""

    def __init__(
        self, loops: Slopes, activation: Activation, kept: list[Value], made: list[Value]
    ) -> None:
        super().__init__(loops.code, loops.matrices, loops.second, loops.room)
        self.loops, self.activation, self.kept, self.made = loops, activation, kept, made
        self.at_once = 1 if activation == "gelu" else self.at_once  # which takes much code
        self._sums = [
            self.code.place_for_vector() for _ in range(0, loops.cut.wide, self.code.lanes)
        ]

    def fill(self, block: Block) -> None:
        """Copy a block, and add its slopes to the bias's."""
        code = self.code
        sums = self._sums[: -(-block.columns // code.lanes)]
        for place in sums:
            code.write.store(code.zeros(), place)
        super().fill(block)
        for i, place in enumerate(sums):
            bias = code.at(self.loops.bias, block.n, i * code.lanes)
            count = block.columns - i * code.lanes
            total = code.write.load(place, typ=code.vector)
            self.loops.either_at_first(
                block,
                partial(code.keep, total, bias, count),
                partial(self._add, total, bias, count),
            )

    def _add(self, total: Value, pointer: Value, count: int) -> None:
        code = self.code
        code.keep(code.write.fadd(total, code.read(pointer, count)), pointer, count)

    def taken(self, offset: Value, column: int, count: int) -> Value:
        """Slopes of some sums, which are kept for the gradient of what the layer sees."""
        code = self.code
        slopes = super().taken(offset, column, count)
        if self.kept:
            kept = code.read(code.at(self.kept[0], offset), count)
            slopes = sloped(code, self.activation, slopes, kept)
            code.keep(slopes, code.at(self.made[0], offset), count)
        place = self._sums[column // code.lanes]
        code.write.store(code.write.fadd(code.write.load(place, typ=code.vector), slopes), place)
        return slopes
