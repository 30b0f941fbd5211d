"""The last steps that led to a graph, each kept as what it has changed in the text."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files

MOST = 30
"""So many steps are kept, the last ones."""
MOST_LETTERS = 200_000
"""Of all that they have changed: a journal is written within a second."""
MOST_NODES = 1000
"""Of more modules no steps are kept: to write each of them out would hold the window up."""

Patch = tuple[int, int, str]
"""From where on so many letters of a text have others in their place in the text before it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step, in words, with the graph that it led from: its text, where that was read back.

    trail: the composites inside which it was done; None where that is not known.
    """

    name: str
    before: Graph | str
    trail: tuple[str, ...] | None = None


class Past:
    """Writes the steps of one document down again and again, and compares only what is new."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], tuple[object, object, Patch]] = {}
        self._texts: dict[int, tuple[object, str]] = {}

    def told(self, steps: Sequence[Step], graph: Graph, text: str) -> list[dict[str, Any]]:
        """The steps as plain data, the last one first. graph: to which they led, and its text."""
        if len(graph.nodes) > MOST_NODES:
            return []
        self._texts[id(graph)] = graph, text
        later: Graph | str = graph
        told: list[dict[str, Any]] = []
        known: dict[tuple[int, int], tuple[object, object, Patch]] = {}
        left = MOST_LETTERS
        for step in reversed(steps[-MOST:]):
            key = id(step.before), id(later)  # theirs as long as both are held here
            try:
                patch = self._known[key][2] if key in self._known else self._patch(later, step)
            except FileError:
                break
            left -= len(patch[2])
            if left < 0:
                break
            known[key] = step.before, later, patch
            facts = {"name": step.name, "trail": step.trail, "patch": patch, "mark": _mark(patch)}
            told.append(facts)
            later = step.before
        self._known = known
        # The next step most likely leads from what was just reached; both are compared then.
        ends = {id(graph), *(id(step.before) for step in steps[-1:])}
        self._texts = {key: held for key, held in self._texts.items() if key in ends}
        return told

    def _patch(self, later: Graph | str, step: Step) -> Patch:
        return _difference(self._text(later), self._text(step.before))

    def _text(self, graph: Graph | str) -> str:
        if isinstance(graph, str):
            return graph
        if id(graph) not in self._texts:
            self._texts[id(graph)] = graph, files.to_bytes(graph, Path()).decode()
        return self._texts[id(graph)][1]


def recall(told: Any, text: str) -> tuple[Step, ...]:
    """The steps of what `Past.told` gave, the first one first; none that lie before a fault."""
    steps: list[Step] = []
    for each in told if isinstance(told, list) else ():
        step = _step(each, text)
        if step is None:
            break
        text = str(step.before)
        steps.append(step)
    return tuple(reversed(steps))


def _step(told: Any, later: str) -> Step | None:
    try:
        start, count, own = patch = told["patch"]
        name, trail = told["name"], told["trail"]
        if told["mark"] != _mark(patch) or not isinstance(name, str):
            return None
        before = later[:start] + own + later[start + count :]
        return Step(name, before, None if trail is None else tuple(trail))
    except (TypeError, ValueError, KeyError):
        return None


def _difference(later: str, before: str) -> Patch:
    start = _alike(later, before)
    old, new = later[start:], before[start:]
    end = _alike(old[::-1], new[::-1])
    return start, len(old) - end, new[: len(new) - end]


def _alike(one: str, other: str) -> int:
    """How many letters two texts have in common before they differ; by halves, as slices compare
    far faster than letters.
    """
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _mark(patch: Sequence[Any]) -> int:
    return zlib.crc32(repr(list(patch)).encode())
