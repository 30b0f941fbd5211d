"""Pictures seen through a window of weights, without laying out what each place sees."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from hornstudio.engine.kernels.code import Code, Pair, Share, Value
from hornstudio.engine.kernels.convolution.window import MANY_WEIGHTS, Window
from hornstudio.engine.kernels.tile import Run, Tile, columns_and_rows, in_pieces


def filters_side_by_side(window: Window, lanes: int) -> int:
    """How many filters' weights have to lie side by side, as they are read at once; 0: all.

    Weights that fill a core's cache are else read from places far apart.
    """
    columns, _ = columns_and_rows(lanes, window.of_group[1], window.made[1])
    fits = window.groups == 1 and window.filters % columns == 0
    return columns if fits and window.weights > MANY_WEIGHTS else 0


def write_forward(code: Code, share: Share, *, window: Window) -> None:
    """made[n] = pictures[n] seen through kernel, for a share of all rows.

    Arguments: pictures [N, H, W, C], kernel [h, w, C / groups, F] or, where filters have to lie
    side by side, [F / count, h, w, C, count], made [N, H', W', F].
    """
    Forward(code, window, share).write_all()


@dataclass(frozen=True)
class Spot:
    """Where some filters of a sample are: what they see, their weights, what they make."""

    picture: Value
    kernel: Value
    made: Value
    columns: int


class Forward:
    """The loops around the tiles: groups, filters, samples, rows, places in a row."""

    def __init__(self, code: Code, window: Window, share: Share) -> None:
        self.code, self.window = code, window
        self.pictures, self.kernel, self.made = code.function.args[:3]
        self.columns, most = columns_and_rows(code.lanes, window.of_group[1], window.made[1])
        self.pieces = in_pieces(window.made[1], most)
        self.packed = filters_side_by_side(window, code.lanes)
        self.rows = code.rows_of(share, window.made[0])
        self._tiles: dict[Pair, Tile] = {}

    def write_all(self) -> None:
        """Everything of the share: some filters of all samples, if their weights fill the cache."""
        each, height = self.code.each_sample, self.window.made[0]
        if self.window.weights > MANY_WEIGHTS:
            self._each_filters(
                lambda *some: each(self.rows, height, lambda n, rows: self._rows(n, rows, *some))
            )
        else:
            each(
                self.rows,
                height,
                lambda n, rows: self._each_filters(lambda *some: self._rows(n, rows, *some)),
            )

    def _each_filters(self, work: Callable[[Value, Value, int], None]) -> None:
        """work(group, first, how many) for all filters, as many at a time as a tile has columns."""
        _, filters = self.window.of_group
        pieces = self.code.each_piece
        self.code.each(
            self.window.groups,
            lambda g: pieces(filters, self.columns, lambda f, count: work(g, f, count)),
        )

    def _rows(self, n: Value, rows: Pair, g: Value, f: Value, columns: int) -> None:
        code, window = self.code, self.window
        channels, filters = window.of_group
        first = code.sum(code.times(g, filters), f)
        spot = Spot(
            code.at(self.pictures, code.times(n, window.numbers_in), code.times(g, channels)),
            code.at(self.kernel, code.times(f, window.seen) if self.packed else first),
            code.at(self.made, code.times(n, window.numbers_out), first),
            columns,
        )
        code.each(rows[1], lambda h: self._row(spot, h), start=rows[0])

    def _row(self, spot: Spot, h: Value) -> None:
        code = self.code
        for start, size, count in self._in_row():
            if count == 1:
                self._piece(spot, h, start, code.whole(0), size)
            else:
                code.each(count, self._alike(spot, h, start, size))

    def _alike(self, spot: Spot, h: Value, start: int, size: int) -> Callable[[Value], None]:
        return lambda i: self._piece(spot, h, start, self.code.times(i, size), size)

    def _in_row(self) -> Iterator[tuple[int, int, int]]:
        """Where pieces begin, their size, and how many follow that see all of a window alike."""
        starts = [sum(self.pieces[:i]) for i in range(len(self.pieces))]
        kinds = [
            (size if self._is_inside(start, size) else -start - 1, start, size)
            for start, size in zip(starts, self.pieces, strict=True)
        ]
        for _, some in groupby(kinds, lambda piece: piece[0]):
            (_, start, size), *more = some
            yield start, size, 1 + len(more)

    def _is_inside(self, start: int, size: int) -> bool:
        ends, across = (start, start + size - 1), range(self.window.size[1])
        return all(self.window.sees(place, a) for place in ends for a in across)

    def _piece(self, spot: Spot, h: Value, start: int, further: Value, size: int) -> None:
        """Some places of a row, `further` behind `start`, for some filters."""
        code, window = self.code, self.window
        shape = (size, spot.columns)
        tile = self._tiles.get(shape) or self._tiles.setdefault(shape, Tile(code, *shape))
        tile.clear()
        aside = code.times(further, window.strides[1] * window.channels)
        a_row = window.size[1] * window.of_group[0] * self._row_of_weights(spot)

        def weights(down: Value) -> None:
            line = window.line(code, h, down)
            with code.where(code.is_within(line, window.height)):
                seen = code.at(spot.picture, code.times(line, window.numbers_across), aside)
                self._add(tile, spot, seen, code.at(spot.kernel, code.times(down, a_row)), start)

        code.each(window.size[0], weights)
        out = code.sum(code.times(h, window.made[1]), further, start)
        made = code.at(spot.made, code.times(out, window.filters))
        tile.put([code.at(made, r * window.filters) for r in range(size)])

    def _row_of_weights(self, spot: Spot) -> int:
        return spot.columns if self.packed else self.window.filters

    def _add(self, tile: Tile, spot: Spot, seen: Value, weights: Value, start: int) -> None:
        channels, row = self.window.of_group[0], self._row_of_weights(spot)
        for across, count, offsets in self._runs(start, tile.rows):
            kernel = self.code.at(weights, across * channels * row)
            tile.add(Run(count * channels, second=row), seen, offsets, kernel)

    def _runs(self, start: int, size: int) -> Iterator[tuple[int, int, list[int | None]]]:
        """Weights of a row that can be taken in one go: the first, how many, and where they see."""
        window = self.window
        sees = [
            [window.sees(start + r, across) for r in range(size)]
            for across in range(window.size[1])
        ]
        keys = [-1 if window.is_dense and all(rows) else across for across, rows in enumerate(sees)]
        for _, some in groupby(range(window.size[1]), lambda across: keys[across]):
            first, *more = some
            if any(sees[first]):
                columns = [window.column(start + r, first) for r in range(size)]
                yield (
                    first,
                    1 + len(more),
                    [
                        column * window.channels if seen else None
                        for column, seen in zip(columns, sees[first], strict=True)
                    ],
                )
