"""What both ways through sequences share: arrays by name, samples, steps in blocks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from hornstudio.engine.kernels.code import Body, Code, Share, Value
from hornstudio.engine.kernels.recurrent import sequence as read
from hornstudio.engine.kernels.recurrent.panel import groups
from hornstudio.engine.kernels.recurrent.product import Given, Kind, Products
from hornstudio.engine.lazy import ir


def per_state(word: str, sequence: read.Sequence) -> list[str]:
    """Names of arrays of which each state has one."""
    return [f"{word}_{n}" for n in range(sequence.cell.states)]


class Samples:
    """Where samples lie, and their steps: within a function that is being written.

    given: arrays by name. start: the first sample of the part; count: how many it has.
    """

    def __init__(
        self,
        code: Code,
        layout: read.Layout,
        given: Mapping[str, Value],
        start: Value,
        count: Value,
        total: Value,
        most: Value,
    ) -> None:
        self.code, self.layout, self.sequence = code, layout, layout.sequence
        self.given, self.start, self.count = given, start, count
        self.total, self.most = total, most

    def numbers(self) -> list[Value]:
        """What another function has to be told."""
        return [self.start, self.count, self.total, self.most]

    def place(self, r: Value, t: Value) -> Value:
        """Of the part's r-th sample, and the step that is made as the t-th: which of [B, T]."""
        code, steps = self.code, self.sequence.steps
        if self.sequence.is_reversed:
            t = code.sum(steps - 1, code.times(t, -1))
        return code.sum(code.times(code.sum(self.start, r), steps), t)

    def kept(self, r: Value, t: Value) -> Value:
        """What is kept of it."""
        code = self.code
        row = code.sum(code.times(t, self.total), self.start, r)
        return code.at(self.given["kept"], code.times(row, self.layout.kept))

    def state(self, states: Value, number: int, r: Value, unit: Value | int = 0) -> Value:
        """One state of a sample, from a unit on."""
        code, row = self.code, self.layout.state_row
        before = code.times(number * row, self.most)
        return code.at(states, before, code.times(r, row), unit)

    def is_counted(self, place: Value) -> Value:
        """Whether the mask has it that this step of this sample counts."""
        write, byte = self.code.write, ir.IntType(8)
        found = write.gep(self.given["mask"], [place], source_etype=byte)
        return write.icmp_unsigned("!=", write.load(found, typ=byte), ir.Constant(byte, 0))


