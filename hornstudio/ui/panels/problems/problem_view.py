"""The rows, with buttons only where they can be seen: a graph may have hundreds of problems."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from hornstudio.engine.graph import Graph
from hornstudio.engine.problem import Problem
from hornstudio.ui.panels.problems.remedy_bar import RemedyBar
from hornstudio.ui.panels.problems.row import PROBLEM, RowPainter, Said, problem_row
from hornstudio.ui.words.place import place_text

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ProblemView(QListView):
    """`place_wanted(problem)` and `remedy_wanted(problem, remedy)` tell what a person asks for."""

    place_wanted = Signal(object)
    remedy_wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = QStandardItemModel(self)
        self._said: list[Said] = []
        self.setModel(self.rows)
        self.painter = RowPainter(self)
        self.setItemDelegate(self.painter)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.place_wanted.emit(index.data(PROBLEM)))
        self.verticalScrollBar().valueChanged.connect(self.place_remedies)

    def show_problems(self, graph: Graph, problems: Sequence[Problem]) -> None:
        """List problems anew; the current one stays current, and the list keeps the focus."""
        current = self.currentIndex()
        problem, row = current.data(PROBLEM), current.row()
        has_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
        said = [Said(each, place_text(graph, each)) for each in problems]
        self._exchange(said)
        self.painter.measure(place for _, place in said)
        if problem in problems:
            row = list(problems).index(problem)
        if row >= 0 and problems:
            self.setCurrentIndex(self.rows.index(min(row, len(problems) - 1), 0))
        if has_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.place_remedies()

    def _exchange(self, said: list[Said]) -> None:
        """Make new rows only between those at the top and at the bottom that stay as they are."""
        top = _alike(self._said, said)
        rest = min(len(self._said), len(said)) - top
        bottom = min(_alike(self._said[::-1], said[::-1]), rest)
        self.rows.removeRows(top, len(self._said) - top - bottom)
        for row in range(top, len(said) - bottom):
            self.rows.insertRow(row, problem_row(said[row]))
        self._said = said

    def choose(self, problem: Problem) -> None:
        """Make the row of a problem the current one, and bring it into view."""
        for row in range(self.rows.rowCount()):
            if self.rows.index(row, 0).data(PROBLEM) == problem:
                self.setCurrentIndex(self.rows.index(row, 0))
                return

    def place_remedies(self) -> None:
        """Give the rows that can be seen their buttons, in the order of Tab."""
        before: QWidget = self
        for row in self._visible_rows():
            index = self.rows.index(row, 0)
            problem = index.data(PROBLEM)
            if not problem.remedies:
                continue
            bar = self.indexWidget(index)
            if not isinstance(bar, RemedyBar):
                bar = self._make_bar(problem, str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
                self.setIndexWidget(index, bar)
                self.updateEditorGeometries()
            for button in bar.buttons:
                QWidget.setTabOrder(before, button)
                before = button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows may be higher or lower now, and more of them be seen."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.doItemsLayout()
        self.place_remedies()

    def showEvent(self, event: QShowEvent) -> None:
        """Rows are laid out only once the list is shown."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self.place_remedies)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the place, the arrow to the right goes to the remedies."""
        index = self.currentIndex()
        bar = self.indexWidget(index) if index.isValid() else None
        if event.key() in _ENTER and index.isValid():
            self.place_wanted.emit(index.data(PROBLEM))
        elif event.key() == Qt.Key.Key_Right and isinstance(bar, RemedyBar):
            bar.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _make_bar(self, problem: Problem, spoken: str) -> RemedyBar:
        bar = RemedyBar(problem, spoken)
        bar.wanted.connect(lambda remedy: self.remedy_wanted.emit(problem, remedy))
        bar.left.connect(lambda: self.setFocus(Qt.FocusReason.TabFocusReason))
        return bar

    def _visible_rows(self) -> range:
        room = self.viewport().rect()
        first: QModelIndex = self.indexAt(room.topLeft())
        if not first.isValid():
            return range(0)
        last = self.indexAt(room.bottomLeft())
        count = self.rows.rowCount()
        return range(first.row(), min(last.row() + 1, count) if last.isValid() else count)


def _alike(some: Sequence[Said], others: Sequence[Said]) -> int:
    """How many are the same from the beginning on."""
    pairs = enumerate(zip(some, others, strict=False))
    return next((n for n, (one, other) in pairs if one != other), min(len(some), len(others)))
