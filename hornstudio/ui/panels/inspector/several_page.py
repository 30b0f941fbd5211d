"""The inspector's page of several nodes: what they have in common."""

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.check import can_bypass
from hornstudio.engine.editing import edits
from hornstudio.engine.module import Module
from hornstudio.ui.document import Document
from hornstudio.ui.panels.inspector.section import MARGIN_PX, Section, words
from hornstudio.ui.panels.inspector.shared_settings import SharedSettings
from hornstudio.ui.panels.inspector.trait import can_disable, has_weights
from hornstudio.ui.words.quantity import count_text
from hornstudio.ui.words.translate import tr, tr_engine

_HALF = Qt.CheckState.PartiallyChecked


class SeveralPage(QWidget):
    """Count, kinds, weights, settings in common, and switches for all."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.count = words(scale="title")
        self.kinds = words(tone="secondary", scale="small", wrap=True)
        self.weights = words(tone="muted", scale="small")
        self.frozen = self._make_box(tr("Frozen"), "frozen", has_weights)
        self.bypassed = self._make_box(tr("Bypassed"), "bypassed", can_bypass)
        self.disabled = self._make_box(tr("Disabled"), "disabled", can_disable)
        self.settings = SharedSettings(document)
        self.together = Section(tr("All of them"))
        self.together.body.addWidget(self.frozen)
        self.together.body.addWidget(self.bypassed)
        self.together.body.addWidget(self.disabled)
        head = QVBoxLayout()
        head.setContentsMargins(MARGIN_PX, 14, MARGIN_PX, 12)
        head.setSpacing(4)
        for label in (self.count, self.kinds, self.weights):
            head.addWidget(label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.settings)
        layout.addWidget(self.together)
        layout.addStretch()

    def refresh(self) -> None:
        """Show the selected nodes as they are now."""
        graph, report = self.document.graph, self.document.report
        selected = set(self.document.selection)
        chosen = [i for i in graph.nodes if i in selected]
        self.count.setText(tr("{count} modules", count=len(chosen)))
        kinds = Counter(_title(graph.nodes[i].kind, self.document.modules) for i in chosen)
        self.kinds.setText(
            ", ".join(t if n == 1 else f"{count_text(n)} × {t}" for t, n in kinds.items())
        )
        owners = {graph.weights_owner(i) for i in chosen} & report.facts.keys()
        count = sum(report.facts[i].weight_count for i in owners)
        self.weights.setText(tr("{count} weights", count=count_text(count)))
        self.settings.show_nodes(chosen)
        self._show_box(self.frozen, "frozen", has_weights)
        self._show_box(self.bypassed, "bypassed", can_bypass)
        self._show_box(self.disabled, "disabled", can_disable)
        boxes = (self.frozen, self.bypassed, self.disabled)
        self.together.setVisible(not all(box.isHidden() for box in boxes))

    def commit(self) -> None:
        """Take over what has been typed, where it is good."""
        self.settings.commit()

    def drop(self) -> None:
        """Forget what has been typed and not taken over."""
        self.settings.drop()

    def _make_box(self, title: str, trait: str, fits: Callable[[Module], bool]) -> QCheckBox:
        box = QCheckBox(title)
        box.clicked.connect(lambda: self._set_all(trait, fits))
        return box

    def _fitting(self, fits: Callable[[Module], bool]) -> list[str]:
        """Selected nodes that the switch is for."""
        modules = self.document.modules
        nodes = self.document.graph.nodes
        found = {i: modules.get(nodes[i].kind) for i in self.document.selection if i in nodes}
        return [i for i, module in found.items() if module and fits(module)]

    def _show_box(self, box: QCheckBox, trait: str, fits: Callable[[Module], bool]) -> None:
        ids = self._fitting(fits)
        states = {bool(getattr(self.document.graph.nodes[i], trait)) for i in ids}
        box.setVisible(bool(ids))
        if len(states) == 2:
            box.setCheckState(_HALF)
        else:
            box.setTristate(False)
            box.setChecked(states == {True})

    def _set_all(self, trait: str, fits: Callable[[Module], bool]) -> None:
        """Switch on unless all are on already."""
        ids = self._fitting(fits)
        graph = self.document.graph
        on = not all(getattr(graph.nodes[i], trait) for i in ids)
        for node_id in ids:
            graph = edits.set_attribute(graph, node_id, trait, on)
        what = {
            ("frozen", True): tr("Freeze {count} modules", count=len(ids)),
            ("frozen", False): tr("Unfreeze {count} modules", count=len(ids)),
            ("bypassed", True): tr("Bypass {count} modules", count=len(ids)),
            ("bypassed", False): tr("Stop bypassing {count} modules", count=len(ids)),
            ("disabled", True): tr("Disable {count} modules", count=len(ids)),
            ("disabled", False): tr("Enable {count} modules", count=len(ids)),
        }
        self.document.edit(what[trait, on], graph)
        self.refresh()


def _title(kind: str, modules: Catalog) -> str:
    module = modules.get(kind)
    return tr_engine(module.title) if module else kind
