"""The list of all runs in a folder: an index, beside the run folders or elsewhere, made from them.

Several processes may use it at once. Where the folder cannot be written, the list is made in
memory; where there is no folder yet, it is empty.
"""

import contextlib
import os
import sqlite3
import time
from collections.abc import Container, Iterator
from itertools import islice, pairwise
from pathlib import Path

from hornstudio import paths
from hornstudio.engine.errors import HornError
from hornstudio.engine.graph import Graph
from hornstudio.engine.runs.difference import difference, in_words
from hornstudio.engine.runs.reading import judged, read_run
from hornstudio.engine.runs.record import RUNNING, RunRecord
from hornstudio.engine.runs.table import Mark, Table
from hornstudio.engine.storage import files
from hornstudio.engine.train.kept.tally import Tally

NAME = ".index.sqlite3"
_AT_ONCE = 100
_FRESH_NS = 2_000_000_000
"""A folder that changed so lately may change again without its time telling."""

Tallies = dict[str, tuple[int, Tally]]
"""Of runs in progress: the time of the folder, and what was added up by then."""

Slices = Iterator[tuple[int, int]]
"""Work in slices: how many of how many folders were read."""


class RunIndex:
    """The runs in a folder, those of the user where none is named. Close it in the end."""

    def __init__(
        self,
        root: Path | None = None,
        tallies: Tallies | None = None,
        *,
        file: Path | None = None,
        only: Container[str] | None = None,
    ) -> None:
        """tallies: of runs in progress, kept from one look to the next by whoever looks often.

        file: where the index is, beside the run folders where None. only: names of the run folders
        that are meant; None for all.
        """
        self.root = root or paths.runs_dir()
        self._tallies = {} if tallies is None else tallies
        self._file, self._only = file or self.root / NAME, only
        self._table = self._open()

    def __enter__(self) -> "RunIndex":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the index free."""
        self._table.close()

    def records(self) -> list[RunRecord]:
        """All runs as of the last refresh, in no order; who has ended is asked now."""
        try:
            found = self._table.records(self.root)
        except sqlite3.DatabaseError as error:
            self._begin_anew(error)
            self.refresh()
            found = self._table.records(self.root)
        return [judged(record) for record in found]

    def latest(self, graph: str, file: str, most: int) -> list[RunRecord]:
        """As of the last refresh, the latest runs of a graph or a file that can be gone on with.

        graph: the mark of what it computes. file: empty for none. Hidden runs are left out.
        """
        try:
            found = self._table.latest(self.root, graph, file, most)
        except sqlite3.DatabaseError as error:
            self._begin_anew(error)
            return []
        return [judged(record) for record in found]

    def count(self) -> int:
        """How many runs the last refresh has found, or one that is going on elsewhere by now."""
        return self._table.count()

    def refresh(self) -> None:
        """Read what has changed in the folders."""
        for _ in self.refreshing():
            pass

    def refreshing(self) -> Slices:
        """Read what has changed, some folders at a time."""
        try:
            yield from self._refreshing()
        except sqlite3.DatabaseError as error:
            self._begin_anew(error)
            yield from self._refreshing()

    def _begin_anew(self, error: sqlite3.DatabaseError) -> None:
        """With an empty table, in place of one that cannot be used."""
        self._table.close()
        if isinstance(error, sqlite3.OperationalError):
            # In use for too long, read-only, or a full disk: the file itself may be whole.
            self._table = Table(None)
        else:
            _put_away(self._file)
            self._table = self._open()

    def _refreshing(self) -> Slices:
        if not self._table.is_in_place:
            self._table.close()
            self._table = self._open()
        present, known = _folders(self.root), self._table.marks()
        if self._only is not None:
            present = {name: at for name, at in present.items() if name in self._only}
        if gone := known.keys() - present.keys():
            self._table.drop(gone)
        changed = [
            (folder, stamp)
            for folder, stamp in present.items()
            if folder not in known or self._has_changed(folder, stamp, *known[folder])
        ]
        done, rest = 0, iter(changed)
        while batch := list(islice(rest, _AT_ONCE)):
            rows = [row for folder, stamp in batch if (row := self._read(folder, stamp, known))]
            self._table.put(rows)
            done += len(batch)
            yield done, len(changed)
        if changed or gone:
            yield from self._compare()

    def _open(self) -> Table:
        if not self.root.is_dir():
            return Table(None)
        if self._file.parent != self.root:
            with contextlib.suppress(OSError):
                self._file.parent.mkdir(parents=True, exist_ok=True)
        return _open_table(self._file)

    def _has_changed(self, folder: str, stamp: int, state: str, mark: Mark) -> bool:
        if mark.stamp != stamp:
            return True
        return state == RUNNING and _size(self.root / folder / "metrics.jsonl") != mark.figures

    def _read(
        self, folder: str, stamp: int, known: dict[str, tuple[str, Mark]]
    ) -> tuple[RunRecord, Mark] | None:
        former, tally = self._tallies.pop(folder, (0, Tally()))
        tally = tally if former == stamp else Tally()
        record = read_run(self.root / folder, tally)
        if record is None:
            if folder in known:
                self._table.drop([folder])
            return None
        if record.state == RUNNING:
            self._tallies[folder] = (stamp, tally)
        is_fresh = time.time_ns() - stamp < _FRESH_NS
        return record, Mark(0 if is_fresh else stamp, tally.offset)

    def _compare(self) -> Slices:
        """Say for each run what changed since the one of its model before."""
        rows = self._table.lineage()
        due = []
        for former, row in pairwise([None, *rows]):
            before = former if former and row and former[0] == row[0] else None
            if row is None:
                continue
            folder, graph, training, compared = row[2:]
            key = "|".join((*before[2:5], graph, training)) if before else "-"
            if key != compared:
                due.append((folder, before[2] if before else "", key))
        loaded = _Loaded(self.root)
        for start in range(0, len(due), _AT_ONCE):
            batch = due[start : start + _AT_ONCE]
            self._table.put_changes(
                [(loaded.changes(former, folder), key, folder) for folder, former, key in batch]
            )
            yield min(start + _AT_ONCE, len(due)), len(due)


class _Loaded:
    """Graphs of the two runs that were compared last: the next pair begins with one of them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._graphs: dict[str, Graph | None] = {}

    def changes(self, former: str, folder: str) -> str:
        """From the graph of one run to another's, in words; empty where one cannot be read."""
        if not former:
            return ""
        old, new = self._graph(former), self._graph(folder)
        self._graphs = {folder: new}
        return in_words(difference(old, new)) if old and new else ""

    def _graph(self, folder: str) -> Graph | None:
        if folder not in self._graphs:
            try:
                self._graphs[folder] = files.load(self._root / folder / "graph.horn")
            except (HornError, OSError, ValueError):
                self._graphs[folder] = None
        return self._graphs[folder]


def _folders(root: Path) -> dict[str, int]:
    """Time of the last change by name of folder, in ns."""
    found = {}
    try:
        with os.scandir(root) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):  # it has just gone
                    if not entry.name.startswith(".") and entry.is_dir():
                        # The listing of a folder of Windows tells of changes late.
                        found[entry.name] = os.stat(entry.path).st_mtime_ns
    except OSError:
        return {}
    return found


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _open_table(path: Path) -> Table:
    try:
        return Table(path)
    except sqlite3.OperationalError:  # read-only, or no locks there
        return Table(None)
    except sqlite3.DatabaseError:
        _put_away(path)
    try:
        return Table(path)
    except sqlite3.Error:
        return Table(None)


def _put_away(path: Path) -> None:
    for name in (path, path.with_name(path.name + "-journal")):
        with contextlib.suppress(OSError):
            name.unlink()
