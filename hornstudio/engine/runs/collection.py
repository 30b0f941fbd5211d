"""All runs that are known: those in the user's folder, and those in the folders that were added."""

import hashlib
from contextlib import ExitStack
from pathlib import Path

from hornstudio import paths
from hornstudio.engine.runs.index import RunIndex, Slices, Tallies
from hornstudio.engine.runs.place import Source, places, sources
from hornstudio.engine.runs.record import RunRecord


class RunCollection:
    """As one `RunIndex` over several folders. Close it in the end.

    lost: folders that were added, and are not there now.
    """

    def __init__(self, tallies: dict[Source, Tallies] | None = None) -> None:
        """tallies: of runs in progress, kept from one look to the next by whoever looks often."""
        tallies = {} if tallies is None else tallies
        found, self.lost = sources(places())
        with ExitStack() as stack:
            own = Source(paths.runs_dir())
            self._indexes = [stack.enter_context(RunIndex(tallies=tallies.setdefault(own, {})))]
            for source in found:
                self._indexes.append(
                    stack.enter_context(
                        RunIndex(
                            source.root,
                            tallies.setdefault(source, {}),
                            file=_file_of(source),
                            only=source.only,
                        )
                    )
                )
            self._stack = stack.pop_all()

    def __enter__(self) -> "RunCollection":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the indexes free."""
        self._stack.close()

    def records(self) -> list[RunRecord]:
        """All runs as of the last refresh, each once, in no order."""
        found = {r.path: r for index in self._indexes for r in index.records()}
        return list(found.values())

    def latest(self, graph: str, file: str, most: int = 5) -> list[RunRecord]:
        """The latest runs of a graph or a file, newest first, and those of other files behind
        them; see `RunIndex.latest`.
        """
        found = {r.path: r for index in self._indexes for r in index.latest(graph, file, most)}
        newest = sorted(found.values(), key=lambda r: r.started, reverse=True)
        return sorted(newest, key=lambda r: bool(file) and r.file not in ("", file))[:most]

    def count(self) -> int:
        """How many runs the last refresh has found."""
        return sum(index.count() for index in self._indexes)

    def refresh(self) -> None:
        """Read what has changed in the folders."""
        for _ in self.refreshing():
            pass

    def refreshing(self) -> Slices:
        """Read what has changed, some folders at a time."""
        for index in self._indexes:
            yield from index.refreshing()


def _file_of(source: Source) -> Path:
    """Its index, in the cache: in a folder of the user's nothing is written by looking."""
    name = f"{source.root}\n{'some' if source.only else 'all'}"
    digest = hashlib.sha256(name.encode(errors="surrogateescape")).hexdigest()
    return paths.cache_dir() / "runs" / f"{digest[:16]}.sqlite3"
