"""Heights: wires run level where they can, those of the longest chain before all others.

After Brandes and Koepf, 2001, and Ruegg and others, 2016: spots whose wire is to run level form a
block that moves as one. Instead of four such choices and their mean, one is made, the longest chain
first, then long wires, then what hangs on one wire; the blocks then drift to where their other
wires pull them, as far as there is room.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise

from hornstudio.engine.layout.spot import GRID, Columns, Link, Spot, links, up

ROUNDS = 10


@dataclass(eq=False, slots=True)
class Block:
    """Spots that move as one; `shifts`: how far below the block's line each one's top is."""

    shifts: dict[Spot, float] = field(default_factory=dict)
    above: dict["Block", float] = field(default_factory=dict)
    below: dict["Block", float] = field(default_factory=dict)
    pulls: list[tuple["Block", float]] = field(default_factory=list)
    y: float = 0.0

    def snap(self) -> None:
        """Put its first node on the grid, and the others with it, as far as ports are on one."""
        shift = next((s for spot, s in self.shifts.items() if spot.node), 0.0)
        nearest = round((self.y + shift) / GRID) * GRID
        least = up(self.highest() + shift) if self.above else nearest
        self.y = max(nearest, least) - shift

    def highest(self) -> float:
        """How high it may go for what lies above it."""
        return max((b.y + room for b, room in self.above.items()), default=float("-inf"))

    def lowest(self) -> float:
        """How low it may go for what lies below it."""
        return min((b.y - room for b, room in self.below.items()), default=float("inf"))


def heights(columns: Columns) -> dict[Spot, float]:
    """Tops of all spots: the order is kept, and nothing overlaps."""
    blocks = _blocks(columns)
    of = {spot: block for block in blocks for spot in block.shifts}
    _keep_apart(columns, of)
    _hang(columns, of)
    ordered = _from_top(blocks)
    for block in ordered:
        block.y = max(block.highest(), 0.0)
    for _ in range(ROUNDS):
        moved = [_drift(block) for block in reversed(ordered)]
        moved += [_drift(block) for block in ordered]
        if not any(moved):
            break
    for block in ordered:
        block.snap()
    return {spot: block.y + shift for block in blocks for spot, shift in block.shifts.items()}


def _blocks(columns: Columns) -> list[Block]:
    """Spots joined by the wires that run level."""
    before = {link.end: link for link in level_links(columns)}
    blocks: dict[Spot, Block] = {}
    for column in columns:
        for spot in column:
            link = before.get(spot)
            block = blocks[link.start] if link else Block()
            block.shifts[spot] = block.shifts[link.start] + link.out - link.into if link else 0.0
            blocks[spot] = block
    return list(dict.fromkeys(blocks.values()))


def level_links(columns: Columns) -> list[Link]:
    """Pieces of wire that are to run level: of each spot one on either side, none crossing."""
    chain = set(longest_chain(columns))
    wishes = sorted(links(columns), key=lambda link: _priority(link, chain))
    chosen: list[Link] = []
    taken_out: set[Spot] = set()
    taken_in: set[Spot] = set()
    place = {spot: number for number, column in enumerate(columns) for spot in column}
    gaps: list[list[tuple[int, int]]] = [[] for _ in columns]
    for link in wishes:
        if link.start in taken_out or link.end in taken_in:
            continue
        pair, gap = (link.start.rank, link.end.rank), gaps[place[link.start]]
        at = bisect_left(gap, pair)
        if (at and gap[at - 1][1] > pair[1]) or (at < len(gap) and gap[at][1] < pair[1]):
            continue
        gap.insert(at, pair)
        taken_out.add(link.start)
        taken_in.add(link.end)
        chosen.append(link)
    return chosen


def _priority(link: Link, chain: set[Link]) -> tuple[int, int, float]:
    if link in chain:
        return (0, 0, 0.0)
    passing = (not link.start.node) + (not link.end.node)
    ways = len(link.start.after) + len(link.end.before)
    return (1 if passing == 2 else 2, ways, abs(link.out_key - link.into_key))


def longest_chain(columns: Columns) -> list[Link]:
    """The wires of the chain that has the most nodes; of several, the uppermost."""
    length: dict[Spot, int] = {}
    reached: dict[Spot, Link] = {}
    for column in columns:
        for spot in column:
            length[spot] = bool(spot.node)
            for link in spot.before:
                if length[link.start] + bool(spot.node) > length[spot]:
                    length[spot] = length[link.start] + bool(spot.node)
                    reached[spot] = link
    spot = max(length, key=length.__getitem__)
    chain = []
    while spot in reached:
        chain.append(reached[spot])
        spot = reached[spot].start
    return chain[::-1]


def _keep_apart(columns: Columns, of: dict[Spot, Block]) -> None:
    for column in columns:
        for one, other in pairwise(column):
            above, below = of[one], of[other]
            room = above.shifts[one] + one.height + one.gap(other) - below.shifts[other]
            room = max(room, above.below.get(below, room))
            above.below[below] = below.above[above] = room


def _hang(columns: Columns, of: dict[Spot, Block]) -> None:
    """Let blocks pull at each other by the wires between them."""
    for link in links(columns):
        start, end = of[link.start], of[link.end]
        if start is not end:
            apart = start.shifts[link.start] + link.out - end.shifts[link.end] - link.into
            start.pulls.append((end, -apart))
            end.pulls.append((start, apart))


def _from_top(blocks: list[Block]) -> list[Block]:
    """Blocks in an order in which each comes after all that lie above it."""
    waiting = {block: len(block.above) for block in blocks}
    ready = [block for block, count in waiting.items() if not count]
    for block in ready:
        for other in block.below:
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return ready


def _drift(block: Block) -> bool:
    """Go to where most of the wires are level, as far as there is room; whether it moved."""
    if not block.pulls:
        return False
    wishes = sorted(other.y + apart for other, apart in block.pulls)
    middle = (wishes[(len(wishes) - 1) // 2] + wishes[len(wishes) // 2]) / 2
    y = min(max(middle, block.highest()), block.lowest())
    moved = abs(y - block.y) > 0.5
    block.y = y
    return moved
