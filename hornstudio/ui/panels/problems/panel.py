"""The panel of problems."""

from operator import attrgetter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph
from hornstudio.engine.problem import Problem, Remedy
from hornstudio.ui.document import Document
from hornstudio.ui.panels.problems.problem_view import ProblemView
from hornstudio.ui.theme import current, pixmap
from hornstudio.ui.widgets.pages import Pages
from hornstudio.ui.widgets.refusal import RefusalLabel
from hornstudio.ui.words.translate import tr, tr_engine

_ICON_PX = 18


class Problems(QWidget):
    """Everything that is wrong with the document's graph.

    counts_changed(errors, warnings)
    """

    counts_changed = Signal(int, int)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.counts = (0, 0)
        self._shown: tuple[tuple[Problem, ...], tuple[str, ...]] | None = None
        self.view = ProblemView()
        self.view.setAccessibleName(tr("Problems"))
        self.view.place_wanted.connect(self._on_place_wanted)
        self.view.remedy_wanted.connect(self._on_remedy_wanted)
        self.refusal = RefusalLabel("small")
        self.refusal.setContentsMargins(14, 6, 14, 6)
        self.stack = Pages()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self._make_empty())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.refusal)
        layout.addWidget(self.stack, 1)
        current().changed.connect(self._on_theme_changed)
        document.graph_changed.connect(self._on_graph_changed)
        self._refresh()

    def _make_empty(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setSpacing(8)
        self._sign = QLabel()
        words = QLabel(tr("No problems"))
        words.setProperty("tone", "muted")
        row.addStretch()
        row.addWidget(self._sign)
        row.addWidget(words)
        row.addStretch()
        self._draw_sign()
        return page

    def _draw_sign(self) -> None:
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(pixmap("success", "success.default", _ICON_PX, ratio))

    def _refresh(self) -> None:
        problems = self.document.report.problems
        titles = tuple(map(attrgetter("title"), self.document.graph.nodes.values()))
        if (problems, titles) == self._shown:
            return
        self._shown = (problems, titles)
        self.view.show_problems(self.document.graph, problems)
        self.stack.setCurrentIndex(0 if problems else 1)
        errors = sum(p.severity == "error" for p in problems)
        warnings = sum(p.severity == "warning" for p in problems)
        if (errors, warnings) != self.counts:
            self.counts = (errors, warnings)
            self.counts_changed.emit(errors, warnings)

    def _on_graph_changed(self, old: Graph, new: Graph) -> None:
        self.refusal.say("")
        self._refresh()

    def _on_place_wanted(self, problem: Problem) -> None:
        if problem.node in self.document.graph.nodes:
            self.document.select([problem.node])
        self.document.place_requested.emit(problem)

    def _on_remedy_wanted(self, problem: Problem, remedy: Remedy) -> None:
        try:
            self.document.mend(problem, remedy)
        except GraphError as error:
            self.refusal.say(tr_engine(error.text))

    def _on_theme_changed(self) -> None:
        self._draw_sign()
        self.view.viewport().update()
