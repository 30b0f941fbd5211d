"""One dial: its name, a slider where it is a number, and a field for the exact value."""

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QGridLayout, QSlider, QWidget

from hornstudio.engine.catalog import catalog
from hornstudio.engine.dial import FACTOR, Dial
from hornstudio.engine.params import Float
from hornstudio.ui.form.fields.table import make_field
from hornstudio.ui.panels.training.knobs.track import STEPS, track_of
from hornstudio.ui.widgets.elided_label import ElidedLabel
from hornstudio.ui.widgets.refusal import RefusalLabel
from hornstudio.ui.words.translate import tr_engine

_CALM_MS = 250
_FIELD_PX = 96
_PAGE = 20


class _Slider(QSlider):
    """The wheel that scrolls the knobs turns only the one that was chosen."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the list of knobs, but for the chosen one."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class KnobRow(QWidget):
    """Moves one dial. value_chosen(json): a slider was let go, a value was typed or switched.

    hint: what is to be known of it now.
    """

    value_chosen = Signal(object)

    def __init__(self, dial: Dial, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dial = dial
        self.value: Any = dial.value
        self.label = ElidedLabel(self)
        self.label.show_text(label)
        self.field = make_field(dial.param, catalog())
        self.field.name_editors(label, tr_engine(dial.param.help))
        self.field.value_edited.connect(self._on_edited)
        self.refusal = RefusalLabel()
        self.hint = RefusalLabel(tone="warning")
        if dial.name.endswith(f".{FACTOR}"):  # what is below must not move under the pointer
            policy = self.hint.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            self.hint.setSizePolicy(policy)
            self.hint.ensurePolished()
            self.hint.setMinimumHeight(self.hint.fontMetrics().height())
        self.field.refused.connect(self.refusal.say)
        self.slider: QSlider | None = None
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._on_let_go)
        self._lay_out(label)
        self.show_value(dial.value)

    def _lay_out(self, label: str) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.label, 0, 0)
        self.field.setFixedWidth(_FIELD_PX)
        if isinstance(self.dial.param, Float):
            self._track = track_of(self.dial.param, self.dial.value)
            self.slider = _Slider(Qt.Orientation.Horizontal, self)
            self.slider.setRange(0, STEPS)
            self.slider.setPageStep(_PAGE)
            self.slider.setAccessibleName(label)
            self.slider.setToolTip(tr_engine(self.dial.param.help))
            self.slider.valueChanged.connect(self._on_moved)
            self.slider.sliderReleased.connect(self._on_let_go)
            grid.addWidget(self.slider, 1, 0)
        grid.addWidget(self.field, 0, 1, 2 if self.slider else 1, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.refusal, 2, 0, 1, 2)
        grid.addWidget(self.hint, 3, 0, 1, 2)
        grid.setColumnStretch(0, 1)

    def show_value(self, value: Any) -> None:
        """Show where the dial is."""
        self.value = value
        self.field.show_value(value)
        if self.slider is not None and not self.slider.isSliderDown():
            self._calm.stop()
            self.slider.blockSignals(True)
            self.slider.setValue(self._track.position(value))
            self.slider.blockSignals(False)

    def _on_moved(self, position: int) -> None:
        """The field follows at once, the run when the slider rests."""
        self.field.show_value(self._track.value(position))
        assert self.slider is not None
        if not self.slider.isSliderDown():
            self._calm.start()

    def _on_let_go(self) -> None:
        assert self.slider is not None
        self._calm.stop()
        self._choose(self._track.value(self.slider.value()))

    def _on_edited(self, value: Any) -> None:
        self._choose(value)

    def _choose(self, value: Any) -> None:
        if value != self.value:
            self.value_chosen.emit(value)
