"""What a node costs: weights, operations, memory, and its share of what is on the canvas."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel

from hornstudio.engine.check import Report
from hornstudio.engine.summary import activation_bytes
from hornstudio.engine.text import bytes_text
from hornstudio.ui.panels.inspector.section import Section, words
from hornstudio.ui.theme import mono
from hornstudio.ui.widgets.share_bar import ShareBar
from hornstudio.ui.words.quantity import count_text, flops_text, share_text
from hornstudio.ui.words.translate import tr


class CostBlock(Section):
    """Two columns, weights and FLOPs; below them the memory of the outputs."""

    def __init__(self) -> None:
        super().__init__(tr("Cost"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(3)
        self.weights = _Share(grid, 0, tr("Weights"))
        self.flops = _Share(grid, 1, tr("FLOPs"))
        self.memory = QLabel()
        self.memory.setFont(mono("small", "medium"))
        self._memory_name = words(tr("Memory of outputs"), tone="secondary", scale="small")
        grid.setRowMinimumHeight(4, 4)
        grid.addWidget(self._memory_name, 5, 0)
        grid.addWidget(self.memory, 5, 1, Qt.AlignmentFlag.AlignRight)
        self.body.addLayout(grid)
        self.remark = words(tone="muted", scale="micro", wrap=True)
        self.body.addWidget(self.remark)

    def show_facts(self, report: Report, node_id: str) -> None:
        """Show the cost of a node, a question mark while its shapes are unknown."""
        facts = report.facts[node_id]
        owner = report.graph.weights_owner(node_id)
        count = facts.weight_count if facts.is_settled else None
        total_flops = sum(f.flops or 0 for f in report.facts.values())
        shown = "?" if count is None else count_text(count)
        inside = report.graph.is_body
        self.weights.show_share(shown, count, report.weight_count, inside)
        self.flops.show_share(flops_text(facts.flops), facts.flops, total_flops, inside)
        self._show_memory(report, node_id)
        self.remark.setText(self._remark(owner if owner != node_id else "", report, node_id))
        self.remark.setVisible(bool(self.remark.text()))

    def _show_memory(self, report: Report, node_id: str) -> None:
        """Of one sample; for a composite, what goes on inside would take long to find out."""
        facts = report.facts[node_id]
        size = activation_bytes(facts) if facts.is_settled else None
        self.memory.setText("?" if size is None else bytes_text(size))
        self.memory.setAccessibleName(f"{self._memory_name.text()}: {self.memory.text()}")
        is_composite = report.graph.nodes[node_id].kind in report.graph.groups
        for part in (self._memory_name, self.memory):
            part.setHidden(is_composite)

    def _remark(self, owner: str, report: Report, node_id: str) -> str:
        if owner:
            return tr("The weights are those of {owner}, counted once.", owner=owner)
        state = sum(array.size for array in report.facts[node_id].state)
        return (
            tr("and {count} that are kept, not learned", count=count_text(state)) if state else ""
        )


class _Share:
    """A name with its number, a bar, and the share in words."""

    def __init__(self, grid: QGridLayout, column: int, name: str) -> None:
        self.name = name
        self.value = QLabel("0")
        self.value.setFont(mono("small", "medium"))
        # One below the other: side by side, millions would not fit into a narrow panel.
        grid.addWidget(words(name, tone="secondary", scale="small"), 0, column)
        grid.addWidget(self.value, 1, column)
        self.bar = ShareBar()
        self.bar.setAccessibleName(tr("{what}: share of the model", what=name))
        self.words = words(tone="muted", scale="micro")
        grid.addWidget(self.bar, 2, column)
        grid.addWidget(self.words, 3, column)
        grid.setColumnStretch(column, 1)

    def show_share(self, text: str, part: int | None, whole: int, is_inside: bool) -> None:
        """part: None while it is unknown, and so is its share. is_inside: the whole is that of a
        composite. A part that is more is not counted in it, as of weights that are shared though
        they do not fit.
        """
        self.value.setText(text)
        self.value.setAccessibleName(f"{self.name}: {text}")
        is_known = part is not None and part <= whole
        self.bar.setVisible(is_known)
        self.words.setVisible(is_known)
        share = (part or 0) / whole if whole else 0.0
        self.bar.show_share(share)
        said = share_text(share)
        self.words.setText(
            tr("{share} of the composite", share=said)
            if is_inside
            else tr("{share} of the model", share=said)
        )
