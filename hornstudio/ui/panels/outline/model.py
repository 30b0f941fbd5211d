"""Rows of the outline: nodes as they are computed, below each what there is to know; frames."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from hornstudio.engine.check import Report
from hornstudio.engine.editing.frame import Frame, frames_of, holds, titles_around
from hornstudio.engine.graph import Graph
from hornstudio.engine.problem import Problem
from hornstudio.ui.widgets.announcement import SILENCE, is_orca_here
from hornstudio.ui.words.account import gives_text, node_account, port_accounts
from hornstudio.ui.words.place import frame_name
from hornstudio.ui.words.quantity import count_text
from hornstudio.ui.words.translate import sentence, tr, tr_engine

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True)
class Line:
    """One row. leads_to: a node by its id, or a frame by its place. cells: words of each column."""

    leads_to: str | int
    cells: tuple[str, ...]
    spoken: str


@dataclass(frozen=True)
class Entry:
    """A node or a frame with its lines below."""

    line: Line
    below: tuple[Line, ...]


def headings() -> tuple[str, ...]:
    """Names of the columns."""
    return tr("Module"), tr("Kind"), tr("Gives"), tr("Weights"), tr("Problem")


def entries(report: Report) -> tuple[Entry, ...]:
    """All nodes, in the order of computing, those in a circle of wires last; then all frames."""
    order = dict.fromkeys((*report.order, *report.graph.nodes))
    faults: dict[str, list[Problem]] = {}
    for problem in report.problems:
        faults.setdefault(problem.node, []).append(problem)
    nodes = (_entry(report, node_id, faults.get(node_id, [])) for node_id in order)
    return (*nodes, *_frame_entries(report.graph))


def _frame_entries(graph: Graph) -> Iterator[Entry]:
    """Frames with the nodes in them, and notes with their texts."""
    for place, frame in frames_of(graph).items():
        name = frame_name(frame)
        name = name[:1].upper() + name[1:]
        if frame.is_note:
            text = " ".join(frame.text.split())
            said = f"{name}, {text}" if text else name
            yield Entry(Line(place, (text or name, tr("Note")), said), ())
        else:
            yield _frame_entry(graph, place, frame, name)


def _frame_entry(graph: Graph, place: int, frame: Frame, name: str) -> Entry:
    inside = [i for i, node in graph if holds(frame.area, (*node.at, 0.0, 0.0))]
    count = len(inside)
    size = tr("1 module") if count == 1 else tr("{count} modules", count=count)
    lines = ((i, tr("holds {module}", module=graph.nodes[i].title or i)) for i in inside)
    cells = (frame.title or name, tr("Frame"), size)
    below = tuple(Line(i, (words,), words) for i, words in lines)
    return Entry(Line(place, cells, f"{name}, {size}"), below)


def _entry(report: Report, node_id: str, faults: list[Problem]) -> Entry:
    facts, node = report.facts[node_id], report.graph.nodes[node_id]
    name = f"{node.title} ({node_id})" if node.title else node_id
    weights = count_text(facts.weight_count) if facts.weights else ""
    worst = sentence(faults[0].reason) if faults else ""
    gives = gives_text(report, node_id)
    cells = (name, tr_engine(facts.module.title), gives, weights, worst)
    said = ", ".join([name, *node_account(report, node_id, faults)])
    frames = _frames(report.graph, node_id) if report.graph.frames else []
    ports = [Line(node_id, (words,), words) for words in port_accounts(report, node_id)]
    return Entry(Line(node_id, cells, said), (*frames, *ports, *_faults(node_id, faults)))


def _frames(graph: Graph, node_id: str) -> list[Line]:
    """The frames that a node lies in, the innermost first."""
    titles = titles_around(graph, graph.nodes[node_id].at)
    lines = (tr("in the frame {title}", title=title) for title in titles)
    return [Line(node_id, (words,), words) for words in lines]


def _faults(node_id: str, faults: list[Problem]) -> list[Line]:
    lines = (tr("problem: {reason}", reason=sentence(problem.reason)) for problem in faults)
    return [Line(node_id, (words,), words) for words in lines]


class OutlineModel(QAbstractItemModel):
    """The entries for a tree view."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[Entry, ...] = ()
        self._headings = headings()
        self._other_cell = SILENCE if is_orca_here() else None
        self._places: dict[str | int, int] = {}

    def show_report(self, report: Report) -> None:
        """Show another state of the graph."""
        self.beginResetModel()
        self.entries = entries(report)
        self._places = {entry.line.leads_to: row for row, entry in enumerate(self.entries)}
        self.endResetModel()

    def place_of(self, leads_to: str | int) -> QModelIndex:
        """The row of a node or a frame; none for an unknown one."""
        row = self._places.get(leads_to, -1)
        return self.index(row, 0) if row >= 0 else QModelIndex()

    def line_at(self, index: Index) -> Line:
        """What stands in a row."""
        if index.internalId() == 0:
            return self.entries[index.row()].line
        return self.entries[index.internalId() - 1].below[index.row()]

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        """A node's row has the number 0, a line below it that of its node, from 1."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """The node that a line belongs to."""
        number = index.internalId() if index.isValid() else 0
        return self.createIndex(number - 1, 0, 0) if number else QModelIndex()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Nodes, or lines below one."""
        if not parent.isValid():
            return len(self.entries)
        if parent.internalId() or parent.column():
            return 0
        return len(self.entries[parent.row()].below)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """One for each heading."""
        return len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The headings."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words to see, and in the first column the whole row in words to hear."""
        line = self.line_at(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return line.cells[index.column()] if index.column() < len(line.cells) else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken if index.column() == 0 else self._other_cell
        return None
