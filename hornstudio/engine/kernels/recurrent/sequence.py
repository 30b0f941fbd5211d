"""What a recurrent layer reads: what its kernels are written for, and how their arrays lie."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from hornstudio.engine.kernels.recurrent.cell import CELLS, Cell

BLOCK_ROWS = 128
"""About as many rows as are multiplied at once that need not wait for each other."""


@dataclass(frozen=True)
class Sequence:
    """Steps [T, F] that a cell of u units reads. kind: of the cell.

    is_masked: whether a mask says which steps count; the others hold the states. is_reversed:
    whether the last step comes first. has_outputs: whether the state after each step leaves, too.
    """

    kind: str
    steps: int
    features: int
    units: int
    is_masked: bool
    is_reversed: bool
    has_outputs: bool

    @property
    def cell(self) -> Cell:
        """What a step does."""
        return CELLS[self.kind]

    @property
    def wide(self) -> int:
        """Numbers in a row of the weights: those of all gates."""
        return self.cell.gates * self.units

    @property
    def inputs(self) -> int:
        """Numbers of a row [1, x]."""
        return 1 + self.features

    @property
    def rows(self) -> int:
        """Of the weights: bias, kernel, recurrent kernel."""
        return self.inputs + self.units

    @property
    def work(self) -> int:
        """Multiplications for a sample."""
        return self.steps * self.rows * self.wide

    def block(self, samples: int) -> int:
        """Steps whose products with the inputs are made at once, for so many samples."""
        return max(1, min(self.steps, -(-BLOCK_ROWS // samples)))


@dataclass(frozen=True)
class Room:
    """Numbers of an array that a part of the work has for itself.

    sample: for each sample of the part. row: for each sample of each step of a block.
    """

    fixed: int = 0
    sample: int = 0
    row: int = 0


_GAP = Room(16)
"""No two parts write to one line of a cache."""


@dataclass(frozen=True)
class Layout:
    """How arrays lie in vectors of so many numbers, of which the last may have zeros behind.

    Gates lie side by side, a vector of each: [blocks, gates, lanes]. So do kept ones, with the
    states behind them.
    """

    sequence: Sequence
    lanes: int

    GROUP: ClassVar[int] = 4
    """Vectors of columns that are made at once, at most."""

    @property
    def blocks(self) -> int:
        """Vectors that hold the units."""
        return -(-self.sequence.units // self.lanes)

    @property
    def padded(self) -> int:
        """Units, with those behind the last."""
        return self.blocks * self.lanes

    @property
    def panel(self) -> int:
        """Numbers of the gates of one vector of units."""
        return self.sequence.cell.gates * self.lanes

    @property
    def deep(self) -> int:
        """Numbers of the gates of a sample."""
        return self.blocks * self.panel

    @property
    def gates_row(self) -> int:
        """Numbers from the gates of a sample to the next: not a power of 2, as caches go."""
        return self.deep + self.lanes

    @property
    def row(self) -> int:
        """Numbers from a row [1, x, h] to the next."""
        whole = self.sequence.inputs + self.padded
        return -(-whole // self.lanes) * self.lanes + self.lanes

    @property
    def state_row(self) -> int:
        """Numbers from a state of a sample to the next."""
        return self.padded + self.lanes

    @property
    def wide_features(self) -> int:
        """Features in whole vectors."""
        return -(-self.sequence.features // self.lanes) * self.lanes

    @property
    def kept_panel(self) -> int:
        """Numbers that are kept of one vector of units."""
        return (self.sequence.cell.gates + self.sequence.cell.states) * self.lanes

    @property
    def kept(self) -> int:
        """Numbers that are kept of a sample at a step."""
        return self.blocks * self.kept_panel

    @cached_property
    def forward(self) -> Mapping[str, Room]:
        """What a part needs on the way forward."""
        return {
            "weights": Room(self.sequence.rows * self.deep),
            "rows": Room(row=self.row),
            "gates": Room(row=self.gates_row),
            "states": Room(sample=self.sequence.cell.states * self.state_row),
            "gap": _GAP,
        }

    @cached_property
    def backward(self) -> Mapping[str, Room]:
        """What a part needs on the way back."""
        return {
            "recurrent": Room(self.deep * self.padded),
            "kernel": Room(self.deep * self.wide_features),
            "slopes": Room(self.sequence.rows * self.deep),
            "rows": Room(row=self.row),
            "gates": Room(row=self.gates_row),
            "states": Room(sample=self.sequence.cell.states * self.state_row),
            "inputs": Room(row=self.wide_features),
            "gap": _GAP,
        }

    def scratch(self, rooms: Mapping[str, Room], samples: int) -> int:
        """Numbers that a part of so many samples needs."""
        rows = self.sequence.block(samples) * samples
        return sum(r.fixed + r.sample * samples + r.row * rows for r in rooms.values())
