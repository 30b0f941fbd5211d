"""Hands unsaved work to the window's journal."""

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from hornstudio.engine.disk.owner import RENEW_S
from hornstudio.engine.storage.journal import Journal, Work
from hornstudio.engine.text import Text
from hornstudio.ui.document import Document
from hornstudio.ui.window.safekeeping.guard import FileGuard
from hornstudio.ui.window.safekeeping.writer import JournalWriter
from hornstudio.ui.words.translate import sentence

_LOOK_MS = 600
"""What is selected in the meantime goes with it; with the writing it takes less than a second."""

Seen = tuple[tuple[float, float, float] | None, tuple[str, ...], tuple[str, ...]]
"""Zoom and middle of the whole; which composite is open; what is selected."""


class Keeper(QObject):
    """The journal exists exactly while the document has unsaved work.

    seen: asked what is shown of the document, for the journal to tell.

    fault_changed()   the work cannot be kept, for the reason in `fault`, or can be again
    """

    fault_changed = Signal()
    _written = Signal(object)

    def __init__(
        self, document: Document, guard: FileGuard, journal: Journal, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._guard = guard
        self.journal = journal
        self._writer = JournalWriter(journal, self._tell_window)
        self._fault: Text | None = None
        self.seen: Callable[[], Seen] = lambda: (None, (), ())
        self._edited_at = 0.0
        self._look = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look.timeout.connect(self._write_look)
        self._sign_of_life = QTimer(self, interval=int(RENEW_S * 1000))
        self._sign_of_life.timeout.connect(journal.renew)
        self._sign_of_life.start()
        self._written.connect(self._on_written)
        document.graph_changed.connect(self._on_changed)
        document.modified_changed.connect(self._on_changed)
        document.path_changed.connect(self._on_changed)
        document.steps_changed.connect(self._on_changed)

    @property
    def fault(self) -> str:
        """Why the work cannot be kept; empty where it is."""
        return sentence(self._fault) if self._fault is not None else ""

    def write_now(self) -> bool:
        """Keep the work before anything else happens; whether it is kept."""
        fault = self._writer.write_now(self._work())
        self._on_written(fault)
        return fault is None

    def note_saving(self, path: Path, mark: str) -> None:
        """The work is about to be written to a file, whose digest will be `mark`."""
        self.journal.note_saving(path, mark)

    def close(self) -> None:
        """The window ends, and somebody has decided about its work."""
        self._sign_of_life.stop()
        self._look.stop()
        self._writer.close()

    def note_look(self) -> None:
        """Something else is shown or selected: the journal tells that soon, if there is one."""
        if self._document.is_modified and not self._look.isActive():
            self._look.start()

    def _write_look(self) -> None:
        if self._document.is_modified:
            self._writer.put(self._work())

    def _on_changed(self, *_: object) -> None:
        self._edited_at = time.time()
        self._writer.put(self._work() if self._document.is_modified else None)
        if not self._document.is_modified:
            self._on_written(None)

    def _work(self) -> Work:
        of = self._document
        at = self._edited_at or time.time()
        base, seen = self._guard.base, self.seen()
        told = (of.graph, of.path, base, at, of.number, of.weights, *seen, of.steps_around())
        return Work(*told, of_run=of.of_run)

    def _tell_window(self, fault: Text | None) -> None:
        """Called in the writer's thread; a window that has gone need not know."""
        with contextlib.suppress(RuntimeError):
            self._written.emit(fault)

    def _on_written(self, fault: Text | None) -> None:
        if (fault is not None) != (self._fault is not None):
            self._fault = fault
            self.fault_changed.emit()
