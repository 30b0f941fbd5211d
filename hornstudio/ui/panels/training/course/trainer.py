"""One run after another: from the document through the client to what a panel shows. No widgets."""

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from hornstudio.engine.catalog import catalog
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.engine.watch import events
from hornstudio.ui.document import Document
from hornstudio.ui.panels.training.course.kept import Kept
from hornstudio.ui.panels.training.course.news import News
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.course.troubled import Troubled
from hornstudio.ui.panels.training.process.client import State, WorkerClient
from hornstudio.ui.panels.training.wording.metric_name import MetricNames
from hornstudio.ui.panels.training.wording.origin import origin_words
from hornstudio.ui.panels.training.wording.result import (
    epoch_words,
    finished_words,
    notes_of,
    started_words,
)
from hornstudio.ui.panels.training.wording.trouble import (
    OF_THE_PROCESS,
    Trouble,
    failure,
    remarks_on,
    why_not_train,
    with_substitute,
)
from hornstudio.ui.words.translate import tr, tr_engine


class Trainer(Troubled):
    """Knows the run in progress and those before it.

    curves_changed(bool)    points came; True where another run began or earlier ones went
    live_values(dict)       node id -> text, at most every 250 ms
    running_changed(bool), progress_changed(float 0..1)
    problems_requested()    training was refused; the problems say why
    log(level, text)        details that belong in the log
    """

    curves_changed = Signal(bool)
    live_values = Signal(dict)
    running_changed = Signal(bool)
    progress_changed = Signal(float)
    problems_requested = Signal()
    log = Signal(str, str)

    def __init__(self, document: Document, client: WorkerClient, parent: QObject | None) -> None:
        super().__init__(document, client, parent)
        self._origin = ""
        self._was_busy = self._was_paused = False
        self._news = News(self)
        self._news.due.connect(self._on_news_due)
        client.event_received.connect(self._on_event)
        client.refused.connect(self._on_refused)
        client.lost.connect(self._on_lost)
        client.state_changed.connect(self._on_state_changed)
        self._owners.forgotten.connect(self._forget)
        self._owners.brought_back.connect(self._bring_back)
        self._owners.passed_on.connect(self._on_passed_on)
        self.inheritance.changed.connect(self.changed)

    def take_over(self, former: "Trainer") -> None:
        """Know what another trainer knows of the same networks, also of a run that goes on."""
        self._origin, self._was_paused = former._origin, former._was_paused
        self._before, self._more = former._before, former._more
        if self._before is not None:
            self._before.say_again()
        self._owners.take_over(former._owners)
        self.inheritance.take_over(former.inheritance)
        kept = former._keep()
        kept.say_again()
        self._bring_back(kept)

    def train(self, branch: str = "", checkpoint: str = "last") -> bool:
        """Train the document's graph from its beginning; False where that is refused in words.

        branch: folder of another run, in whose weights of a checkpoint it begins; else it begins in
        those that the network has come with, where they are wanted.
        """
        if not branch and (inherited := self.inheritance.begins_in):
            branch, checkpoint = inherited.run, inherited.checkpoint
        if self.is_busy:
            return False
        if trouble := why_not_train(self.document):
            self._set_trouble(trouble)
            self.status.emit(trouble.words)
            if trouble.kind == "problems":
                self.problems_requested.emit()
            return False
        before = self._keep()
        self._graph = self.document.graph
        self._graph_text = files.to_text(self._graph)
        self._begin(before)
        self._origin = origin_words(branch, checkpoint) if branch else ""
        file = str(self.document.path or "")
        self.client.train(self._graph_text, branch=branch, checkpoint=checkpoint, file=file)
        return True

    def resume_run(self, run: Run, graph: Graph, more: int = 0) -> None:
        """Go on with a run of another day from its last checkpoint, with the graph it had.

        more: how many epochs more than it was to have.
        """
        if self.is_busy:
            return
        self.history.take_up(run)
        self._graph, self._graph_text = graph, files.to_text(graph)
        self._begin()
        self._has_checkpoint = True
        self._go_on(run, more)
        self.curves_changed.emit(True)

    def take_up(
        self, run: Run, graph: Graph, finished: events.Finished | None, figures: dict[str, float]
    ) -> None:
        """Know a run of another day of the network in front as if it had ended just now.

        graph: that it trained. finished: how it ended; None where it was broken off.
        """
        self.history.take_up(run)
        self._owners.begin()
        self._graph, self._graph_text = graph, files.to_text(graph)
        self.names = MetricNames(graph)
        self.did_start = self._has_checkpoint = True
        self.finished, self._latest = finished, dict(figures)
        self._show_all()
        self.changed.emit()

    def show_recorded(self, runs: list[Run]) -> None:
        """Show the curves of these runs, and besides them only those of one that goes on."""
        if not runs:
            self.status.emit(tr("No curves of these runs can be read."))
        self.history.choose(runs)
        self.curves_changed.emit(True)

    def draw(self, run: Run) -> None:
        """Show the curves of one more run."""
        self.history.draw(run)
        self.curves_changed.emit(True)

    def take_away(self, run: Run) -> None:
        """Show the curves of a run no more."""
        self.history.take_away(run)
        self.curves_changed.emit(True)

    def train_on(self, more: int = 0) -> None:
        """Go on from the last checkpoint of the run that ended, with the graph it had.

        more: how many epochs more than it was to have.
        """
        run = self.history.current
        if not self.is_busy and run and self._has_checkpoint:
            self._begin(self._keep())
            self._go_on(run, more)

    def try_on(self) -> None:
        """Go on from the last checkpoint, as the words about what went wrong offer."""
        self.train_on(self.trouble.more if self.trouble else 0)

    def _go_on(self, run: Run, more: int) -> None:
        self._more = more
        epochs = run.started.epochs + more
        self.client.train(self._graph_text, run.started.run, resume=True, epochs=epochs)

    def use_substitute(self) -> None:
        """Replace the data that could not be found by its substitute, and train."""
        trouble = self.trouble
        if trouble is None or not trouble.substitute or self.is_busy:
            return
        module = catalog().get(trouble.substitute)
        title = tr(module.title) if module else trouble.substitute
        self.document.edit(
            tr("Use {data}", data=title), with_substitute(self.document.graph, trouble)
        )
        self.train()

    def clear_earlier(self) -> None:
        """Forget the curves of earlier runs."""
        self.history.clear_earlier()
        self.curves_changed.emit(True)

    def forget_runs(self, paths: Collection[str]) -> None:
        """The folders of these runs are gone: none is drawn, measured, or gone on with."""
        self.history.forget(paths)
        current = self.history.current
        if not self.is_busy and current and current.started.run in paths:
            self._has_checkpoint = False
        self.curves_changed.emit(True)
        self.changed.emit()

    def _begin(self, before: Kept | None = None) -> None:
        """A run is asked for. before: what is known of the one before it, should none begin."""
        self._before, self._more = before, 0
        self._owners.begin()
        self.names = MetricNames(self._graph)
        self._reset()
        self._set_trouble(None)
        self.preparing = events.Preparing(what="")

    def _reset(self) -> None:
        """Nothing is known of a run."""
        self.preparing = self.step = self.finished = None
        self.did_start = False
        self._latest = {}
        self._news.forget()
        self.progress_changed.emit(0.0)

    def _forget(self) -> None:
        """Runs of another document say nothing about the one that is open."""
        self._has_checkpoint = False
        self.history.clear()
        self.names = MetricNames(self.document.graph)
        self._reset()
        trouble = self.trouble
        # A worker that ended concerns every document; its run does not.
        is_lost = trouble is not None and trouble.kind in OF_THE_PROCESS
        self._set_trouble(replace(trouble, resumable=False) if trouble and is_lost else None)
        self.curves_changed.emit(True)
        self.changed.emit()

    def _on_event(self, event: events.AnyEvent) -> None:
        match event:
            case events.Preparing():
                self.preparing = event
            case events.Started():
                self._on_started(event)
            case events.Step():
                self._on_step(event)
            case events.Epoch():
                self._on_epoch(event)
            case events.Note():
                self.log.emit("info", tr_engine(event.what))
                self.status.emit(tr_engine(event.what))
            case events.Checkpointed():
                self._has_checkpoint = True
            case events.Finished():
                self._on_finished(event)
            case events.Failed():
                self._on_failed(event)
        self.changed.emit()

    def _on_started(self, started: events.Started) -> None:
        self.did_start, self._before, self._more = True, None, 0
        if started.first_epoch == 1 and not started.first_step:
            self._has_checkpoint = False
        run = self.history.begin(started)
        if started.first_epoch == 1 and not started.first_step:
            run.origin = self._origin
        notes = notes_of(started)
        for note in notes:
            self.log.emit("info", note)
        goes_on = started.first_epoch > 1 or started.first_step > 0
        if goes_on and started.notes:
            self._set_trouble(remarks_on(started.notes))
        taken_over = "\n".join(map(tr_engine, run.taken_over))
        self.status.emit(taken_over or started_words(started))
        self.curves_changed.emit(True)

    def _on_step(self, step: events.Step) -> None:
        if self.history.current is None:
            return
        self.preparing, self.step = None, step
        self.history.current.add_step(step)
        self._note_figures(step.metrics)

    def _note_figures(self, metrics: dict[str, float]) -> None:
        self._latest.update(metrics)
        self.curves_changed.emit(False)
        self._news.come()

    def _on_epoch(self, epoch: events.Epoch) -> None:
        run = self.history.current
        if run is None:
            return
        self.preparing = None
        # What an epoch had on average is older than what its last steps had.
        newer = {
            k: v for k, v in epoch.metrics.items() if not run.has_points_within(k, epoch.epoch)
        }
        run.add_epoch(epoch)
        self._note_figures(newer)
        self.status.emit(epoch_words(epoch, run.started.epochs))

    def _on_news_due(self) -> None:
        if not self._owners.is_of_another:
            self.live_values.emit(self.figures_on_nodes())
        self.progress_changed.emit(self.progress)

    def figures_on_nodes(self) -> dict[str, str]:
        """The newest figures of losses and metrics, by node."""
        names = self.names
        return names.in_the_end(self._latest) if self.finished else names.on_nodes(self._latest)

    def _on_finished(self, finished: events.Finished) -> None:
        self.preparing, self.finished = None, finished
        if self.history.current:
            self.history.current.add_test(finished)
        self._latest.update(finished.metrics)
        self._news.come()
        self._news.tell()
        self._news.forget()
        self.curves_changed.emit(False)
        if finished.reason:
            self.log.emit("info", tr_engine(finished.reason))
        self._set_trouble(remarks_on(finished.remarks))
        self.status.emit(finished_words(finished, self.result_words))

    def _break_off(self) -> None:
        """No more events will come, and there are no test figures.

        A run that has not begun leaves all as it was before.
        """
        self.preparing = None
        self._news.forget()
        if self.did_start and self.history.current:
            self.history.current.break_off()
            self.curves_changed.emit(False)
        elif self._take_back():
            self._show_all()

    def _on_failed(self, failed: events.Failed) -> None:
        graph, has_begun = self._graph, self.did_start
        self._break_off()
        trouble, details = failure(failed, graph)
        if trouble.kind == "failed" and not (has_begun and (trouble.node or failed.traceback)):
            # Such as a full disk: what the network has no part in does not come again by itself.
            trouble = replace(trouble, resumable=self.may_try_on, more=self._more)
        if details:
            self.log.emit("error", details)
        self._set_trouble(trouble)
        self.status.emit(tr("Training failed: {reason}", reason=trouble.words))

    def _on_refused(self, reason: str) -> None:
        self._break_off()
        resumable = self.may_try_on
        self._set_trouble(Trouble("failed", reason, resumable=resumable, more=self._more))
        self.status.emit(tr("Training was refused: {reason}", reason=reason))
        self.changed.emit()

    def _on_lost(self, words: str) -> None:
        was_training = self._was_busy
        self._break_off()
        resumable = was_training and self.may_try_on
        self._set_trouble(
            Trouble("lost", words, has_details=True, resumable=resumable, more=self._more)
        )
        self.status.emit(words)
        self.changed.emit()

    def _on_state_changed(self, state: State) -> None:
        busy = self.client.is_busy
        if busy != self._was_busy:
            self._was_busy = busy
            self.running_changed.emit(busy)
            if not busy:
                self._owners.end()
        if state is State.PAUSED:
            self.status.emit(tr("Paused"))
        elif self._was_paused and state is State.TRAINING:
            self.status.emit(tr("Training goes on"))
        elif state is State.STOPPING:
            self.status.emit(tr("Stopping …"))
        self._was_paused = state is State.PAUSED
        self.changed.emit()

    def _on_passed_on(self) -> None:
        """Another network is in front, while a run goes on."""
        if self._latest:
            self._news.come()
            self._news.tell()
        self.changed.emit()

    def _bring_back(self, kept: Kept) -> None:
        """Know again what was known of the network in front."""
        lost = self.trouble
        self._news.forget()
        self._take(kept)
        # A worker that ended concerns every network; its run does not.
        is_lost = kept.trouble is None and lost is not None and lost.kind in OF_THE_PROCESS
        self._set_trouble(replace(lost, resumable=False) if lost and is_lost else kept.trouble)
        self._show_all()
        self.changed.emit()

    def _show_all(self) -> None:
        """Tell anew what is known."""
        self.progress_changed.emit(self.progress)
        self.live_values.emit(self.figures_on_nodes())
        self.curves_changed.emit(True)
