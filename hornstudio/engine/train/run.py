"""A run: a generator of plain events. Pausing is not asking for the next; stopping is saying so."""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from hornstudio.engine.errors import HornError
from hornstudio.engine.graph import Graph
from hornstudio.engine.text import Text
from hornstudio.engine.train.acting import callbacks_of
from hornstudio.engine.train.beginning import (
    refuse_no_beginning,
)
from hornstudio.engine.train.branch import beginning
from hornstudio.engine.train.callbacks import Callback, Callbacks
from hornstudio.engine.train.failure import failure_of, is_out_of_memory
from hornstudio.engine.train.kept.checkpoint_folder import LAST
from hornstudio.engine.train.kept.conditions import conditions, versions, what_differs
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.live.watching import Watching
from hornstudio.engine.train.progress import STOP, Events, Run
from hornstudio.engine.train.steps.compiled import compiled
from hornstudio.engine.train.steps.memory.holding import refuse_too_much
from hornstudio.engine.train.trouble.letting_go import let_go
from hornstudio.engine.train.wishes import with_training

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
    callbacks: Sequence[Callback] = (),
    watch: bool = False,
    data_budget: int | None = None,
) -> Events:
    """Train a graph. Yields events; the last one is Finished or Failed.

    epochs, batch_size, seed: replace the graph's own. run_dir: where the run is kept; a new
    folder where None. resume: go on with the run in run_dir. branch: folder of another run, in
    whose weights this one begins, as far as they fit. checkpoint: the one to go on from or to
    begin in: `last`, `best`, or a name such as `epoch-0005`. checkpoints: whether anything is
    written at all. callbacks: what acts on the run besides those of the graph. watch: whether
    Statistics are told now and then. data_budget: bytes that the training data may take on the
    device, otherwise a share of what is free there; what is larger is sent over in time.

    Whatever goes wrong (a graph with errors, missing data, no memory) is a Failed event.
    """
    folder: RunFolder | None = None
    resumed: RunFolder | None = None
    run: Run | None = None
    try:
        graph = with_training(graph, {"epochs": epochs, "batch_size": batch_size, "seed": seed})
        parts = compiled(graph)
        notes: list[Text] = []
        if checkpoints:
            resumed = RunFolder(run_dir) if run_dir and resume else None
            refuse_no_beginning(resumed, branch, checkpoint, graph.training.epochs)
            folder = resumed or (RunFolder(run_dir) if run_dir else RunFolder.new(graph.name))
            notes = _begin_folder(folder, graph, resume)
        acting = Callbacks([*callbacks_of(graph), *callbacks])
        watching = Watching() if watch else None
        run = Run(graph, parts, folder, acting, notes, watching, data_budget)
        refuse_too_much(parts.program)
        begin = partial(beginning, parts.program, run.settings.seed, resumed, branch, checkpoint)
        yield from run.events(begin)
    except GeneratorExit:  # nobody asks for more
        if folder is not None:
            folder.break_off()
        raise
    except Exception as error:  # a run must end in words, whatever happens inside it
        held = let_go(error, run) if is_out_of_memory(error) else None
        failed = failure_of(error, graph, held)
        if folder is not None:
            with suppress(HornError):  # a full disk must not hide why the run has failed
                folder.record(failed)
        if run is not None:
            run.callbacks.end(run, failed)
        yield failed


def _begin_folder(folder: RunFolder, graph: Graph, resume: bool) -> list[Text]:
    """Note what a run is trained under. Returns what of that is other than before."""
    now = conditions()
    notes = what_differs(folder.facts(), {"versions": versions()} | now) if resume else []
    folder.begin(graph, resume=resume, **now)
    return notes
