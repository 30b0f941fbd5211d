"""The inspector's page while nothing is selected: the graph as a whole."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from hornstudio.engine.checking.report import Report
from hornstudio.engine.summary import WEIGHT_BYTES, totals
from hornstudio.engine.text import bytes_text
from hornstudio.ui.document import Document
from hornstudio.ui.form.draft import Draft
from hornstudio.ui.panels.inspector.section import MARGIN_PX, Section, words
from hornstudio.ui.theme import mono
from hornstudio.ui.widgets.refusal import RefusalLabel
from hornstudio.ui.words.quantity import count_text, flops_text
from hornstudio.ui.words.title import name_from, title_text
from hornstudio.ui.words.translate import tr


class GraphPage(QWidget):
    """Name, totals, and what to do next."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.name = QLineEdit()
        self.name.setProperty("kind", "title")
        self.name.setAccessibleName(tr("Name of the graph"))
        self.name.setToolTip(tr("Name of the graph"))
        self.name_draft = Draft(
            self.name, lambda text: "" if text.strip() else tr("A name, please")
        )
        self.name_draft.accepted.connect(self._on_name_accepted)
        self.refusal = RefusalLabel()
        self.name_draft.judged.connect(self.refusal.say)
        self.totals = Section(tr("Whole graph"), tr("per sample"))
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(6)
        self.totals.body.addLayout(self._grid)
        self.nodes = self._add_total(tr("Modules"))
        self.weights = self._add_total(tr("Weights"))
        self.flops = self._add_total(tr("FLOPs forward"))
        self.memory = self._add_total(tr("Memory of outputs"))
        self.hint = words(tone="muted", scale="small", wrap=True)
        self._arrange()

    def refresh(self) -> None:
        """Show the document as it is now."""
        graph = self.document.graph
        known = totals(graph, self.document.report)
        self.name_draft.show_text(self.document.name)
        ports = graph.port_count
        self.totals.title.setText(tr("Whole composite") if ports else tr("Whole graph"))
        self._show(self.nodes, count_text(len(graph.nodes) - ports))
        self._show(self.weights, _weights_text(self.document.report, known["weights"]))
        self._show(self.flops, flops_text(known["flops"]))
        self._show(self.memory, _bytes_text(known["activation_bytes"]))
        self.hint.setText(
            tr("Select a module to see and change its settings.")
            if graph.nodes
            else tr("Drag a module from the list, or press Tab and type its name.")
        )

    def commit(self) -> None:
        """Take over what has been typed, where it is good."""
        self.name_draft.finish()

    def _arrange(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(MARGIN_PX - 5, 12, MARGIN_PX, 12)
        head.setSpacing(2)
        head.addWidget(self.name)
        head.addWidget(self.refusal)
        hint = QVBoxLayout()
        hint.setContentsMargins(MARGIN_PX, 4, MARGIN_PX, 12)
        hint.addWidget(self.hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.totals)
        layout.addLayout(hint)
        layout.addStretch()

    def _add_total(self, name: str) -> QLabel:
        value = QLabel()
        value.setFont(mono("small", "medium"))
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        row = self._grid.rowCount()
        self._grid.addWidget(words(name, tone="secondary", scale="small", wrap=True), row, 0)
        self._grid.addWidget(value, row, 2)
        self._grid.setColumnStretch(1, 1)
        value.setProperty("what", name)
        return value

    def _show(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setAccessibleName(f"{label.property('what')}: {text}")

    def _on_name_accepted(self, text: str) -> None:
        name = name_from(text.strip())
        self.document.edit(
            tr("Name the graph {name}", name=title_text(name)),
            replace(self.document.graph, name=name),
        )
        self.name_draft.show_text(self.document.name)


def _weights_text(report: Report, count: int | None) -> str:
    """How many, and the bytes of these alone, as the status line has them."""
    if count is None:
        return tr("{count} so far", count=count_text(report.weight_count))
    if not count:
        return "0"
    return f"{count_text(count)} · {bytes_text(count * WEIGHT_BYTES)}"


def _bytes_text(size: int | None) -> str:
    return "?" if size is None else bytes_text(size)
