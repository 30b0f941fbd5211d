"""Where in the data a checkpoint stands, and what its file is called."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

_NAME = re.compile(r"epoch-(\d{1,15})(?:-step-(\d{1,15}))?(?:\.safetensors)?", re.ASCII)
_SHORT = re.compile(r"\d{1,15}", re.ASCII)


@functools.total_ordering
@dataclass(frozen=True, slots=True)
class Mark:
    """After `step` steps of an epoch; step 0: after the whole epoch, validation included.

    Epoch 0 is before the first: weights from elsewhere.
    """

    epoch: int
    step: int = 0

    @property
    def stem(self) -> str:
        """`epoch-0003`, or within it `epoch-0003-step-000120`."""
        within = f"-step-{self.step:06d}" if self.step else ""
        return f"epoch-{self.epoch:04d}{within}"

    @property
    def file_name(self) -> str:
        """The stem with its ending."""
        return f"{self.stem}.safetensors"

    def __lt__(self, other: "Mark") -> bool:
        """Whether it comes before in a run."""
        return self._order < other._order

    @property
    def _order(self) -> tuple[int, bool, int]:
        return self.epoch, not self.step, self.step


BEFORE_THE_FIRST = Mark(0)
"""Where weights from elsewhere stand: training goes on with epoch 1."""


def mark_of(path: Path) -> Mark | None:
    """Where the checkpoint of a file stands; None for a file of another kind."""
    return read_mark(path.name) if path.suffix == ".safetensors" else None


def read_mark(name: str) -> Mark | None:
    """What a person means by `5`, `epoch-0005`, or `epoch-0005-step-000120`."""
    if _SHORT.fullmatch(name):
        return Mark(int(name))
    found = _NAME.fullmatch(name)
    return Mark(int(found[1]), int(found[2] or 0)) if found else None
