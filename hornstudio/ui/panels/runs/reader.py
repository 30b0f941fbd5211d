"""The list of runs, read, filtered and sorted in a thread: no disk holds the window up."""

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from hornstudio.engine.errors import HornError
from hornstudio.engine.runs.collection import RunCollection
from hornstudio.engine.runs.index import Tallies
from hornstudio.engine.runs.place import Source
from hornstudio.engine.runs.query import NEWEST_FIRST, select, text_of, unknown_names
from hornstudio.engine.runs.record import RunRecord
from hornstudio.ui.panels.runs.bulk import read_elsewhere
from hornstudio.ui.words.translate import tr_engine

_PATIENCE_S = 10.0
MANY = 300
"""So many runs that are new or changed are read by another process: a thread with much to compute
makes the window stutter."""


class Wish(NamedTuple):
    """Which runs to show, and in what order; see `hornstudio.engine.runs.query`."""

    words: str = ""
    order: str = NEWEST_FIRST
    with_hidden: bool = False


class Listing(NamedTuple):
    """The runs that fit.

    total: of all, hidden ones only where those are shown. tags, metrics: of all runs. lost:
    folders that were added, and are not there now. hidden: how many runs are hidden. unknown:
    what the filter compares and no run has.
    """

    rows: list[RunRecord]
    total: int
    tags: tuple[str, ...]
    metrics: tuple[str, ...]
    lost: tuple[str, ...] = ()
    hidden: int = 0
    unknown: tuple[str, ...] = ()


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
        self._texts: dict[str, str] = {}
        self._told: tuple[object, ...] | None = None
        self._to_read = 0
        self._tallies: dict[Source, Tallies] = {}
        self._lost: tuple[str, ...] = ()
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

    @property
    def is_closed(self) -> bool:
        """Whether nothing is to be done any more."""
        return self._is_closed

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
            except Exception as error:  # whatever it is, the list goes on to be looked after
                self._tell(self.failed, " ".join(str(error).split()) or type(error).__name__)

    def _next(self) -> Callable[[], None] | None:
        """What to do now; None, and the thread ends, where there is nothing."""
        with self._guard:
            if not self._is_closed:
                if self._works:
                    return self._works.popleft()
                if self._is_stale:
                    self._is_stale = False
                    return self._refresh
                if self._told != (self._wish, id(self._records), self._lost):
                    return self._list
            self._thread = None
            return None

    def _refresh(self) -> None:
        began = time.perf_counter()
        with RunCollection(self._tallies) as index:
            if not self._read(index, MANY):
                read_elsewhere(self._tell_count, lambda: self._is_closed)
                self._read(index, math.inf)  # what the other process did not get done
            if self._is_closed:
                return
            self._lost = tuple(map(str, index.lost))
            self._take(index.records())
        self.has_running = any(r.is_running for r in self._records)
        self.seconds = time.perf_counter() - began
        self._tell(self.progressed, 0, 0)

    def _read(self, index: RunCollection, most: float) -> bool:
        """Renew the index here; False, and left off, where there is more to read than that."""
        for _, total in index.refreshing():
            if self._is_closed or total > most:
                self._to_read = total
                return False
        return True

    def _tell_count(self) -> None:
        """Say how far the other process is, and show what there is whenever it has doubled."""
        with RunCollection() as index:
            count = index.count()
            self._tell(self.progressed, count, self._to_read)
            if count >= 2 * len(self._records):
                self._take(index.records())
                self._list()

    def _take(self, records: list[RunRecord]) -> None:
        if not _are_alike(self._records, records):
            self._records = records
            self._texts = {r.path: text_of(r) for r in records}

    def _list(self) -> None:
        wish, records = self._wish, self._records
        self._told = (wish, id(records), self._lost)
        rows = select(
            records, wish.words, wish.order, with_hidden=wish.with_hidden, texts=self._texts
        )
        hidden = sum(r.is_hidden for r in records)
        tags = sorted({tag for r in records for tag in r.tags})
        metrics = sorted({name for r in records for name in r.metrics})
        unknown = unknown_names(records, wish.words)
        told = (tuple(tags), tuple(metrics), self._lost, hidden, unknown)
        total = len(records) - (0 if wish.with_hidden else hidden)
        self._tell(self.listed, Listing(rows, total, *told))

    def _tell(self, signal: Any, *values: object) -> None:
        if not self._is_closed:
            with suppress(RuntimeError):  # the window has just gone
                signal.emit(*values)


def _are_alike(some: Sequence[RunRecord], others: Sequence[RunRecord]) -> bool:
    """One by one, so that the window gets its turn between them."""
    if len(some) != len(others):
        return False
    return all(a == b for a, b in zip(some, others, strict=True))
