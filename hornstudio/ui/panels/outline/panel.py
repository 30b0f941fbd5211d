"""The panel with the outline."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QVBoxLayout, QWidget

from hornstudio.ui.document import Document
from hornstudio.ui.panels.outline.model import OutlineModel
from hornstudio.ui.widgets.announcement import is_orca_here
from hornstudio.ui.words.translate import tr

_WIDTHS_PX = (240, 150, 200, 90)
_Flag = QItemSelectionModel.SelectionFlag


class Outline(QWidget):
    """All nodes and frames of the document as a tree; choosing some selects them.

    node_wanted(id), frame_wanted(place): Enter or a double click asks to be shown it.
    frame_chosen(place): it shall be selected. While the panel is hidden it does nothing.
    """

    node_wanted = Signal(str)
    frame_wanted = Signal(int)
    frame_chosen = Signal(int)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = OutlineModel()
        self.view = _Tree()
        self.view.setModel(self.model)
        self.view.setAccessibleName(tr("Outline of the network"))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setUniformRowHeights(True)
        self.view.setExpandsOnDoubleClick(False)
        self._set_widths()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._is_stale = True
        self._is_following = False
        self.view.selectionModel().selectionChanged.connect(self._on_chosen)
        self.view.activated.connect(self._on_activated)
        self.view.expanded.connect(self._on_expanded)
        document.graph_changed.connect(self._on_graph_changed)
        document.selection_changed.connect(self._on_selection_changed)

    def _set_widths(self) -> None:
        header = self.view.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for column, width in enumerate(_WIDTHS_PX):
            header.resizeSection(column, width)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what has changed meanwhile."""
        super().showEvent(event)
        if self._is_stale:
            self._refresh()

    def _refresh(self) -> None:
        """Show the graph of now; what was open stays open."""
        opened = {
            entry.line.leads_to
            for entry in self.model.entries
            if self.view.isExpanded(self.model.place_of(entry.line.leads_to))
        }
        self._is_following = True
        self.model.show_report(self.document.report)
        for each in opened:
            self.view.expand(self.model.place_of(each))
        self._is_following = False
        self._is_stale = False
        self._follow_selection()

    def _follow_selection(self) -> None:
        """Choose the selected nodes, unless lines of theirs, or a frame, are chosen already."""
        ids, chosen = self.document.selection, self._chosen()
        nodes = {each for each in chosen if isinstance(each, str)}
        if (nodes == set(ids)) and (ids or chosen):
            return
        selection = self.view.selectionModel()
        self._is_following = True
        selection.setCurrentIndex(self._place_to_go_on(ids), _Flag.NoUpdate)
        selection.select(self._rows_of(ids), _Flag.ClearAndSelect | _Flag.Rows)
        self._is_following = False

    def _place_to_go_on(self, ids: Sequence[str]) -> QModelIndex:
        """Never none: Qt would look for one as the keyboard comes, before a reader is there."""
        here = self.view.currentIndex()
        if ids:
            return self.model.place_of(ids[-1])
        return here if here.isValid() else self.model.index(0, 0)

    def _chosen(self) -> list[str | int]:
        """What the chosen lines lead to, the current one last."""
        places = [
            self.model.index(row, 0, part.parent())
            for part in self.view.selectionModel().selection().toList()
            for row in range(part.top(), part.bottom() + 1)
        ]
        here = self.view.currentIndex().siblingAtColumn(0)
        places.sort(key=lambda index: index == here)
        return list(dict.fromkeys(self.model.line_at(index).leads_to for index in places))

    def _rows_of(self, ids: Iterable[str]) -> QItemSelection:
        """The lines of nodes, in as few ranges as there are."""
        found = QItemSelection()
        rows = sorted(self.model.place_of(node_id).row() for node_id in ids)
        first = 0
        for place, row in enumerate(rows):
            if place + 1 == len(rows) or rows[place + 1] > row + 1:
                top, end = self.model.index(rows[first], 0), self.model.index(row, 0)
                found.select(top, end)
                first = place + 1
        return found

    def _on_graph_changed(self, *_: object) -> None:
        self._is_stale = True
        if self.isVisible():
            self._refresh()

    def _on_selection_changed(self, _ids: tuple[str, ...]) -> None:
        if self.isVisible() and not self._is_stale:
            self._follow_selection()

    def _on_chosen(self, *_: object) -> None:
        chosen = self._chosen()
        if self._is_following or not chosen:
            return
        nodes = [each for each in chosen if isinstance(each, str)]
        if nodes:
            self.document.select(nodes)
        elif isinstance(chosen[-1], int):
            self.frame_chosen.emit(chosen[-1])

    def _on_expanded(self, index: QModelIndex) -> None:
        """What stands below a node has the width of all columns."""
        for row in range(self.model.rowCount(index)):
            self.view.setFirstColumnSpanned(row, index, True)

    def _on_activated(self, index: QModelIndex) -> None:
        wanted = self.model.line_at(index).leads_to
        if isinstance(wanted, int):
            self.frame_wanted.emit(wanted)
        else:
            self.node_wanted.emit(wanted)


class _Tree(QTreeView):
    """Tells in which row the keyboard is when it comes: Qt tells of the tree alone, and Orca goes
    on from there to what is chosen, not to the row.
    """

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self._tell_row)

    def _tell_row(self) -> None:
        if self.hasFocus() and is_orca_here():
            self.currentChanged(self.currentIndex(), QModelIndex())
