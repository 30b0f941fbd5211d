"""How a window moves over pictures: the numbers that a convolution's kernels are written for."""

from dataclasses import dataclass

from hornstudio.engine.kernels.code import Code, Value

MANY_WEIGHTS = 1 << 17
"""Half a mebibyte: what has more does not stay in a core's cache beside what it sees."""

Pair = tuple[int, int]


@dataclass(frozen=True)
class Window:
    """Of pictures [height, width, channels] to [*made, filters]; pairs are (down, across).

    margins: zeros (before, behind) each. groups: of channels, each with filters of its own.
    """

    height: int
    width: int
    channels: int
    filters: int
    size: Pair
    strides: Pair = (1, 1)
    dilation: Pair = (1, 1)
    margins: tuple[Pair, Pair] = ((0, 0), (0, 0))
    groups: int = 1

    @property
    def made(self) -> Pair:
        """Height and width of what is made."""
        down, across = (
            (length + sum(margin) - (size - 1) * apart - 1) // stride + 1
            for length, margin, size, apart, stride in zip(
                (self.height, self.width),
                self.margins,
                self.size,
                self.dilation,
                self.strides,
                strict=True,
            )
        )
        return down, across

    @property
    def of_group(self) -> Pair:
        """Channels and filters of a group."""
        return self.channels // self.groups, self.filters // self.groups

    @property
    def work(self) -> int:
        """Multiplications for a picture, as if its margins were none."""
        down, across = self.made
        return down * across * self.weights

    @property
    def seen(self) -> int:
        """Weights of a filter."""
        return self.size[0] * self.size[1] * self.of_group[0]

    @property
    def weights(self) -> int:
        """Of all filters."""
        return self.seen * self.filters

    @property
    def is_deep(self) -> bool:
        """Whether the weights do not fit a core's cache, and a sample has less than they."""
        return self.weights > max(MANY_WEIGHTS, 4 * (self.numbers_in + self.numbers_out))

    @property
    def numbers_across(self) -> int:
        """Of a row of a picture."""
        return self.width * self.channels

    @property
    def numbers_in(self) -> int:
        """Of a picture."""
        return self.height * self.numbers_across

    @property
    def numbers_out(self) -> int:
        """Of what is made of it."""
        return self.made[0] * self.made[1] * self.filters

    @property
    def is_dense(self) -> bool:
        """Whether what the weights of a row see lies side by side, as they do."""
        return self.dilation[1] == 1 and self.groups == 1

    def line(self, code: Code, h: Value, down: Value) -> Value:
        """The row of the picture that row h of what is made sees at a weight, known at run time."""
        moved = code.sum(code.times(h, self.strides[0]), code.times(down, self.dilation[0]))
        return code.sum(moved, -self.margins[0][0])

    def column(self, place: int, across: int) -> int:
        """The column that a place sees at this weight; one outside of the picture is a margin's."""
        return place * self.strides[1] + across * self.dilation[1] - self.margins[1][0]

    def sees(self, place: int, across: int) -> bool:
        """Whether that column is one of the picture's."""
        return 0 <= self.column(place, across) < self.width

    def places_of(self, across: int) -> range:
        """The places in a row that see the picture at this weight."""
        seen = [place for place in range(self.made[1]) if self.sees(place, across)]
        return range(seen[0], seen[-1] + 1) if seen else range(0)
