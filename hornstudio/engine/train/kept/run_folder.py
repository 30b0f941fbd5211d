"""The folder of a run: the graph as trained, settings, figures, log and checkpoints.

graph.horn           the graph as trained
run.json             settings, versions, device, seed, data, state, final metrics
own_files.json       what the user's own files held that later ones are read by (`own_files`)
metrics.jsonl        one line an epoch and one a chart point, as events
log.txt              what happened, with times, for people
checkpoints/         epoch-0005.safetensors and its checksum: the last three, and the best;
                     within the epoch in progress epoch-0006-step-000120.safetensors
snapshots/           weights of every epoch before those, for looking back
"""

import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.disk.owner import new_owner
from hornstudio.engine.errors import RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.engine.text import Text
from hornstudio.engine.train.kept.checkpoint import Trees
from hornstudio.engine.train.kept.checkpoint_folder import LAST, CheckpointFolder, Loaded, best_of
from hornstudio.engine.train.kept.conditions import versions
from hornstudio.engine.train.kept.duration import seconds_of
from hornstudio.engine.train.kept.event_log import EventLog
from hornstudio.engine.train.kept.in_use import refuse_in_use
from hornstudio.engine.train.kept.mark import Mark, mark_of, read_mark
from hornstudio.engine.train.kept.no_folder import why_no_folder
from hornstudio.engine.train.kept.record import Record, now_text
from hornstudio.engine.train.kept.run_facts import RunFacts, why_ended
from hornstudio.engine.train.kept.run_path import new_run_path, path_within, refuse_no_text
from hornstudio.engine.train.kept.snapshot_folder import SnapshotFolder
from hornstudio.engine.train.kept.tally import Tally
from hornstudio.engine.training_settings import settings_json
from hornstudio.engine.watch.events import (
    AnyEvent,
    Checkpointed,
    Event,
    Knob,
    Started,
)
from hornstudio.engine.watch.rounds import Rounds

_LEAST = -sys.float_info.max
"""Lower than any loss, and yet a number."""


