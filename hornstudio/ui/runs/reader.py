"""The list of runs, read, filtered and sorted in a thread: no disk holds the window up."""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from hornstudio.engine.errors import HornError
from hornstudio.engine.runs.index import RunIndex, Tallies
from hornstudio.engine.runs.query import NEWEST_FIRST, select
from hornstudio.engine.runs.record import RunRecord
from hornstudio.ui.translate import tr_engine

_PATIENCE_S = 10.0
_SHOWN_EARLY = 5
"""Slices of a long first reading after which the list is shown as far as it has come."""


class Wish(NamedTuple):
    """Which runs to show, and in what order; see `hornstudio.engine.runs.query`."""

    words: str = ""
    order: str = NEWEST_FIRST
    with_hidden: bool = False


class Listing(NamedTuple):
    """The runs that fit. total: of all, hidden ones left out. tags, metrics: of all runs."""

    rows: list[RunRecord]
    total: int
    tags: tuple[str, ...]
    metrics: tuple[str, ...]


class RunReader(QObject):
    """Does one thing after another in a thread that lives while there is something to do.

    listed(Listing)         what fits the wish of now
    progressed(done, all)   a long reading goes on; (0, 0): it is over
    failed(text)            why something could not be done

    seconds: what the last refresh took.  has_running: whether a run was in progress then.
    """

    listed = Signal(object)
    progressed = Signal(int, int)
    failed = Signal(str)
    _done = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.seconds = 0.0
        self.has_running = False
        self._wish = Wish()
        self._records: list[RunRecord] = []
        self._told: tuple[Wish, list[RunRecord]] | None = None
        self._tallies: Tallies = {}
        self._is_stale = False
        self._is_closed = False
        self._works: deque[Callable[[], None]] = deque()
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._done.connect(self._on_done)

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._thread is not None

    def show(self, wish: Wish) -> None:
        """Let `listed` tell other runs, or another order."""
        self._wish = wish
        self._wake()

    def refresh(self) -> None:
        """Look what has changed on the disk; where nothing has, nothing is told."""
        self._is_stale = True
        self._wake()

    def do(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Carry `work` out in the thread, and `then` with its result here."""

        def carry_out() -> None:
            value = work()
            self._tell(self._done, then, value)

        with self._guard:
            self._works.append(carry_out)
        self._wake()

    def close(self) -> None:
        """Do nothing any more, and wait for what is being done."""
        self._is_closed = True
        thread = self._thread
        if thread is not None:
            thread.join(_PATIENCE_S)

    def _on_done(self, then: Callable[[Any], None], value: object) -> None:
        then(value)

    def _wake(self) -> None:
        with self._guard:
            if self._thread is None and not self._is_closed:
                self._thread = threading.Thread(target=self._run, name="runs", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while (work := self._next()) is not None:
            try:
                work()
            except HornError as error:
                self._tell(self.failed, tr_engine(error.text))
            except (OSError, sqlite3.Error) as error:
                self._tell(self.failed, str(error))

    def _next(self) -> Callable[[], None] | None:
        """What to do now; None, and the thread ends, where there is nothing."""
        with self._guard:
            if not self._is_closed:
                if self._works:
                    return self._works.popleft()
                if self._is_stale:
                    self._is_stale = False
                    return self._refresh
                if self._told is None or self._told != (self._wish, self._records):
                    return self._list
            self._thread = None
            return None

    def _refresh(self) -> None:
        began = time.perf_counter()
        with RunIndex(tallies=self._tallies) as index:
            for count, (done, total) in enumerate(index.refreshing()):
                if self._is_closed:
                    return
                if count >= 1:
                    self._tell(self.progressed, done, total)
                if count == _SHOWN_EARLY and not self._records:
                    self._records = index.records()
                    self._list()
            self._records = index.records()
        self.has_running = any(r.is_running for r in self._records)
        self.seconds = time.perf_counter() - began
        self._tell(self.progressed, 0, 0)

    def _list(self) -> None:
        wish, records = self._wish, self._records
        self._told = (wish, records)
        self._tell(
            self.listed,
            Listing(
                select(records, wish.words, wish.order, with_hidden=wish.with_hidden),
                sum(not r.is_hidden for r in records),
                tuple(sorted({tag for r in records for tag in r.tags})),
                tuple(sorted({name for r in records for name in r.metrics})),
            ),
        )

    def _tell(self, signal: Any, *values: object) -> None:
        if not self._is_closed:
            with suppress(RuntimeError):  # the window has just gone
                signal.emit(*values)
