"""Which params of a node inside a composite are settings of the composite."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from hornstudio.engine.graph import Group
from hornstudio.engine.module import Module
from hornstudio.ui.form.fold import Fold
from hornstudio.ui.panels.inspector.section import Section
from hornstudio.ui.words.translate import tr, tr_engine


class Exposure(Section):
    """A box for every param; a checked one can be set at each use of the composite.

    toggled(param, is_setting)   a person checked or cleared a box
    """

    toggled = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__(tr("Composite"))
        self.boxes: dict[str, QCheckBox] = {}
        self._labels: list[tuple[str, str]] = []
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.fold = Fold(tr("Settings of the composite"), self._list)
        self.body.addWidget(self.fold)

    def show_node(self, group: Group, node_id: str, module: Module) -> None:
        """Show the params of a node in a composite's body."""
        labels = [(p.name, tr_engine(p.label)) for p in module.params]
        if labels != self._labels:
            self._labels = labels
            self._fill()
        settings = {e.param: e.name for e in group.params if e.node == node_id}
        for name, label in labels:
            box = self.boxes[name]
            box.setChecked(name in settings)
            own = settings.get(name, name)
            box.setText(label if own == name else f"{label} ({own})")

    def _fill(self) -> None:
        for box in self.boxes.values():
            self._rows.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = {name: QCheckBox(label) for name, label in self._labels}
        for name, box in self.boxes.items():
            box.setToolTip(tr("Let each use of the composite have a value of its own"))
            box.clicked.connect(lambda on, name=name: self.toggled.emit(name, on))
            self._rows.addWidget(box)
