"""What recent files hold, read without holding the window up."""

import threading
from collections import deque
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from hornstudio.engine.check import check
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.engine.storage.beside import with_data_beside
from hornstudio.engine.storage.glance import Glance, from_json
from hornstudio.engine.text import bytes_text
from hornstudio.ui.panels.welcome.card import Card
from hornstudio.ui.panels.welcome.drawn import GraphPainter
from hornstudio.ui.subcommand import Subcommand
from hornstudio.ui.words.quantity import count_text
from hornstudio.ui.words.translate import tr
from hornstudio.ui.words.when import when_text

FEW_BYTES, MOST_BYTES = 60_000, 20_000_000
"""A file of the first size, some 400 nodes, is read at once; a larger one in a process of its own;
of one beyond the second no more than its size is told."""


class _Found(NamedTuple):
    """A file as it lies there. text: what it holds, "" where that is read otherwise."""

    changed_s: float
    size: int
    text: bytes = b""


class RecentFiles(QObject):
    """Fills cards with what is in their files, one after another.

    A folder that does not answer keeps nobody waiting but the card.
    """

    _found = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[Path, Card] = {}
        self._small: deque[tuple[Path, _Found]] = deque()
        self._large: deque[tuple[Path, _Found]] = deque()
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._read_one)
        self._process = Subcommand(self)
        self._process.finished.connect(lambda facts: self._on_told(from_json(facts)))
        self._process.failed.connect(lambda _why: self._on_told(None))
        self._found.connect(self._on_found)

    def cards(self, paths: list[Path], paint_graph: GraphPainter) -> list[Card]:
        """New cards, which say more as soon as it is known; those before are filled no more."""
        self.stop()
        self._cards = {path: _blank_card(path, paint_graph) for path in paths}
        for path in paths:
            look = threading.Thread(target=self._look, args=(path,), name="recent", daemon=True)
            look.start()
        return list(self._cards.values())

    def stop(self) -> None:
        """Read no more."""
        for waiting in (self._cards, self._small, self._large):
            waiting.clear()
        self._process.stop()

    def _look(self, path: Path) -> None:
        """In a thread: how large a file is, and what is in it where that is little."""
        found: _Found | None = None
        with suppress(OSError):
            status = path.stat()
            text = path.read_bytes() if status.st_size <= FEW_BYTES else b""
            found = _Found(status.st_mtime, status.st_size, text)
        with suppress(RuntimeError):  # the window has just gone
            self._found.emit(path, found)

    def _on_found(self, path: Path, found: _Found | None) -> None:
        if path not in self._cards:
            return
        if found is None:
            self._cards[path].tell(tr("cannot be read"), "", None)
        elif found.size > MOST_BYTES:
            self._cards[path].tell(bytes_text(found.size), _when(found), None)
        else:
            queue = self._small if found.text or not found.size else self._large
            queue.append((path, found))
            self._go_on()

    def _go_on(self) -> None:
        """Read on: small files one in each turn of the event loop, and a large one beside it."""
        if self._small:
            self._turn.start()
        if self._large and not self._process.is_running:
            self._process.start("glance", str(self._large[0][0]))

    def _read_one(self) -> None:
        if not self._small:
            return
        path, found = self._small.popleft()
        try:
            graph = files.from_text(found.text.decode("utf-8-sig"))
        except (FileError, UnicodeDecodeError):
            self._cards[path].tell(tr("cannot be read"), _when(found), None)
        else:
            graph, _ = with_data_beside(graph, path.parent)
            line = _counts(len(graph.nodes), check(graph).weight_count)
            self._cards[path].tell(line, _when(found), graph)
        self._go_on()

    def _on_told(self, glance: Glance | None) -> None:
        """The process has read a file, or has found that it cannot be read."""
        path, found = self._large.popleft()
        line = _counts(glance.modules, glance.weights) if glance else tr("cannot be read")
        self._cards[path].tell(line, _when(found), glance)
        self._go_on()


def _blank_card(path: Path, paint_graph: GraphPainter) -> Card:
    card = Card(path.stem, "", Graph(), paint_graph)
    card.setToolTip(str(path))
    return card


def _counts(modules: int, weights: int) -> str:
    words = tr("1 module") if modules == 1 else tr("{count} modules", count=modules)
    return f"{words} · {tr('{count} weights', count=count_text(weights))}"


def _when(found: _Found) -> str:
    try:
        return when_text(datetime.fromtimestamp(found.changed_s), datetime.now())
    except (OSError, OverflowError, ValueError):
        return ""
