"""A run: a generator of plain events. Pausing is not asking for the next; stopping is saying so."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hornstudio.engine.errors import HornError
from hornstudio.engine.graph import Graph
from hornstudio.engine.text import Text
from hornstudio.engine.train.acting import callbacks_of
from hornstudio.engine.train.beginning import refuse_no_beginning
from hornstudio.engine.train.branch import beginning
from hornstudio.engine.train.callbacks import Callback, Callbacks
from hornstudio.engine.train.failure import failure_of, is_out_of_memory
from hornstudio.engine.train.kept.checkpoint_folder import LAST
from hornstudio.engine.train.kept.conditions import conditions, versions, what_differs
from hornstudio.engine.train.kept.last_word import say_failed
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.live.watching import Watching
from hornstudio.engine.train.progress import STOP, Events, Run
from hornstudio.engine.train.steps.compiled import compiled
from hornstudio.engine.train.steps.memory.holding import refuse_too_much
from hornstudio.engine.train.steps.spread import Spread
from hornstudio.engine.train.trouble.letting_go import let_go
from hornstudio.engine.train.wishes import with_training
from hornstudio.engine.watch.events import Failed

__all__ = ["STOP", "Run", "train"]


def train(
    graph: Graph,
    *,
    epochs: int | None = None,
    batch_size: int | None = None,
    seed: int | None = None,
    run_dir: Path | None = None,
    resume: bool = False,
    branch: Path | None = None,
    checkpoint: str = LAST,
    checkpoints: bool = True,
    file: Path | None = None,
    callbacks: Sequence[Callback] = (),
    watch: bool = False,
    data_budget: int | None = None,
) -> Events:
    """Train a graph. Yields events; the last one is Finished or Failed.

    epochs, batch_size, seed: replace the graph's own. run_dir: where the run is kept; a new
    folder where None. resume: go on with the run in run_dir. branch: folder of another run, in
    whose weights this one begins, as far as they fit. checkpoint: the one to go on from or to
    begin in: `last`, `best`, or a name such as `epoch-0005`. checkpoints: whether anything is
    written at all. file: where the graph is from, for a new run to be found by. callbacks: what
    acts on the run besides those of the graph. watch: whether Statistics are told now and then.
    data_budget: bytes that the training data may take on the device, otherwise a share of what is
    free there; what is larger is sent over in time.

    Whatever goes wrong (a graph with errors, missing data, no memory) is a Failed event.
    """
    place = _Place(run_dir, resume, branch, checkpoint, is_kept=checkpoints, file=file)
    attempt = _Attempt(graph, place, callbacks, watch, data_budget)
    try:
        settings = {"epochs": epochs, "batch_size": batch_size, "seed": seed}
        attempt.graph = with_training(graph, settings)
        yield from attempt.events()
    except GeneratorExit:  # nobody asks for more
        attempt.break_off()
        raise
    except Exception as error:  # a run must end in words, whatever happens inside it
        yield attempt.failed(error)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a run is kept, and what it begins after; see `train`."""

    run_dir: Path | None
    resume: bool
    branch: Path | None
    checkpoint: str
    is_kept: bool
    file: Path | None


@dataclass
class _Attempt:
    """One call of `train`, and what has come of it so far: its folder, and its run."""

    graph: Graph
    place: _Place
    callbacks: Sequence[Callback]
    watch: bool
    data_budget: int | None
    folder: RunFolder | None = None
    run: Run | None = None

    def events(self) -> Events:
        """All of a run that goes well."""
        parts, place = compiled(self.graph), self.place
        resumed, notes = self._open(parts.spread) if place.is_kept else (None, [])
        acting = Callbacks([*callbacks_of(self.graph), *self.callbacks])
        watching = Watching() if self.watch else None
        held = acting, notes, watching, self.data_budget
        self.run = run = Run(self.graph, parts, self.folder, *held)
        refuse_too_much(parts.program.plan, parts.spread)
        given = parts.program, run.settings.seed, resumed, place.branch, place.checkpoint
        yield from run.events(partial(beginning, *given))

    def _open(self, spread: Spread) -> tuple[RunFolder | None, list[Text]]:
        """Open the folder. Returns that of a run that goes on, and notes on it."""
        place = self.place
        resumed = RunFolder.open(place.run_dir) if place.run_dir and place.resume else None
        refuse_no_beginning(resumed, place.branch, place.checkpoint, self.graph.training.epochs)
        self.folder = resumed or _new_folder(place.run_dir, self.graph.name)
        notes = _begin_folder(self.folder, self.graph, spread, place.resume)
        if place.file and not place.resume:
            self.folder.note(file=str(place.file))
        return resumed, notes

    def break_off(self) -> None:
        """Nobody asks for more."""
        if self.folder is not None:
            self.folder.break_off()

    def failed(self, error: Exception) -> Failed:
        """It ends so."""
        held = let_go(error, self.run) if is_out_of_memory(error) else None
        failed = failure_of(error, self.graph, held)
        if self.folder is not None:
            try:
                self.folder.record(failed)
            except HornError:  # a full disk must not hide why the run has failed
                say_failed(self.folder.path)
        if self.run is not None:
            self.run.callbacks.end(self.run, failed)
        return failed


def _new_folder(run_dir: Path | None, name: str) -> RunFolder:
    return RunFolder(run_dir) if run_dir else RunFolder.new(name)


def _begin_folder(folder: RunFolder, graph: Graph, spread: Spread, resume: bool) -> list[Text]:
    """Note what a run is trained under. Returns what of that is other than before."""
    now = conditions(spread)
    notes = what_differs(folder.facts(), {"versions": versions()} | now) if resume else []
    try:
        folder.begin(graph, resume=resume, **now)
    except HornError:
        folder.leave_nothing()
        raise
    return notes