class Way:
    """One way through the sequences of a share of the samples.

    names: of the arrays. rooms: what a part has for itself in the last of them.
    """

    def __init__(
        self,
        code: Code,
        share: Share,
        layout: read.Layout,
        names: Sequence[str],
        rooms: Mapping[str, read.Room],
    ) -> None:
        self.code, self.layout, self.sequence = code, layout, layout.sequence
        given = dict(zip(names, code.function.args, strict=False))
        start, end = code.share_of(share.samples, share)
        count = code.sum(end, code.times(start, -1))
        most = code.most(self._whole(share.samples, share.parts), 1)
        self.samples = Samples(code, layout, given, start, count, share.samples, most)
        block = self._whole(read.BLOCK_ROWS, most)
        self.block = code.most(code.least(block, self.sequence.steps), 1)
        self.own = self._rooms(code.at(given["scratch"]), rooms, share.number)
        self.products = Products(code.module, code.lanes)

    def _whole(self, count: int | Value, by: Value) -> Value:
        """count / by, rounded up."""
        return self.code.write.sdiv(self.code.sum(count, by, -1), by)

    def _rooms(
        self, scratch: Value, rooms: Mapping[str, read.Room], number: Value
    ) -> dict[str, Value]:
        """Where each array of this part begins, laid out as `Layout.scratch` counts them."""
        code, most = self.code, self.samples.most
        rows, end = code.times(self.block, most), code.whole(0)
        places = {}
        for name, room in rooms.items():
            places[name] = end
            end = code.sum(
                end, room.fixed, code.times(room.sample, most), code.times(room.row, rows)
            )
        first = code.at(scratch, code.times(number, end))
        return {name: code.at(first, place) for name, place in places.items()}

    def row(self, name: str, k: Value) -> Value:
        """Where the rows of the k-th step of a block begin, in an array of the part."""
        code, size = self.code, {"rows": self.layout.row, "gates": self.layout.gates_row}[name]
        return code.at(self.own[name], code.times(code.times(k, self.samples.count), size))

    def inner(self, name: str, wanted: Iterable[str], count: int) -> tuple[Samples, list[Value]]:
        """A function of so many pointers, the wanted arrays, where the samples are and a step.

        -> its samples and its own pointers, with the step behind them.
        """
        names = [n for n in self.samples.given if n in wanted]
        number, pointer = ir.IntType(64), ir.PointerType()
        takes = [*[pointer] * (count + len(names)), *[number] * 5]
        code = Code(self.code.module, name, takes, self.code.lanes, is_inner=True)
        own, arrays = code.function.args[:count], code.function.args[count:-5]
        *numbers, step = code.function.args[-5:]
        given = dict(zip(names, arrays, strict=True))
        return Samples(code, self.layout, given, *numbers), [*own, step]

    def call(self, inner: Samples, own: Sequence[Value], step: Value) -> None:
        """Call such a function."""
        arrays = [self.samples.given[name] for name in inner.given]
        self.code.write.call(inner.code.function, [*own, *arrays, *self.samples.numbers(), step])

    def each_sample(self, body: Body) -> None:
        """body(r) for the samples of the part."""
        self.code.each(self.samples.count, body)

    def each_block(self, body: Callable[[Value, Value], None], *, is_back: bool = False) -> None:
        """body(first step, how many) for each block of steps, from either end."""
        code, steps = self.code, self.sequence.steps
        blocks = self._whole(steps, self.block)

        def some(n: Value) -> None:
            n = code.sum(blocks, -1, code.times(n, -1)) if is_back else n
            first = code.times(n, self.block)
            left = code.sum(steps, code.times(first, -1))
            body(first, code.least(self.block, left))

        code.each(blocks, some)

    def enter(self, rows: Value, t: Value) -> None:
        """[1, x] of every sample at a step, as rows."""
        code, layout = self.code, self.layout
        one = ir.Constant(code.float, 1.0)

        def sample(r: Value) -> None:
            row = code.at(rows, code.times(r, layout.row))
            code.write.store(one, row)
            place = code.times(self.samples.place(r, t), self.sequence.features)
            x = code.at(self.samples.given["x"], place)
            code.copy(x, code.at(row, 1), self.sequence.features)

        self.each_sample(sample)

    def take_states(self, word: str) -> None:
        """States [B, u] of the part's samples, into rows."""
        self._each_state(word, partial(self.code.copy, is_padded=True))

    def give_states(self, word: str) -> None:
        """Rows, into states [B, u] of the part's samples."""
        self._each_state(word, lambda array, row, count: self.code.copy(row, array, count))

    def _each_state(self, word: str, move: Callable[[Value, Value, int], None]) -> None:
        code, samples, units = self.code, self.samples, self.sequence.units

        def sample(r: Value) -> None:
            for number, name in enumerate(per_state(word, self.sequence)):
                place = code.times(code.sum(samples.start, r), units)
                row = samples.state(self.own["states"], number, r)
                move(code.at(samples.given[name], place), row, units)

        self.each_sample(sample)

    def by_columns(
        self,
        gates: Value,
        panels: Value,
        made: Value,
        columns: int,
        row: int,
        rows: Value,
        *,
        is_added: bool,
    ) -> None:
        """made[rows, columns] (+)= slopes of gates @ turned weights. row: from one to the next."""
        code, layout = self.code, self.layout
        for first, vectors in groups(columns, layout):
            kind = Kind(vectors, layout.gates_row, 1, vectors * code.lanes, row, is_added)
            panel, out = code.at(panels, first * layout.deep), code.at(made, first)
            self.products.multiply(code, kind, Given(gates, panel, out, rows, layout.deep))
