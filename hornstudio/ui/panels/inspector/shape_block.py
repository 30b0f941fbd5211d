"""What goes into a node and what comes out of it, for one sample."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.module import Port
from hornstudio.engine.shapes import Spec
from hornstudio.ui.panels.inspector.section import Section, words
from hornstudio.ui.theme import current, mono, pixmap
from hornstudio.ui.words.translate import tr

Shapes = list[tuple[str, str]]
_NAMES = 40  # letters of the names of classes that are shown


class ShapeBlock(Section):
    """Shapes by port: inputs, an arrow, outputs."""

    def __init__(self) -> None:
        super().__init__(tr("Shape"), tr("per sample"))
        self._shown: tuple[Shapes, Shapes] | None = None
        self.frame = QFrame()
        self.frame.setProperty("kind", "inset")
        self.frame.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout(self.frame)
        row.setContentsMargins(10, 8, 10, 8)
        self.inputs = _Ports()
        self.outputs = _Ports()
        self.arrow = QLabel()
        row.addWidget(self.inputs, 1)
        row.addWidget(self.arrow, 0, Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self.outputs, 1)
        self.body.addWidget(self.frame)
        current().changed.connect(self._draw_arrow)
        self._draw_arrow()

    def show_facts(self, facts: NodeFacts) -> None:
        """Show what is known; a question mark for what is not."""
        shapes = (input_shapes(facts), output_shapes(facts))
        if shapes == self._shown:
            return
        self._shown = shapes
        self.inputs.show_shapes(shapes[0])
        self.outputs.show_shapes(shapes[1])
        self.arrow.setVisible(all(shapes))
        self.inputs.setVisible(bool(shapes[0]))
        self.outputs.setVisible(bool(shapes[1]))

    def _draw_arrow(self) -> None:
        self.arrow.setPixmap(pixmap("arrow-right", "text.muted", 15, self.devicePixelRatioF()))


class _Ports(QWidget):
    """One side: the name of each port with its shape below."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(1)

    def show_shapes(self, shapes: Shapes) -> None:
        while item := self._layout.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._layout.addStretch()
        for name, shape in shapes:
            value = words(shape)
            value.setFont(mono("small", "medium"))
            value.setAccessibleName(f"{name}: {shape}")
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            for label in (words(name, tone="muted", scale="micro"), value):
                label.setAlignment(Qt.AlignmentFlag.AlignCenter)
                label.setWordWrap(True)
                self._layout.addWidget(label)
        self._layout.addStretch()


def input_shapes(facts: NodeFacts) -> Shapes:
    """Names and shapes of the inputs; optional ports that are open are left out."""
    found: Shapes = []
    for port in facts.module.inputs:
        specs = facts.inputs.get(port.name, ())
        if len(specs) > 1:
            found += [(f"{_port_name(port)} {n}", spec_text(s)) for n, s in enumerate(specs, 1)]
        elif specs or not port.optional:
            found.append((_port_name(port), spec_text(specs[0] if specs else None)))
    return found


def output_shapes(facts: NodeFacts) -> Shapes:
    """Names and shapes of the outputs."""
    return [(_port_name(p), spec_text(facts.outputs.get(p.name))) for p in facts.module.outputs]


def _port_name(port: Port) -> str:
    return {"input": tr("in"), "output": tr("out")}.get(port.name, port.name)


def spec_text(spec: Spec | None) -> str:
    """`28×28×1`; `1 of 10` for labels, with names that say more; a question mark while unknown."""
    if spec is None:
        return "?"
    if spec.is_label and spec.classes:
        one = tr("1 of {classes}", classes=spec.classes)
        is_said = spec.names == tuple(map(str, range(spec.classes)))  # by how many there are
        return f"{one}: {names_text(spec.names)}" if spec.names and not is_said else one
    return str(spec) if spec.shape else tr("1 number")


def names_text(names: tuple[str, ...]) -> str:
    """Names of classes, as many as there is room for."""
    text = ", ".join(names)
    return text if len(text) <= _NAMES else f"{text[:_NAMES].rpartition(',')[0] or names[0]}, …"
