"""The numbers that attention's kernels are written for."""

from dataclasses import dataclass

from hornstudio.engine.kernels.code import Code, Pair, Share, Value


@dataclass(frozen=True)
class Heads:
    """So many heads of queries, each of which looks at one of `sources` heads of keys and values.

    queries, keys: steps of each. size: numbers of a head. is_causal: whether a query sees no key
    behind its own place. masked: which of batch, heads and queries a mask tells apart, if any.
    """

    queries: int
    keys: int
    heads: int
    sources: int
    size: int
    is_causal: bool = False
    masked: tuple[bool, bool, bool] | None = None

    @property
    def group(self) -> int:
        """Heads of queries that look at the same keys."""
        return self.heads // self.sources

    @property
    def query_row(self) -> int:
        """Numbers from a query of a head to its next."""
        return self.heads * self.size

    @property
    def key_row(self) -> int:
        """Numbers from a key of a head to its next."""
        return self.sources * self.size

    @property
    def scale(self) -> float:
        """What scores are multiplied by."""
        return float(self.size**-0.5)

    @property
    def work(self) -> int:
        """Multiplications for a sample."""
        return 2 * self.heads * self.queries * self.keys * self.size

    def units(self, code: Code, share: Share) -> Pair:
        """A share of all sources of all samples: from which to before which."""
        return code.share_of(code.times(share.samples, self.sources), share)

    def apart(self, code: Code, unit: Value) -> Pair:
        """The sample and the source of a unit."""
        count = code.whole(self.sources)
        return code.write.sdiv(unit, count), code.write.srem(unit, count)

    def query_place(self, code: Code, sample: Value, head: Value) -> Value:
        """Where the queries of a head begin."""
        before = code.times(sample, self.queries * self.query_row)
        return code.sum(before, code.times(head, self.size))

    def key_place(self, code: Code, sample: Value, source: Value) -> Value:
        """Where the keys of a source begin."""
        before = code.times(sample, self.keys * self.key_row)
        return code.sum(before, code.times(source, self.size))

    def end(self, code: Code, behind: Value) -> Value | None:
        """Before which key those end that queries see of which the last is before `behind`."""
        return code.least(behind, self.keys) if self.is_causal else None

    def mask_row(self, code: Code, sample: Value, head: Value, query: Value) -> Value:
        """Which row of a mask says what a query may look at."""
        assert self.masked
        row = code.whole(0)
        counts = (1, self.heads, self.queries)
        for is_told, count, i in zip(self.masked, counts, (sample, head, query), strict=True):
            if is_told:
                row = code.sum(code.times(row, count), i)
        return row


def whole_vectors(count: int, lanes: int) -> int:
    """So many numbers, and as many more as fill the last vector."""
    return -(-count // lanes) * lanes
