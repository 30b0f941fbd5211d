"""Writing a function as LLVM's intermediate code: loops, vectors, numbers in memory."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from hornstudio.engine.lazy import ir

Value = Any
"""A number, vector or pointer that the function will have when it runs."""
Pair = tuple[Any, Any]
Body = Callable[[Value], None]


@dataclass(frozen=True)
class Share:
    """What one call of the function does: part `number` of so many, of so many samples."""

    samples: Value
    number: Value
    parts: Value


class Code:
    """One function that is being written. lanes: numbers that a vector holds.

    Offsets and counts are of float32; a count may be a Python number, or one known at run time.
    is_inner: whether it is called by others of its module alone. No two arrays overlap.
    """

    def __init__(
        self, module: Value, name: str, takes: list[Value], lanes: int, *, is_inner: bool = False
    ) -> None:
        self.module, self.lanes = module, lanes
        self.function = ir.Function(module, ir.FunctionType(ir.VoidType(), takes), name)
        if is_inner:
            self.function.linkage = "internal"
            self.function.attributes.add("noinline")
        for argument in self.function.args:
            if isinstance(argument.type, ir.PointerType):
                argument.add_attribute("noalias")
        self.number, self.float = ir.IntType(64), ir.FloatType()
        self.vector = ir.VectorType(self.float, lanes)
        self._entry = self.function.append_basic_block("entry")
        self.write = ir.IRBuilder(self.function.append_basic_block("begin"))

    def end(self) -> None:
        """Return, and let the function begin where its first line was written."""
        self.write.ret_void()
        ir.IRBuilder(self._entry).branch(self.function.basic_blocks[1])

    def whole(self, count: int | Value) -> Value:
        """A whole number as the function has it."""
        return ir.Constant(self.number, count) if isinstance(count, int) else count

    def place_for_vector(self) -> Value:
        """Room for a vector that changes; the compiler keeps it in a register."""
        at_start = ir.IRBuilder(self._entry)
        return at_start.alloca(self.vector)

    def share_of(self, count: int | Value, share: Share) -> Pair:
        """From which to before which of so many things a share has."""
        ends = (self.times(count, self.sum(share.number, i)) for i in (0, 1))
        start, end = (self.write.sdiv(end, share.parts) for end in ends)
        return start, end

    def rows_of(self, share: Share, height: int) -> Pair:
        """The rows of a share, of all samples one below the other."""
        return self.share_of(self.times(share.samples, height), share)

    def pieces_of(self, share: Share, length: int, size: int) -> Pair:
        """Where a share of a length begins and ends, which is cut between pieces only."""
        start, end = self.share_of(-(-length // size), share)
        return self.times(start, size), self.times(end, size)

    def each_sample(self, rows: Pair, height: int, body: Callable[[Value, Pair], None]) -> None:
        """body(n, from which to before which of its rows) for the samples of those rows."""
        first = self.write.sdiv(rows[0], self.whole(height))
        last = self.write.sdiv(self.sum(rows[1], height - 1), self.whole(height))

        def sample(n: Value) -> None:
            before = self.times(n, -height)
            start = self.most(self.sum(rows[0], before), 0)
            body(n, (start, self.least(self.sum(rows[1], before), height)))

        self.each(last, sample, start=first)

    def each_piece(
        self,
        length: int,
        size: int,
        body: Callable[[Value, int], None],
        *,
        start: int | Value = 0,
        end: int | Value | None = None,
    ) -> None:
        """body(i, count) for pieces of a length, the last of which may be smaller."""
        whole, rest = length - length % size, length % size
        end = self.whole(length if end is None else end)
        if whole:
            self.each(self.least(end, whole), lambda i: body(i, size), start=start, step=size)
        if rest:
            with self.where(self.write.icmp_signed(">", end, self.whole(whole))):
                body(self.whole(whole), rest)

    def each(
        self, count: int | Value, body: Body, *, start: int | Value = 0, step: int = 1
    ) -> None:
        """body(i) for i from start, so long as it is below count."""
        first, end = self.whole(start), self.whole(count)
        before = self.write.block
        test, inside, after = (self.function.append_basic_block() for _ in range(3))
        self.write.branch(test)
        self.write.position_at_end(test)
        i = self.write.phi(self.number)
        i.add_incoming(first, before)
        self.write.cbranch(self.write.icmp_signed("<", i, end), inside, after)
        self.write.position_at_end(inside)
        body(i)
        i.add_incoming(self.write.add(i, self.whole(step)), self.write.block)
        self.write.branch(test)
        self.write.position_at_end(after)

    @contextmanager
    def where(self, is_so: Value) -> Iterator[None]:
        """What is written within happens only then."""
        with self.write.if_then(is_so):
            yield

    def either(self, is_so: Value, yes: Callable[[], None], no: Callable[[], None]) -> None:
        """What `yes` writes happens then, what `no` writes otherwise."""
        with self.write.if_else(is_so) as (then, otherwise):
            with then:
                yes()
            with otherwise:
                no()

    def is_within(self, i: Value, count: int) -> Value:
        """Whether 0 <= i < count."""
        return self.write.icmp_unsigned("<", i, self.whole(count))

    def sum(self, *numbers: int | Value) -> Value:
        """Of whole numbers."""
        total = self.whole(numbers[0])
        for number in numbers[1:]:
            total = self.write.add(total, self.whole(number))
        return total

    def times(self, a: int | Value, b: int | Value) -> Value:
        """A product of whole numbers."""
        return self.write.mul(self.whole(a), self.whole(b))

    def least(self, a: int | Value, b: int | Value) -> Value:
        """The smaller of two whole numbers."""
        a, b = self.whole(a), self.whole(b)
        return self.write.select(self.write.icmp_signed("<", a, b), a, b)

    def most(self, a: int | Value, b: int | Value) -> Value:
        """The larger of two whole numbers."""
        a, b = self.whole(a), self.whole(b)
        return self.write.select(self.write.icmp_signed(">", a, b), a, b)

    def at(self, pointer: Value, *offsets: int | Value) -> Value:
        """A pointer so many numbers further."""
        for offset in offsets:
            pointer = self.write.gep(pointer, [self.whole(offset)], source_etype=self.float)
        return pointer

    def clear(self, pointer: Value, count: int) -> None:
        """Zeros for so many numbers."""
        self.each_piece(
            count, self.lanes, lambda i, size: self.keep(self.zeros(), self.at(pointer, i), size)
        )

    def copy(self, source: Value, target: Value, count: int, *, is_padded: bool = False) -> None:
        """So many numbers; where the target is padded, its last vector gets zeros, too."""

        def some(i: Value, size: int) -> None:
            vector = self.read(self.at(source, i), size)
            self.keep(vector, self.at(target, i), self.lanes if is_padded else size)

        self.each_piece(count, self.lanes, some)

    def zeros(self) -> Value:
        """A vector of zeros."""
        return self.number_everywhere(0.0)

    def number_everywhere(self, number: float) -> Value:
        """A vector of one number."""
        return ir.Constant(self.vector, [number] * self.lanes)

    def spread(self, pointer: Value) -> Value:
        """One number of memory in every place of a vector."""
        short = ir.IntType(32)
        number = self.write.load(pointer, typ=self.float, align=4)
        nothing = ir.Constant(self.vector, ir.Undefined)
        first = self.write.insert_element(nothing, number, ir.Constant(short, 0))
        everywhere = ir.Constant(ir.VectorType(short, self.lanes), [0] * self.lanes)
        return self.write.shuffle_vector(first, nothing, everywhere)

    def read(self, pointer: Value, count: int) -> Value:
        """A vector from memory, of which count numbers are there; the others are zeros."""
        if count >= self.lanes:
            return self.write.load(pointer, typ=self.vector, align=4)
        takes = [pointer.type, ir.IntType(32), self._bits, self.vector]
        read = self._known("llvm.masked.load", self.vector, takes, f"{self._suffix}.p0")
        return self.write.call(read, [pointer, _aligned(), self._first(count), self.zeros()])

    def keep(self, vector: Value, pointer: Value, count: int) -> None:
        """Write the first count numbers of a vector to memory."""
        if count >= self.lanes:
            self.write.store(vector, pointer, align=4)
            return
        takes = [self.vector, pointer.type, ir.IntType(32), self._bits]
        keep = self._known("llvm.masked.store", ir.VoidType(), takes, f"{self._suffix}.p0")
        self.write.call(keep, [vector, pointer, _aligned(), self._first(count)])

    def mixed(self, a: Value, b: Value, order: Sequence[int]) -> Value:
        """A vector of the numbers of two: of the first from 0, of the second from `lanes` on."""
        kind = ir.VectorType(ir.IntType(32), self.lanes)
        return self.write.shuffle_vector(a, b, ir.Constant(kind, list(order)))

    def fused(self, a: Value, b: Value, c: Value) -> Value:
        """a * b + c, rounded once."""
        return self.known("fma", a, b, c)

    def known(self, name: str, *vectors: Value) -> Value:
        """A vector that LLVM makes of others by an operation of that name."""
        operation = self._known(
            f"llvm.{name}", self.vector, [self.vector] * len(vectors), self._suffix
        )
        return self.write.call(operation, vectors)

    def larger(self, a: Value, b: Value) -> Value:
        """The larger numbers of two vectors; b where one of them is no number."""
        return self.write.select(self.write.fcmp_ordered(">", a, b), a, b)

    def first_of(self, count: int, vector: Value, other: Value) -> Value:
        """The first count numbers of a vector, and the last ones of another."""
        return self.write.select(self._first(count), vector, other)

    def is_up_to(self, place: Value) -> Value:
        """Which places of a vector are not behind that one, known at run time."""
        integers = ir.VectorType(self.number, self.lanes)
        nothing = ir.Constant(integers, ir.Undefined)
        first = self.write.insert_element(nothing, place, ir.Constant(ir.IntType(32), 0))
        everywhere = self.mixed(first, nothing, [0] * self.lanes)
        places = ir.Constant(integers, list(range(self.lanes)))
        return self.write.icmp_signed("<=", places, everywhere)

    def at_byte(self, pointer: Value, offset: Value) -> Value:
        """A pointer so many bytes further."""
        return self.write.gep(pointer, [self.whole(offset)], source_etype=ir.IntType(8))

    def are_set(self, pointer: Value) -> Value:
        """Of as many bytes as a vector has numbers, which are not 0."""
        kind = ir.VectorType(ir.IntType(8), self.lanes)
        return self.write.icmp_unsigned(
            "!=", self.write.load(pointer, typ=kind, align=1), ir.Constant(kind, [0] * self.lanes)
        )

    def across(self, join: Callable[[Value, Value], Value], vector: Value) -> Value:
        """All numbers of a vector joined to one, which is in every place of what is given."""
        apart = self.lanes // 2
        while apart:
            order = [i ^ apart for i in range(self.lanes)]
            vector = join(vector, self.mixed(vector, vector, order))
            apart //= 2
        return vector

    @property
    def _suffix(self) -> str:
        return f"v{self.lanes}f32"

    @property
    def _bits(self) -> Value:
        return ir.VectorType(ir.IntType(1), self.lanes)

    def _first(self, count: int) -> Value:
        """Which places of a vector are meant: the first so many."""
        return ir.Constant(self._bits, [int(i < count) for i in range(self.lanes)])

    def _known(self, name: str, gives: Value, takes: list[Value], suffix: str) -> Value:
        """An operation that LLVM knows by name, for vectors of this kind."""
        known = f"{name}.{suffix}"
        found = self.module.globals.get(known)
        return found or ir.Function(self.module, ir.FunctionType(gives, takes), known)


def _aligned() -> Value:
    """Where vectors may lie: at any number of four bytes."""
    return ir.Constant(ir.IntType(32), 4)
