"""Keeps unsaved work in the window's journal, beside what the window does."""

import contextlib
import os
import threading
import time

from PySide6.QtCore import QObject, QTimer, Signal

from hornstudio.engine.errors import FileError
from hornstudio.engine.journal import Journal, Work
from hornstudio.engine.owner import RENEW_S
from hornstudio.ui.document import Document
from hornstudio.ui.translate import sentence
from hornstudio.ui.window.safekeeping.guard import FileGuard

DELAY_MS = 200
"""From an edit to the writing: what is edited in the meantime goes with it."""
_BUSY_MS = 50
_PATIENCE_S = 10.0


class Keeper(QObject):
    """The journal exists exactly while the document has unsaved work.

    It is written by a thread, for a disk may be slow; there is one at a time, and `close` waits
    for it. The graph is immutable, so that the thread needs no lock.

    failed(words)   the work cannot be kept; told once, until it can be again
    """

    failed = Signal(str)
    _written = Signal(int, str)

    def __init__(
        self, document: Document, guard: FileGuard, journal: Journal, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._guard = guard
        self.journal = journal
        self._thread: threading.Thread | None = None
        self._turn = 0
        self._edited_at = 0.0
        self._has_failed = False
        self._is_closed = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_time)
        self._sign_of_life = QTimer(self, interval=int(RENEW_S * 1000))
        self._sign_of_life.timeout.connect(self._on_renew)
        self._sign_of_life.start()
        self._written.connect(self._on_written)
        document.graph_changed.connect(self._on_changed)
        document.modified_changed.connect(self._on_changed)
        document.path_changed.connect(self._on_changed)

    def write_now(self) -> bool:
        """Keep the work before anything else happens; whether it is kept."""
        self._join()
        self._timer.stop()
        words = self._write(self._work())
        self._tell(words)
        return not words

    def close(self) -> None:
        """The window ends, and somebody has decided about its work."""
        self._is_closed = True
        self._timer.stop()
        self._sign_of_life.stop()
        self._join()
        self.journal.clear()

    def _on_changed(self, *_: object) -> None:
        if self._is_closed:
            return
        if self._document.is_modified:
            self._edited_at = time.time()
            if not self._timer.isActive():
                self._timer.start(DELAY_MS)
        else:
            self._timer.stop()
            self._clear()

    def _on_time(self) -> None:
        if self._is_writing():
            self._timer.start(_BUSY_MS)
            return
        self._join()
        self._turn += 1
        turn, work = self._turn, self._work()
        self._thread = threading.Thread(
            target=lambda: self._written.emit(turn, self._write(work)), name="journal", daemon=True
        )
        self._thread.start()

    def _on_written(self, turn: int, words: str) -> None:
        if self._is_closed or turn != self._turn:
            return
        self._join()  # it has said its last word
        self._tell(words)
        if not self._document.is_modified:
            self._clear()

    def _on_renew(self) -> None:
        with contextlib.suppress(OSError):
            os.utime(self.journal.place)

    def _work(self) -> Work:
        document = self._document
        return Work(document.graph, document.path, self._guard.base, self._edited_at)

    def _write(self, work: Work) -> str:
        """Write; the words of what went wrong, empty where nothing did."""
        try:
            self.journal.write(work)
        except FileError as error:
            return sentence(error.text)
        return ""

    def _tell(self, words: str) -> None:
        if words and not self._has_failed:
            self.failed.emit(words)
        self._has_failed = bool(words)

    def _clear(self) -> None:
        """Where the writing is not over yet, its end comes here again."""
        if not self._is_writing():
            self._join()
            self.journal.clear()

    def _is_writing(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _join(self) -> None:
        if self._thread is not None:
            self._thread.join(_PATIENCE_S)
            self._thread = None
