"""Weights as products read them, and their gradients back from there.

Weights are [rows, gates * u]: bias, kernel, recurrent kernel.
"""

from collections.abc import Callable
from functools import partial

from hornstudio.engine.kernels.code import Code, Value
from hornstudio.engine.kernels.recurrent.sequence import Layout

Unit = Callable[[Value, Value, int], None]


def each_vector(code: Code, layout: Layout, body: Unit) -> None:
    """body(which, first unit, how many) for each vector of units."""
    whole, rest = divmod(layout.sequence.units, code.lanes)
    code.each(whole, lambda j: body(j, code.times(j, code.lanes), code.lanes))
    if rest:
        body(code.whole(whole), code.whole(whole * code.lanes), rest)


def pack(code: Code, layout: Layout, weights: Value, panels: Value, first: int, count: int) -> None:
    """So many rows of weights into panels [blocks, rows, gates, lanes], from row `first` on."""

    def move(place: Value, panel: Value, some: int) -> None:
        code.keep(code.read(place, some), panel, code.lanes)

    _each_piece(code, layout, weights, panels, (first, count), move)


def unpack(code: Code, layout: Layout, panels: Value, weights: Value) -> None:
    """All rows of panels as they lie in weights."""

    def move(place: Value, panel: Value, some: int) -> None:
        code.keep(code.read(panel, code.lanes), place, some)

    _each_piece(code, layout, weights, panels, (0, layout.sequence.rows), move)


def _each_piece(
    code: Code, layout: Layout, weights: Value, panels: Value, rows: tuple[int, int], move: Unit
) -> None:
    """move(a place in the weights, the same in panels, how many numbers) for some rows."""
    sequence, (first, count) = layout.sequence, rows

    def vector(k: Value, j: Value, unit: Value, some: int) -> None:
        row = code.sum(code.times(j, sequence.rows), first, k)
        panel = code.at(panels, code.times(row, layout.panel))
        for gate in range(sequence.cell.gates):
            place = code.at(weights, code.times(k, sequence.wide), gate * sequence.units, unit)
            move(place, code.at(panel, gate * code.lanes), some)

    code.each(count, lambda k: each_vector(code, layout, partial(vector, k)))


def groups(columns: int, layout: Layout) -> list[tuple[int, int]]:
    """Columns as they are made at once: the first, and how many vectors."""
    vectors, most = -(-columns // layout.lanes), layout.GROUP
    return [(n * layout.lanes, min(most, vectors - n)) for n in range(0, vectors, most)]


def turn(code: Code, layout: Layout, weights: Value, panels: Value, columns: int) -> None:
    """Rows of weights [columns, gates * u] as columns: panels [group][blocks, gates, lanes][width].

    What is behind the last unit or column is zero.
    """
    code.clear(panels, layout.deep * -(-columns // code.lanes) * code.lanes)
    for first, vectors in groups(columns, layout):
        width = vectors * code.lanes
        rows = code.at(weights, first * layout.sequence.wide)
        panel = code.at(panels, first * layout.deep)
        size = min(width, columns - first), width
        each_vector(code, layout, partial(_turn_vector, code, layout, rows, panel, size))


def _turn_vector(
    code: Code,
    layout: Layout,
    rows: Value,
    panel: Value,
    size: tuple[int, int],
    j: Value,
    unit: Value,
    some: int,
) -> None:
    """The weights of some units: gate by gate, as what is written then stays in a core's cache.

    size: how many rows there are, and numbers from one weight of them to the next in the panel.
    """
    sequence, (count, width) = layout.sequence, size

    def gate(g: Value) -> None:
        source = code.at(rows, code.times(g, sequence.units), unit)
        depth = code.sum(code.times(j, layout.panel), code.times(g, code.lanes))
        target = code.at(panel, code.times(depth, width))

        def row(n: Value) -> None:
            of_row, column = code.at(source, code.times(n, sequence.wide)), code.at(target, n)

            def one(i: Value) -> None:
                number = code.write.load(code.at(of_row, i), typ=code.float, align=4)
                code.write.store(number, code.at(column, code.times(i, width)), align=4)

            code.each(some, one)

        code.each(count, row)

    code.each(sequence.cell.gates, gate)
