"""The steps around a graph, those that led to it and those that were taken back, as text.

Each is kept as what it changes in the graph beside it. The graphs that were laid out have a mark,
and so has the last one: to mark those between them, after edits in quick succession, would take
longer than all else. Read back, steps lead to a graph with the very same mark, or are left out.
"""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hornstudio.engine.disk.atomic import digest
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.engine.storage.lines import Lines
from hornstudio.engine.storage.patch import difference, patched

MOST = 30
"""So many steps are kept in each direction, the nearest ones."""
MOST_LETTERS = 1_000_000
"""In each direction, of all that they change: a journal is written within a second."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step, in words, with the graph that taking it back, or doing it again, leads to.

    trail: the composites inside which it was done; None where that is not known.
    """

    name: str
    graph: Graph
    trail: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """Those around a graph, in each direction the nearest one first.

    back: what can be taken back. ahead: what was taken back, and can be done again.
    """

    back: tuple[Step, ...] = ()
    ahead: tuple[Step, ...] = ()


NONE = Steps()

_Key = tuple[int, int, str, tuple[str, ...] | None]


class Past:
    """Writes the steps around a document's graph again and again, and each of them once.

    lines: those of the graph that was laid out last.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._known: dict[_Key, tuple[Graph, Graph, str]] = {}
        self._marks: dict[int, tuple[Graph, str]] = {}

    def told(self, graph: Graph, mark: str, steps: Steps) -> str:
        """The steps as JSON. mark: the digest of the graph's text."""
        self._marks[id(graph)] = graph, mark
        known: dict[_Key, tuple[Graph, Graph, str]] = {}
        back = self._chain(graph, steps.back[:MOST], known)
        ahead = self._chain(graph, steps.ahead[:MOST], known)
        self._known = known
        held = {id(graph), *(key[1] for key in known)}  # theirs as long as they are held here
        self._marks = {key: value for key, value in self._marks.items() if key in held}
        return f'{{"back": [{", ".join(back)}], "ahead": [{", ".join(ahead)}]}}'

    def _chain(
        self, here: Graph, steps: Sequence[Step], known: dict[_Key, tuple[Graph, Graph, str]]
    ) -> list[str]:
        left = MOST_LETTERS
        found: list[tuple[Graph, str]] = []
        for step in steps:
            key = id(here), id(step.graph), step.name, step.trail
            try:
                text = self._known[key][2] if key in self._known else _written(here, step)
            except (TypeError, ValueError, OverflowError, RecursionError):
                break  # it cannot be written, so that nothing beyond it could be reached
            known[key] = here, step.graph, text
            left -= len(text)
            if left < 0:
                break
            found.append((step.graph, text))
            here = step.graph
        while found and not self._has_mark(found[-1][0]):
            found.pop()
        return [
            f'[{text}, "{self._marks.get(id(graph), (graph, ""))[1]}"]' for graph, text in found
        ]

    def _has_mark(self, graph: Graph) -> bool:
        """Whether it can be marked, and is now."""
        if id(graph) not in self._marks:
            try:
                self._marks[id(graph)] = graph, mark_of(graph, self._lines)
            except FileError:
                return False
        return True


def _written(here: Graph, step: Step) -> str:
    patch = difference(here, step.graph)
    facts = {"name": step.name, "trail": step.trail, "patch": patch}
    text = json.dumps(facts, allow_nan=False)
    return f"{zlib.crc32(text.encode())}, {json.dumps(text)}"


def mark_of(graph: Graph, lines: Lines) -> str:
    """By which another graph, or another order of it, is noticed. Raises: FileError."""
    return digest(files.to_bytes(graph, Path(), lines))


def recall(told: Any, graph: Graph) -> Steps:
    """The steps around a graph of what `Past.told` gave; none that lie beyond a fault."""
    if not isinstance(told, dict):  # another version wrote none, or in other words
        return NONE
    lines = Lines()
    return Steps(*(tuple(_recalled(told.get(way), graph, lines)) for way in ("back", "ahead")))


def _recalled(told: Any, graph: Graph, lines: Lines) -> Iterator[Step]:
    waiting: list[Step] = []
    for each in told if isinstance(told, list) else ():
        try:
            crc, text, mark = each
            step = _step(crc, text, graph)
            if mark and mark != mark_of(step.graph, lines):
                return  # it does not lead where it led
        except (FileError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return
        waiting.append(step)
        graph = step.graph
        if mark:
            yield from waiting
            waiting.clear()


def _step(crc: int, text: str, here: Graph) -> Step:
    """One step; raises one of many errors where it is not what was written."""
    if crc != (found := zlib.crc32(text.encode())):
        raise ValueError(f"the step has the mark {found}, not {crc}")
    facts = json.loads(text)
    trail = facts["trail"]
    graph = patched(here, facts["patch"])
    return Step(str(facts["name"]), graph, None if trail is None else tuple(map(str, trail)))
