"""The last run of a file that is opened is known as if it had ended just now."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, QTimer

from hornstudio.engine.errors import HornError
from hornstudio.engine.runs import last
from hornstudio.engine.runs.record import FINISHED, STOPPED, RunRecord
from hornstudio.engine.watch.events import Finished
from hornstudio.ui.document import Document
from hornstudio.ui.panels.training.course.recorded import read_recorded
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.course.trainer import Trainer
from hornstudio.ui.widgets.latest import IsWanted, Latest
from hornstudio.ui.words.translate import told
from hornstudio.ui.words.when import when_text

DELAY_MS = 600
"""A window that is being opened comes first."""


class _Found(NamedTuple):
    document: Document
    last: last.LastRun
    run: Run


class LastRuns(QObject):
    """Looks for it in a thread, once for each file, where nothing is known of a run yet."""

    def __init__(self, trainer: Trainer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._trainer = trainer
        self._asked: WeakKeyDictionary[Document, Path] = WeakKeyDictionary()
        self._looking = Latest(self)
        self._looking.come.connect(self._on_come)
        self._calm = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._calm.timeout.connect(self._look)
        document = trainer.document
        document.opened.connect(self._on_opened)
        document.switched.connect(self._calm.start)
        trainer.running_changed.connect(self._calm.start)
        self._calm.start()

    def _on_opened(self) -> None:
        self._asked.pop(self._trainer.document.source, None)
        self._calm.start()

    def _look(self) -> None:
        document = self._trainer.document.source
        path, graph = document.path, document.graph
        if path is None or self._asked.get(document) == path or not self._is_open_for(document):
            return
        self._asked[document] = path

        def work(is_wanted: IsWanted) -> _Found | None:
            try:
                found = last.last_run(graph, path)
            except (HornError, OSError):
                return None
            run = read_recorded(Path(found.record.path)) if found and is_wanted() else None
            return _Found(document, found, run) if found and run else None

        self._looking.start("last run", work)

    def _is_open_for(self, document: Document) -> bool:
        """Whether nothing is known of a run of the network in front, and this is that one."""
        trainer = self._trainer
        is_front = trainer.document.source is document
        return is_front and not trainer.is_busy and trainer.history.current is None

    def _on_come(self, found: _Found | None) -> None:
        if found is None:
            return
        if not self._is_open_for(found.document):
            self._asked.pop(found.document, None)  # once it is in front again
            return
        record, run = found.last.record, found.run
        finished = _finished(record)
        run.day, run.changes = told(_when(record)), found.last.changes
        run.is_broken_off = finished is None
        self._trainer.take_up(run, found.last.graph, finished, record.metrics)


def _finished(record: RunRecord) -> Finished | None:
    """How it ended; None where it was broken off."""
    if record.state not in (FINISHED, STOPPED):
        return None
    return Finished(
        run=record.path,
        epochs=record.epochs_done,
        seconds=record.seconds,
        metrics=record.metrics,
        stopped=record.state == STOPPED and not record.why,
        reason=record.why,
        ends_with=record.ends_with,
    )


def _when(record: RunRecord) -> str:
    for moment in (record.ended, record.started):
        try:
            return when_text(datetime.strptime(moment, "%Y-%m-%d %H:%M:%S"), datetime.now())
        except ValueError:
            continue
    return record.name
