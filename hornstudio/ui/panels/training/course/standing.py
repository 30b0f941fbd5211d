"""How things stand: what is known of the run in progress, or of the last one. No widgets."""

from pathlib import Path

from PySide6.QtCore import QObject

from hornstudio.engine.graph import Graph
from hornstudio.engine.runs.find import newest_of
from hornstudio.engine.watch import events
from hornstudio.ui.document import Document
from hornstudio.ui.panels.training.course.history import History
from hornstudio.ui.panels.training.course.inheritance import Inheritance
from hornstudio.ui.panels.training.course.kept import Kept
from hornstudio.ui.panels.training.course.ownership import Ownership
from hornstudio.ui.panels.training.process.client import WorkerClient
from hornstudio.ui.panels.training.wording.metric_name import MetricName, MetricNames
from hornstudio.ui.panels.training.wording.result import results_of, words_of
from hornstudio.ui.panels.training.wording.trouble import Trouble


class Standing(QObject):
    """What can be asked about runs; the trainer changes it.

    preparing, step, finished: the latest of each that the run has told. trouble: what is shown of
    what went wrong. did_start: whether the run got as far as to begin.
    """

    def __init__(self, document: Document, client: WorkerClient, parent: QObject | None) -> None:
        super().__init__(parent)
        self.document = document
        self.client = client
        self.history = History()
        self.inheritance = Inheritance(document, self)
        self.names = MetricNames(document.graph)
        self.preparing: events.Preparing | None = None
        self.step: events.Step | None = None
        self.finished: events.Finished | None = None
        self.trouble: Trouble | None = None
        self.did_start = False
        self._graph_text = ""
        self._graph = document.graph
        self._has_checkpoint = False
        self._latest: dict[str, float] = {}
        self._before: Kept | None = None
        self._covered: Trouble | None = None
        self._more = 0
        self._owners = Ownership(document, lambda: client.is_busy, self._keep, self)

    @property
    def is_busy(self) -> bool:
        """Whether a run is in progress."""
        return self.client.is_busy

    @property
    def trained_graph(self) -> Graph:
        """The graph of the run in progress, or of the last one."""
        return self._graph

    @property
    def runner(self) -> Document | None:
        """The network of the run in progress, or of the last one; None where it was closed."""
        return self._owners.runner

    @property
    def other_name(self) -> str:
        """Name of the network that is being trained, where that is not the one in front."""
        return self._owners.other_name

    @property
    def has_started(self) -> bool:
        """Whether the run in progress has its data and has begun."""
        return self.is_busy and self.did_start

    @property
    def progress(self) -> float:
        """Share of the run in progress, or of the last one, that is done."""
        run = self.history.current
        return run.progress if run and self.did_start else 0.0

    @property
    def has_checkpoint(self) -> bool:
        """Whether the run in progress, or the last one, can be gone on with."""
        return self._has_checkpoint

    @property
    def trained_run(self) -> str:
        """Folder of the last run of the network in front that has left a checkpoint; or empty.

        Of one that was never trained here, that of the weights that it has come with.
        """
        run, inherited = self._own_run, self.inheritance.of_front
        return run or newest_of(self.document.graph) or (inherited.run if inherited else "")

    @property
    def knows_weights(self) -> bool:
        """Whether `trained_run` is surely there, without a look at all runs."""
        return bool(self._own_run) or self.inheritance.of_front is not None

    @property
    def _own_run(self) -> str:
        """The run of the network in front that is known here, once it has left a checkpoint."""
        run = self.history.current
        is_own = run is not None and self._has_checkpoint and not self._owners.is_of_another
        return run.started.run if run and is_own else ""

    @property
    def can_train_on(self) -> bool:
        """Whether the last run has ended, and can go on where it was."""
        run = self.history.current
        has_ended = bool(self.finished or (run and run.is_broken_off))
        return has_ended and self._has_checkpoint and not self.is_busy

    @property
    def may_try_on(self) -> bool:
        """Whether what did not end well, or did not begin, can be tried from the last checkpoint:
        where a run has ended well, only for the epochs more that it was to have.
        """
        begun, run = self.did_start or self._more > 0, self.history.current
        has_checkpoint = self._has_checkpoint and not (run and _is_gone(run.started.run))
        return begun and has_checkpoint and (self._more > 0 or self.finished is None)

    @property
    def is_done(self) -> bool:
        """Whether all epochs of the last run are done: it can only go on with more of them."""
        run = self.history.current
        return run is not None and run.end >= run.started.epochs

    @property
    def was_stopped(self) -> bool:
        """Whether a person has ended the last run."""
        return bool(self.finished and self.finished.stopped)

    @property
    def result_words(self) -> str:
        """`Test loss 0.2356, test accuracy 93.4 %`; empty without test figures."""
        return words_of(self.results)

    @property
    def results(self) -> list[tuple[MetricName, str]]:
        """Test figures of the run that is over, the loss first: name and text."""
        return results_of(self.finished, self.names)

    def _keep(self) -> Kept:
        # Whether the process answers is another matter by the time that this is shown again.
        is_silent = self.trouble is not None and self.trouble.kind == "silent"
        trouble = self._covered if is_silent else self.trouble
        return Kept(
            self.names,
            self._graph,
            self.history,
            self.preparing,
            self.step,
            self.finished,
            trouble,
            self._graph_text,
            self._has_checkpoint,
            self.did_start,
            self._latest,
        )

    def _take_back(self) -> bool:
        """Know again what was known before a run that has not begun; False where there is none."""
        before, self._before = self._before, None
        if before is not None:
            self._take(before)
        return before is not None

    def _take(self, kept: Kept) -> None:
        """Know again what was known, but for the trouble."""
        self.names, self._graph, self.history = kept.names, kept.graph, kept.history
        self.preparing, self.step, self.finished = kept.preparing, kept.step, kept.finished
        self._graph_text, self._has_checkpoint = kept.graph_text, kept.has_checkpoint
        self.did_start, self._latest = kept.did_start, kept.latest


def _is_gone(run: str) -> bool:
    """Whether the folder of a run was taken from where it was; one elsewhere is not known of."""
    return Path(run).parent.is_dir() and not Path(run).exists()
