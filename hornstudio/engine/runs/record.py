"""What is known of one run."""

import math
from pathlib import Path
from typing import Any

import msgspec

from hornstudio.engine.train.kept.encoding import sentence_from_json
from hornstudio.engine.watch.rounds import judged_by

RUNNING = "running"
FINISHED = "finished"
STOPPED = "stopped"
FAILED = "failed"
IMPORTED = "imported"
"""Its weights come from another program's file; it has not been trained here."""
INTERRUPTED = "interrupted"
"""It says that it runs, but its process has ended."""
DAMAGED = "damaged"
"""What it says of itself cannot be read."""
STATES = (RUNNING, FINISHED, STOPPED, FAILED, INTERRUPTED, IMPORTED, DAMAGED)


class RunRecord(msgspec.Struct, kw_only=True, frozen=True, gc=False):
    """One run of the list. Left alone by the collector: there are many, and none is in a circle.

    path: of its folder, which tells it from all others; folder: the name of that. title: the name
    that a person gave it. model: the graph's name. reason_parts: of the reason, for a translator;
    source_parts: of the data that is in use. step: steps taken in the epoch that was begun, of so
    many `steps`. checkpoint: the latest one, by which the run can be gone on with. started, ended:
    local time, `YYYY-MM-DD HH:MM:SS`. seconds: in all epochs together, and in the one that was
    begun; pauses are none. ends_with: the epoch whose weights it has taken back in the end, 0 where
    it keeps the last ones. metrics: of that epoch or of the last one, and the test figures.
    best: of the epoch with the lowest val_loss, or loss; since best_since, where something was
    turned by which that became another figure, otherwise 0. kinds: of losses and metrics, by the
    names of their figures in training. graph: a mark of what the graph computes. file: where the
    graph was from, empty where that was never saved. parent: the run
    that it was branched from. changes: in the graph since the run of that model before. size: in
    bytes. owner: the process that works on it, as `hornstudio.engine.disk.owner` writes it.
    """

    path: str
    folder: str
    title: str = ""
    model: str = ""
    state: str = ""
    reason: str = ""
    reason_parts: dict[str, Any] = {}
    started: str = ""
    ended: str = ""
    seconds: float = 0.0
    epochs_done: int = 0
    epochs: int = 0
    step: int = 0
    steps: int = 0
    checkpoint: str = ""
    ends_with: int = 0
    batch_size: int = 0
    seed: int = 0
    device: str = ""
    source: str = ""
    source_parts: dict[str, Any] = {}
    data_hash: str = ""
    weights: int = 0
    metrics: dict[str, float] = {}
    best: dict[str, float] = {}
    best_epoch: int = 0
    best_since: int = 0
    kinds: dict[str, str] = {}
    graph: str = ""
    file: str = ""
    parent: str = ""
    changes: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    is_hidden: bool = False
    size: int = 0
    owner: dict[str, Any] = {}

    @property
    def name(self) -> str:
        """What it is called: as a person said, otherwise as its folder."""
        return self.title or self.folder

    @property
    def why(self) -> str:
        """The reason why it has ended, as a `Text` where it was one."""
        return sentence_from_json(self.reason_parts, self.reason)

    @property
    def data(self) -> str:
        """The data in use, as a `Text` where it was one."""
        return sentence_from_json(self.source_parts, self.source)

    @property
    def is_running(self) -> bool:
        """Whether a process works on it now."""
        return self.state == RUNNING

    @property
    def is_done(self) -> bool:
        """Whether all its epochs are done: it can only go on with more of them."""
        return self.epochs_done >= self.epochs

    @property
    def progress(self) -> str:
        """Epochs that are done, of all: `2/5`; `2.4/5` where the next one was begun."""
        tenths = min(9, self.step * 10 // self.steps) if self.steps else 0
        return f"{self.epochs_done}{f'.{tenths}' if tenths else ''}/{self.epochs}"

    def value(self, field: str) -> Any:
        """A field, or a metric by name (`best.` before the name: of the best epoch).

        `best` alone is the figure by which epochs are compared. None where the run has it not.
        """
        if field == "name":
            return self.name
        if field == "best":
            return judged_by(self.best) if self.best else None
        if field in self.__struct_fields__ and not isinstance(getattr(self, field), dict):
            return getattr(self, field)
        where, _, name = field.rpartition(".")
        found = (self.best if where == "best" else self.metrics).get(name)
        return None if found is None or math.isnan(found) else found


def describe(record: RunRecord) -> dict[str, Any]:
    """The record as JSON for people and programs; without whose process it is."""
    facts = {"name": record.name, **msgspec.structs.asdict(record)}
    for name in ("owner", "reason_parts", "source_parts", "kinds"):
        del facts[name]
    return facts | {"tags": list(record.tags)}


def path_of(record: RunRecord) -> Path:
    """Its folder."""
    return Path(record.path)
