"""The gradient of a window's weights: what each of them saw, times the slopes there."""

from collections.abc import Callable
from dataclasses import dataclass

from hornstudio.engine.kernels.code import Code, Pair, Share, Value
from hornstudio.engine.kernels.convolution.window import Window
from hornstudio.engine.kernels.tile import Run, Tile, columns_and_rows, in_pieces

_AT_HAND = 6144
"""Numbers of slopes and of what is seen that stay in a core's first cache while tiles change."""


def is_by_channels(window: Window) -> bool:
    """Whether shares are of channels, each for all samples, and not of rows, to be added up."""
    return window.is_deep and window.groups == 1


def write_slide(code: Code, share: Share, *, window: Window) -> None:
    """The sum over samples of pictures[n] as each weight saw it, times slopes[n], for a share.

    Arguments: pictures [N, H, W, C], slopes [N, H', W', F], and found, for shares of channels
    [h, w, C, F], else [parts, h, w, C / groups, F].
    """
    slide = Slide(code, window)
    if is_by_channels(window):
        slide.write_channels(share)
    else:
        slide.write_rows(share)


@dataclass(frozen=True)
class Spot:
    """Where some rows of a sample are: what is seen, the slopes, and the weights of a group."""

    picture: Value
    slopes: Value
    found: Value
    rows: Pair


@dataclass(frozen=True)
class Weights:
    """Some channels from c and filters from f of the weights at one place, and where they lie."""

    tile: Tile
    down: Value
    across: int
    c: Value
    f: Value
    offset: Value


class Slide:
    """The loops around the tiles: samples, some rows at a time, groups, weights.

    Where all weights of a row see the picture at all places, their channels are as if of one.
    """

    def __init__(self, code: Code, window: Window) -> None:
        self.code, self.window = code, window
        self.pictures, self.slopes, self.found = code.function.args[:3]
        is_one = window.is_dense and not any(window.margins[1])
        self.side = window.size[1] if is_one else 1
        self.channels = self.side * window.of_group[0]
        self.columns, most = columns_and_rows(code.lanes, window.of_group[1], self.channels)
        self.size = in_pieces(self.channels, most)[0]
        self._tiles: dict[tuple[int, ...], Tile] = {}

    def write_rows(self, share: Share) -> None:
        """All weights, for a share of all rows, a few at a time."""
        code, window = self.code, self.window
        found = code.at(self.found, code.times(share.number, window.weights))
        code.clear(found, window.weights)
        a_row = window.made[1] * window.of_group[1] + window.strides[0] * window.numbers_across
        at_once = max(1, min(window.made[0], _AT_HAND // a_row))

        def sample(n: Value, rows: Pair) -> None:
            def some(h: Value) -> None:
                self._groups(n, found, (h, code.least(code.sum(h, at_once), rows[1])))

            code.each(rows[1], some, start=rows[0], step=at_once)

        code.each_sample(code.rows_of(share, window.made[0]), window.made[0], sample)

    def _groups(self, n: Value, found: Value, rows: Pair) -> None:
        code = self.code
        channels, filters = self.window.of_group

        def group(g: Value) -> None:
            seen, first = code.times(g, channels), code.times(g, filters)
            spot = Spot(*self._sample(n, seen, first), code.at(found, first), rows)

            self._each_weight(0, self.channels, lambda weights: self._further(weights, spot))

        code.each(self.window.groups, group)

    def _further(self, weights: Weights, spot: Spot) -> None:
        """Rows of one sample, added to what is kept in memory."""
        rows = self._rows_of(weights, spot.found)
        weights.tile.take(rows)
        self._add(weights, spot)
        weights.tile.put(rows)

    def write_channels(self, share: Share) -> None:
        """A share of the weights' channels, for all samples."""
        ends = self.code.pieces_of(share, self.channels, self.size)
        self._each_weight(*ends, lambda weights: self._at_once(weights, share.samples))

    def _at_once(self, weights: Weights, samples: Value) -> None:
        """All rows of all samples, in registers until the end."""
        code, height = self.code, self.window.made[0]
        weights.tile.clear()

        def sample(n: Value) -> None:
            rows = (code.whole(0), code.whole(height))
            self._add(weights, Spot(*self._sample(n, 0, 0), self.found, rows))

        code.each(samples, sample)
        weights.tile.put(self._rows_of(weights, self.found))

    def _rows_of(self, weights: Weights, found: Value) -> list[Value]:
        first = self.code.at(found, weights.offset)
        return [self.code.at(first, r * self.window.filters) for r in range(weights.tile.rows)]

    def _sample(self, n: Value, seen: Value | int, first: Value | int) -> Pair:
        code, window = self.code, self.window
        return (
            code.at(self.pictures, code.times(n, window.numbers_in), seen),
            code.at(self.slopes, code.times(n, window.numbers_out), first),
        )

    def _each_weight(
        self, start: Value | int, end: Value | int, work: Callable[[Weights], None]
    ) -> None:
        """All weights of some channels, as many at a time as fit a tile."""
        code, window = self.code, self.window
        _, filters = window.of_group

        def channels(c: Value, size: int) -> None:
            def down(d: Value) -> None:
                for across in range(0, window.size[1], self.side):
                    row = code.sum(code.times(d, window.size[1]), across)
                    first = code.sum(code.times(row, window.of_group[0]), c)
                    some(c, size, d, across, code.times(first, window.filters))

            code.each(window.size[0], down)

        def some(c: Value, size: int, down: Value, across: int, first: Value) -> None:
            def piece(f: Value, count: int) -> None:
                tile = self._tile(size, count)
                work(Weights(tile, down, across, c, f, code.sum(first, f)))

            code.each_piece(filters, self.columns, piece)

        code.each_piece(self.channels, self.size, channels, start=start, end=end)

    def _tile(self, *shape: int) -> Tile:
        return self._tiles.get(shape) or self._tiles.setdefault(shape, Tile(self.code, *shape))

    def _add(self, weights: Weights, spot: Spot) -> None:
        """What some channels saw at one weight, times the slopes, for some rows."""
        code, window, across = self.code, self.window, weights.across
        places = window.places_of(across)
        if not places:  # it sees margins alone
            return
        run = Run(len(places), window.strides[1] * window.channels, window.filters)
        column = window.column(places.start, across) * window.channels

        def row(h: Value) -> None:
            line = window.line(code, h, weights.down)
            with code.where(code.is_within(line, window.height)):
                before = code.times(line, window.numbers_across)
                seen = code.at(spot.picture, before, column, weights.c)
                place = code.sum(code.times(h, window.made[1]), places.start)
                slopes = code.at(spot.slopes, code.times(place, window.filters), weights.f)
                weights.tile.add(run, seen, range(weights.tile.rows), slopes)

        code.each(spot.rows[1], row, start=spot.rows[0])
