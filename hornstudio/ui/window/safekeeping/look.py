"""What unsaved work holds, before it is brought back: its picture, and what the file has not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph, Node
from hornstudio.engine.storage import files
from hornstudio.engine.storage.journal import Found, Work
from hornstudio.ui.canvas import paint_graph
from hornstudio.ui.panels.welcome import Picture, words_of
from hornstudio.ui.words.quantity import count_text
from hornstudio.ui.words.translate import tr, tr_engine

_PICTURE = QSize(720, 300)
_LIST_PX = 120
_MOST_NAMES = 6


class Look(QDialog):
    """Accepted: the work is to be restored."""

    def __init__(self, found: Found, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title, line = words_of(found, datetime.now())
        self.setWindowTitle(tr("Unsaved work"))
        heading, place = QLabel(title), QLabel(line)
        for label, name, value in ((heading, "scale", "title"), (place, "tone", "secondary")):
            label.setProperty(name, value)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.lines = QListWidget()
        self.lines.setProperty("kind", "inset")
        self.lines.setWordWrap(True)
        self.lines.setAccessibleName(tr("What it holds"))
        self.lines.setFixedHeight(_LIST_PX)
        self.lines.addItems(_lines(found))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(place)
        if found.work is not None:
            picture = Picture(found.work.graph, paint_graph, _PICTURE)
            picture.setMinimumSize(_PICTURE / 3)  # for a small screen, or large words
            column.addWidget(picture, 1)
        column.addWidget(self.lines)
        column.addWidget(self._buttons(found.work is not None))

    def _buttons(self, can_restore: bool) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        close = box.addButton(tr("&Close"), QDialogButtonBox.ButtonRole.RejectRole)
        restore = box.addButton(tr("&Restore"), QDialogButtonBox.ButtonRole.AcceptRole)
        restore.setVisible(can_restore)
        (restore if can_restore else close).setDefault(True)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box


def _lines(found: Found) -> list[str]:
    if found.work is None:
        return [tr_engine(fault) for fault in found.faults]
    return _against_file(found.work)


def _against_file(work: Work) -> list[str]:
    if work.file is None:
        return [tr("It was never saved.")]
    try:
        saved = files.load(work.file)
    except FileError as error:
        return [tr_engine(error.text)]
    return differences(saved, work.graph)


def differences(saved: Graph, unsaved: Graph) -> list[str]:
    """What an unsaved graph has that its file has not, in sentences."""
    before, after = saved.nodes, unsaved.nodes
    groups = {**saved.groups, **unsaved.groups}
    renewed = [g for g in groups if saved.groups.get(g) != unsaved.groups.get(g)]
    common = [node for node in after if node in before]
    moved = [n for n in common if after[n].at != before[n].at]
    changed = [n for n in common if _without_place(after[n]) != _without_place(before[n])]
    lines = [
        _named(tr("Modules added: {names}"), [n for n in after if n not in before]),
        _named(tr("Modules removed: {names}"), [n for n in before if n not in after]),
        _named(tr("Settings changed: {names}"), changed),
        _named(tr("Moved: {names}"), moved),
        _named(tr("Composites changed: {names}"), renewed),
    ]
    old, new = set(saved.wires), set(unsaved.wires)
    if old != new:
        added, removed = count_text(len(new - old)), count_text(len(old - new))
        lines.append(tr("Wires: {added} added, {removed} removed", added=added, removed=removed))
    found = [line for line in lines if line]
    return found or [tr("It differs from the file in the graph's own settings or its order.")]


def _named(template: str, nodes: Sequence[str]) -> str:
    """`template` with the first names; empty where there are none."""
    if not nodes:
        return ""
    names = ", ".join(nodes[:_MOST_NAMES])
    if len(nodes) > _MOST_NAMES:
        names = tr("{names} and {count} more", names=names, count=len(nodes) - _MOST_NAMES)
    return template.format(names=names)


def _without_place(node: Node) -> Node:
    return replace(node, at=(0.0, 0.0))