class RunFolder:
    """One run on disk. Opening makes the folder; `begin` starts or goes on with a run in it.

    was_over: whether the run that is resumed had come to its end. seconds_before: what it took
    before that.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._is_new = not path.exists()
        self._told = EventLog(path / "metrics.jsonl")
        self._facts = RunFacts(path / "run.json")
        self._record = Record(path, self._facts, self._told)
        self.was_over = False
        self.seconds_before = 0.0
        try:
            self.snapshots = SnapshotFolder(path / "snapshots")
            self.kept = CheckpointFolder(path / "checkpoints", self.snapshots.take)
        except OSError as error:
            raise why_no_folder(path, error) from None

    @classmethod
    def new(cls, name: str) -> "RunFolder":
        """A fresh folder under the user's runs. Raises: RunError."""
        return cls(new_run_path(name))

    @classmethod
    def open(cls, path: Path) -> "RunFolder":
        """The folder of a run that exists. Raises: RunError."""
        if not path.exists():
            raise RunError(
                "there is no run {path}: its folder was moved or deleted, or is called otherwise",
                path=str(path),
            )
        if not (path / "run.json").is_file():
            raise RunError("{path} is not the folder of a run (it has no run.json)", path=str(path))
        return cls(path)

    def begin(self, graph: Graph, *, resume: bool = False, **facts: Any) -> None:
        """Write the graph, the versions of this program, and other facts into run.json.

        A folder that holds a run already is only taken to resume it, never overwritten; where that
        comes to nothing before a first step, it is as it was. Raises: RunError, FileError.
        """
        if not resume and (self.path / "run.json").exists():
            raise RunError(
                "{path} already holds a run; choose another folder, or resume that run",
                path=str(self.path),
            )
        refuse_no_text(self.path)
        refuse_in_use(self.path, self.facts())
        written_over = [self.path / name for name in ("graph.horn", "run.json") if resume]
        self._record.former = {path: path.read_bytes() for path in written_over if path.is_file()}
        self.seconds_before = self._seconds() if resume else 0.0
        self.was_over = self.facts().get("state") in ("finished", "stopped", "imported")
        write_atomically(self.path / "graph.horn", files.to_text(graph).encode())
        self._facts.update(
            name=graph.name,
            training=settings_json(graph.training),
            versions=versions(),
            owner=asdict(new_owner()),
            begun=self.facts().get("begun") or now_text(),
            state="running",
            metrics={},
            **why_ended(""),
            ends_with=None,
            clock=None,
            **facts,
        )
        self._told.read()
        self._record.is_open = True
        self.log("resumed" if resume else "begun")

    def leave_nothing(self) -> None:
        """Take away the folder that was made for a run that could not begin, and no other."""
        if self._is_new:
            with suppress(OSError):
                if not (self.path / "run.json").exists():
                    (self.path / "graph.horn").unlink(missing_ok=True)
                self.kept.path.rmdir()
                self.path.rmdir()

    def record(self, event: Event) -> None:
        """Note an event of the run in every file that it concerns. Raises: FileError.

        Nothing is noted before `begin`: a run that was refused must leave an older one alone.
        """
        if not self._record.is_open:
            return
        if isinstance(event, Started):
            self._record.former = {}
            before = event.first_epoch - (not event.first_step)
            self._rewind(Mark(before, event.first_step))
        self._record.hear(event)

    def end_imported(self, source: Text, weights: int) -> None:
        """Note that nothing was trained: the checkpoint has come from elsewhere.

        source: what from. weights: how many numbers they are.
        """
        self._record.end_imported(source, weights)

    def break_off(self) -> None:
        """Note that a run ends here which has told no end; one that has is left as it is."""
        self._record.break_off()

    def note(self, **facts: Any) -> None:
        """Facts for run.json."""
        self._facts.update(**facts)

    def log(self, text: str) -> None:
        """A line of `log.txt`, with the time. Raises: FileError."""
        self._record.log(text)

    def save_checkpoint(
        self, epoch: int, trees: Mapping[str, Any], facts: Mapping[str, Any], step: int = 0
    ) -> Checkpointed:
        """Write the checkpoint of an epoch, drop those no longer needed, and say so.

        step: within the epoch; 0 where it is over. Call it after the epoch's event is recorded:
        the best checkpoint is known by its metrics. They are remembered rather than read again,
        because `metrics.jsonl` grows with every step.
        """
        path = self.kept.save(Mark(epoch, step), trees, facts, self._told.rounds.each)
        return Checkpointed(epoch=epoch, step=step, path=str(path))

    def knobs(self) -> list[Knob]:
        """Everything that was ever turned, in the order of the steps."""
        return self._facts.knobs()

    def checkpoints(self) -> list[Path]:
        """All checkpoints, oldest first."""
        return self.kept.all()

    def best(self) -> Path | None:
        """The checkpoint that the run went back to in the end.

        Where it did not, that with the lowest val_loss, or loss where there is no validation, since
        that was turned into another last; the latest one where no loss is a number; None while
        there is no checkpoint.
        """
        return best_of(self.checkpoints(), self._judged())

    def checkpoint(self, name: str = "best") -> Path:
        """The checkpoint called best, last, or by its epoch (5, epoch-0005). Raises: RunError."""
        others = [Mark(epoch).stem for epoch in self.snapshots.epochs()]
        return self.kept.find(name, self._judged(), others)

    def file_of(self, name: str) -> Path:
        """The file of that checkpoint, or of the snapshot that is left of it. Raises: RunError."""
        epoch = self.snapshot_of(name)
        return self.checkpoint(name) if epoch is None else self.snapshots.file(epoch)

    def load(self, name: str = LAST) -> Loaded:
        """The content of a checkpoint; of `last`, the last one that is whole. Raises: HornError.

        Where none of these is, the last epoch is taken that is kept whole to look back at.
        """
        try:
            return self.kept.load(name, self._judged())
        except RunError:
            found = self.snapshots.last_complete() if name == LAST else None
            if found is None:
                raise
        words = Text("no later checkpoint can be read; {name} is used", name=found.path.stem)
        return replace(found, words=[words])

    def trees(self, name: str) -> Trees:
        """The arrays of that checkpoint and no other. Raises: HornError; it names a whole one."""
        return self.kept.load_at(self.checkpoint(name)).trees

    def snapshot_of(self, name: str) -> int | None:
        """The epoch of that name, where only a snapshot is left of it; else None."""
        mark = read_mark(name)
        if mark is None or mark.step or any(mark_of(path) == mark for path in self.checkpoints()):
            return None
        return mark.epoch if mark.epoch in self.snapshots.epochs() else None

    def _judged(self) -> list[dict[int, float]]:
        """What each epoch is judged by; that which the run ended with is the best."""
        rounds = Rounds(self._told.events()).each
        chosen = self.facts().get("ends_with")
        return [*rounds, {chosen: _LEAST}] if chosen else rounds

    def path_of(self, name: str) -> Path:
        """A file by its whole path, or by a name in this folder. Raises: RunError."""
        return path_within(self.path, name)

    def facts(self) -> dict[str, Any]:
        """Content of run.json; empty while there is none. Raises: RunError when damaged."""
        return self._facts.read()

    def graph(self) -> Graph:
        """The graph as trained. Raises: FileError."""
        return files.load(self.path / "graph.horn")

    @property
    def epochs_told(self) -> int:
        """The last epoch that has left figures, as it is known once the run is begun."""
        return self._told.rounds.last_epoch

    def events(self) -> list[AnyEvent]:
        """The recorded epochs and chart points, in order."""
        return list(self._told.events())

    def _seconds(self) -> float:
        tally = Tally()
        tally.read_on(self._told.path)
        return seconds_of(self.path, self.facts(), tally)

    def _rewind(self, first: Mark) -> None:
        """Forget figures and checkpoints of what is now done again: all after this mark."""
        self._told.rewind(first)
        self.kept.drop_after(first)
        self.snapshots.drop_after(first.epoch - bool(first.step))
