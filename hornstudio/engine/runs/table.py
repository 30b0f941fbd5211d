"""The table of the index in SQLite: one row a run, one column a field of the record.

Nothing is only here: a table that is lost, damaged or of another version is made anew from the
run folders. So it is written without waiting for the disk.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from hornstudio.engine.runs.record import RunRecord

VERSION = 7
_PATIENCE_S = 10.0
_FIELDS = tuple(f for f in msgspec.structs.fields(RunRecord) if f.name != "path")
_NAMES = tuple(f.name for f in _FIELDS)
_SQL_TYPES: dict[Any, str] = {int: "INTEGER", float: "REAL", bool: "INTEGER"}
_AS_JSON = frozenset(
    f.name for f in _FIELDS if f.type not in (str, int, float, bool)
)  # dicts and tuples


class Mark(NamedTuple):
    """By what a change of a folder is noticed. stamp: its time, in ns; 0 where it says nothing.

    figures: size of metrics.jsonl. compared: the two graphs that `changes` tells apart.
    """

    stamp: int
    figures: int
    compared: str = ""


_MARKS = Mark._fields
_COLUMNS = (*_NAMES, *_MARKS)


class Table:
    """Rows by folder. Raises: sqlite3.Error where the file cannot be used."""

    def __init__(self, path: Path | None) -> None:
        """path: None for a table that is not kept."""
        self.path = path
        self._db = sqlite3.connect(path or ":memory:", timeout=_PATIENCE_S, isolation_level=None)
        try:
            self._db.execute("PRAGMA synchronous = OFF")
            self._prepare()
        except BaseException:
            self._db.close()
            raise
        self._inode = self._place()

    @property
    def is_in_place(self) -> bool:
        """Whether the file that was opened is still the one of that name."""
        return self._place() == self._inode

    def close(self) -> None:
        """Give the file free."""
        self._db.close()

    def marks(self) -> dict[str, tuple[str, Mark]]:
        """State and mark by folder."""
        rows = self._db.execute(f"SELECT folder, state, {', '.join(_MARKS)} FROM runs")
        return {_text(folder): (state, Mark(*mark)) for folder, state, *mark in rows}

    def records(self, root: Path) -> list[RunRecord]:
        """All rows; `root` is where their folders are. Raises: sqlite3.Error, also for odd ones."""
        rows = self._db.execute(f"SELECT {', '.join(_NAMES)} FROM runs")
        return [_record(row, root) for row in rows]

    def latest(self, root: Path, graph: str, file: str, most: int) -> list[RunRecord]:
        """The latest rows that have a checkpoint and a graph of that mark, or from that file.

        Those of other files than that come after all others; those that are hidden are left out.
        """
        rows = self._db.execute(
            f"SELECT {', '.join(_NAMES)} FROM runs WHERE NOT is_hidden AND checkpoint != '' "
            "AND (graph = ?1 OR (file = ?2 AND file != '')) "
            "ORDER BY ?2 != '' AND file NOT IN ('', ?2), started DESC LIMIT ?3",
            (graph, _stored(file), most),
        )
        return [_record(row, root) for row in rows]

    def count(self) -> int:
        """How many rows there are."""
        return int(self._db.execute("SELECT COUNT(*) FROM runs").fetchone()[0])

    def put(self, rows: Iterable[tuple[RunRecord, Mark]]) -> None:
        """Write rows, new or anew."""
        marks = ", ".join("?" * len(_COLUMNS))
        with self._writing():
            self._db.executemany(
                f"INSERT OR REPLACE INTO runs ({', '.join(_COLUMNS)}) VALUES ({marks})",
                [(*_cells(record), *mark) for record, mark in rows],
            )

    def put_changes(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Write `changes` and `compared` by folder: (changes, compared, folder)."""
        with self._writing():
            self._db.executemany(
                "UPDATE runs SET changes=?, compared=? WHERE folder=?",
                [tuple(map(_stored, row)) for row in rows],
            )

    def drop(self, folders: Iterable[str]) -> None:
        """Remove rows."""
        with self._writing():
            self._db.executemany(
                "DELETE FROM runs WHERE folder=?", [(_stored(f),) for f in folders]
            )

    def lineage(self) -> list[tuple[str, ...]]:
        """(model, started, folder, graph, training, compared), in the order of their starts."""
        training = "epochs || ' ' || batch_size || ' ' || seed"
        rows = self._db.execute(
            f"SELECT model, started, folder, graph, {training}, compared FROM runs "
            "ORDER BY model, started, folder"
        )
        return [tuple(map(_text, row)) for row in rows]

    def _prepare(self) -> None:
        if self._version() == VERSION and self._is_whole():
            return
        with self._writing():
            if self._version() == VERSION and self._is_whole():
                return  # another process was quicker
            self._db.execute("DROP TABLE IF EXISTS runs")
            kinds = [f"{f.name} {_SQL_TYPES.get(f.type, 'TEXT')}" for f in _FIELDS]
            kinds += ["stamp INTEGER", "figures INTEGER", "compared TEXT"]
            self._db.execute(f"CREATE TABLE runs ({', '.join(kinds)}, PRIMARY KEY (folder))")
            self._db.execute(f"PRAGMA user_version = {VERSION}")

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _is_whole(self) -> bool:
        found = [row[1] for row in self._db.execute("PRAGMA table_info(runs)")]
        checked = self._db.execute("PRAGMA quick_check(1)").fetchone()
        return set(found) == set(_COLUMNS) and checked == ("ok",)

    def _place(self) -> tuple[int, int] | None:
        if self.path is None:
            return None
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """All of it or nothing; other processes wait for it."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def _stored(value: Any) -> Any:
    """A cell. Names of files that are no UTF-8, as other systems pack them, are kept as bytes."""
    if not isinstance(value, str):
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode(errors="surrogatepass")
    return value


def _text(cell: Any) -> Any:
    """What `_stored` was given. Raises: sqlite3.DatabaseError where that was no text."""
    if not isinstance(cell, bytes):
        return cell
    try:
        return cell.decode(errors="surrogatepass")
    except UnicodeDecodeError as error:
        raise sqlite3.DatabaseError(f"a row is damaged: {error}") from None


def _cells(record: RunRecord) -> list[Any]:
    return [
        json.dumps(value) if name in _AS_JSON else _stored(value)
        for name in _NAMES
        for value in (getattr(record, name),)
    ]


def _record(row: tuple[Any, ...], root: Path) -> RunRecord:
    try:
        values = dict(zip(_NAMES, map(_text, row), strict=True))
        for name in _AS_JSON:
            values[name] = json.loads(values[name])
        values["is_hidden"] = bool(values["is_hidden"])
        return msgspec.convert({**values, "path": f"{root}/{values['folder']}"}, RunRecord)
    except (ValueError, TypeError, msgspec.MsgspecError) as error:
        raise sqlite3.DatabaseError(f"a row is damaged: {error}") from None
