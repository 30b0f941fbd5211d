"""Writes a journal from threads: a window that hangs, or a slow disk, holds nothing up."""

import threading
from collections.abc import Callable

from hornstudio.engine.errors import FileError
from hornstudio.engine.storage.journal import Journal, Work
from hornstudio.engine.text import Text

DELAY_S = 0.2
"""From the first edit to the writing: what is edited in the meantime goes with it."""
_PATIENCE_S = 10.0
_FLUSH_PATIENCE_S = 0.3
"""For a disk that is nearly done; one that is not holds up no window that closes."""


class JournalWriter:
    """Takes the latest work and writes it a moment later; a second thread has the disk flush it.

    A busy disk can take seconds for that, in which what was edited since would not be written. Each
    thread lives while there is something to do and a moment longer; `close` waits for the first.
    Work is immutable, so that it may be read while the window goes on. told: called in the thread
    after each writing, with what went wrong or None.
    """

    def __init__(self, journal: Journal, told: Callable[[Text | None], None]) -> None:
        self.journal = journal
        self._told = told
        self._wanted: tuple[Work | None] | None = None
        self._thread: threading.Thread | None = None
        self._flusher: threading.Thread | None = None
        self._has_more = False
        self._guard = threading.Lock()
        self._disk = threading.Lock()
        self._hurry = threading.Event()
        self._is_closed = False
        self._may_exist = False

    def put(self, work: Work | None) -> None:
        """Let the journal hold this soon; None: let there be none."""
        with self._guard:
            has_nothing = work is None and self._thread is None and not self._may_exist
            if self._is_closed or has_nothing:
                return
            self._wanted = (work,)
            if work is None and self._disk.acquire(blocking=False):
                self._clear_at_once()
                return
            if work is None:
                self._hurry.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
                self._thread.start()

    def write_now(self, work: Work) -> Text | None:
        """Let the journal hold this when it returns; what went wrong, or None."""
        with self._disk:
            with self._guard:
                self._wanted = None
            return self._carry_out(work) or self._flush()

    def close(self) -> None:
        """Let there be no journal, and nobody who writes one."""
        with self._guard:
            self._is_closed = True
            self._wanted = None
            self._hurry.set()
        writing, flushing = self._thread, self._flusher
        if writing is not None:
            writing.join(_PATIENCE_S)
        self.journal.clear()
        if flushing is not None:
            flushing.join(_FLUSH_PATIENCE_S)

    def _clear_at_once(self) -> None:
        """Nobody is writing: what takes no time needs no thread."""
        try:
            self._wanted = None
            self._carry_out(None)
        finally:
            self._disk.release()

    def _run(self) -> None:
        while True:
            self._hurry.wait(DELAY_S)
            with self._disk:
                with self._guard:
                    wanted, self._wanted = self._wanted, None
                    if wanted is None:
                        self._thread = None
                        return
                    if not self._is_closed:
                        self._hurry.clear()
                fault = self._carry_out(wanted[0])
            if fault or wanted[0] is None:
                self._told(fault)
            else:
                self._flush_soon()

    def _flush_soon(self) -> None:
        with self._guard:
            self._has_more = True
            if self._flusher is None and not self._is_closed:
                self._flusher = threading.Thread(target=self._run_flusher, name="flush")
                self._flusher.daemon = True
                self._flusher.start()

    def _run_flusher(self) -> None:
        while True:
            with self._guard:
                if not self._has_more or self._is_closed:
                    self._flusher = None
                    return
                self._has_more = False
            self._told(self._flush())

    def _carry_out(self, work: Work | None) -> Text | None:
        self._may_exist = work is not None
        try:
            self.journal.clear() if work is None else self.journal.keep(work)
        except FileError as error:
            return error.text
        return None

    def _flush(self) -> Text | None:
        try:
            self.journal.flush()
        except FileError as error:
            return error.text
        return None
