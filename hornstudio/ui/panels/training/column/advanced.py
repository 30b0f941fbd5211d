"""How a step is computed, below the settings of the training; folded away until it is wanted."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Training
from hornstudio.engine.training_settings import (
    ADVANCED_PARAMS,
    ALL_DEVICES,
    MIXED,
    with_settings,
)
from hornstudio.ui.document import Document
from hornstudio.ui.form.fold import Fold
from hornstudio.ui.form.form import Form
from hornstudio.ui.words.translate import label, tr

_LABEL_PX = 92


class AdvancedSection(QWidget):
    """A row for each setting that most people leave alone, and advice on what was chosen."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self._devices: Sequence[str] = ()
        self.form = Form(ADVANCED_PARAMS, document.modules, is_nested=True, label_px=_LABEL_PX)
        self.advice = QLabel()
        self.advice.setProperty("tone", "muted")
        self.advice.setProperty("scale", "micro")
        self.advice.setWordWrap(True)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.form)
        column.addWidget(self.advice)
        self.fold = Fold(tr("Advanced"), content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.fold)
        self.form.param_edited.connect(self._on_param_edited)
        self.form.param_reset.connect(self._on_param_reset)
        document.graph_changed.connect(self._on_graph_changed)
        self.refresh()

    def refresh(self) -> None:
        """Show what the document holds."""
        training = self.document.graph.training
        given = {
            param.name: param.to_json(value)
            for param in ADVANCED_PARAMS
            if (value := getattr(training, param.name)) != param.default
        }
        self.form.show_params(given)
        count = tr("Advanced ({count})", count=len(given)) if given else tr("Advanced")
        self.fold.header.setText(count)
        words = advice(training, self._devices)
        self.advice.setText(words)
        self.advice.setVisible(bool(words))

    def show_devices(self, devices: Sequence[str]) -> None:
        """Advise for these devices: what there is to compute on."""
        if devices != self._devices:
            self._devices = devices
            self.refresh()

    def commit(self) -> None:
        """Take over what has been typed, where it is good."""
        self.form.commit()

    def _on_param_edited(self, name: str, raw: Any) -> None:
        done = self.form.edit
        merge = f"training.{name}#{done.burst}" if done.burst else ""
        setting = label(self.form.rows[name].param.label)
        what = tr("Set {setting} to {value}", setting=setting, value=done.shown)
        self._edit(what, name, raw, merge)

    def _on_param_reset(self, name: str) -> None:
        param = self.form.rows[name].param
        what = tr("Reset {setting}", setting=label(param.label))
        self._edit(what, name, param.to_json(param.default), "")

    def _edit(self, what: str, name: str, raw: Any, merge: str) -> None:
        graph = self.document.graph
        training = with_settings(graph.training, {name: raw})
        self.document.edit(what, edits.set_training(graph, training), merge)

    def _on_graph_changed(self, old: Graph, new: Graph) -> None:
        if old.training != new.training:
            self.refresh()


def advice(training: Training, devices: Sequence[str]) -> str:
    """What to know of the settings on these devices; empty where there is nothing."""
    is_processor = all(device.startswith("CPU") for device in devices)
    if devices and is_processor and training.precision == MIXED:
        return tr("A processor is mostly slower with short numbers; they pay on graphics cards.")
    if len(devices) > 1 and not is_processor and training.devices != ALL_DEVICES:
        return tr("{count} graphics cards were found; one of them is used.", count=len(devices))
    return ""
