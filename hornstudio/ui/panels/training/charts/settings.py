"""What steers the charts, beside the tabs: smoothing, earlier runs, looking back, choices."""

import math

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from hornstudio.ui.panels.training.charts.choices import ChoiceButton, Style
from hornstudio.ui.panels.training.charts.numbers import smoothing
from hornstudio.ui.theme import mono, set_icon
from hornstudio.ui.widgets.announcement import describe
from hornstudio.ui.words.translate import tr

_SLIDER_STEPS = 100
_MARGIN_PX = 8
_GAP_PX = 6


class ChartSettings(QWidget):
    """Smoothing slider, eye for earlier runs, and a button to clear them. Lives beside the tabs.

    Where it is narrow the slider goes first, then the buttons; the menu of choices holds them all.
    """

    smoothing_changed = Signal(float)
    earlier_toggled = Signal(bool)
    clear_chosen = Signal()
    looking_back_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = QLabel(tr("Smoothing"), self)
        label.setProperty("scale", "micro")
        label.setProperty("tone", "secondary")
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, _SLIDER_STEPS)
        self.slider.setFixedWidth(76)
        self.slider.setAccessibleName(tr("Smoothing"))
        self.slider.setToolTip(tr("How strongly the training line is smoothed"))
        self.number = QLabel(self)
        self.number.setFont(mono("shape"))
        self.number.setMinimumWidth(34)
        self.eye = self._add_button("eye", tr("Show other runs"))
        self.eye.setCheckable(True)
        self.eye.setChecked(True)
        self.clear = self._add_button("eraser", tr("Take other runs away"))
        self.look_back = self._add_button("history", tr("Look back at earlier epochs"))
        self.look_back.setCheckable(True)
        self.look_back.toggled.connect(self.looking_back_toggled)
        self.choices = ChoiceButton(self)
        self._smoothing = (label, self.slider, self.number)
        self._buttons = (self.eye, self.clear, self.look_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN_PX, 0, _MARGIN_PX, 0)
        row.setSpacing(_GAP_PX)
        row.addStretch()
        for widget in (*self._smoothing, *self._buttons, self.choices):
            row.addWidget(widget)
        self.slider.setValue(slider_of(smoothing.DEFAULT))
        self._show_smoothing()
        self._connect()
        self.show_earlier_count(0)
        self.let_look_back(False)

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._on_slider_moved)
        self.eye.toggled.connect(self.earlier_toggled)
        self.clear.clicked.connect(self.clear_chosen)
        self.choices.changed.connect(self._on_choice_changed)
        self.choices.smoothing_chosen.connect(lambda s: self.slider.setValue(slider_of(s)))
        for button, action in zip(self._buttons, self.choices.doubles, strict=True):
            action.triggered.connect(button.click)
            button.toggled.connect(action.setChecked)

    def _add_button(self, icon: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("kind", "icon")
        button.setProperty("dense", True)
        button.setToolTip(words)
        button.setAccessibleName(words)
        set_icon(button, icon, size=15)
        return button

    def sizeHint(self) -> QSize:
        """Room for everything, whatever is hidden now."""
        widgets = (*self._smoothing, *self._buttons, self.choices)
        return QSize(self._width_of(*widgets), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for the menu, which holds the rest."""
        return QSize(self._width_of(self.choices), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        width = self.width()
        has_buttons = width >= self._width_of(*self._buttons, self.choices)
        has_all = width >= self.sizeHint().width()
        for widget in self._smoothing:
            widget.setVisible(has_all)
        for button in self._buttons:
            button.setVisible(has_buttons)

    def _width_of(self, *widgets: QWidget) -> int:
        widths = [max(w.sizeHint().width(), w.minimumWidth()) for w in widgets]
        return sum(widths) + _GAP_PX * (len(widths) - 1) + 2 * _MARGIN_PX

    def take_over(self, former: "ChartSettings") -> None:
        """Draw curves as another one does."""
        self.choices.take_over(former.choices)
        self.slider.setValue(former.slider.value())
        self.eye.setChecked(former.eye.isChecked())

    @property
    def strength(self) -> float:
        """Smoothing from 0 (none) to below 1."""
        return strength_of(self.slider.value())

    @property
    def style_of_curves(self) -> Style:
        """How curves are to be drawn."""
        return Style(self.strength, self.choices.axis, self.choices.means)

    def show_earlier_count(self, count: int, can_clear: bool = False) -> None:
        """The buttons for earlier runs work where there are any.

        can_clear: there is something to clear, in any case.
        """
        self._enable(count > 0, self.eye)
        self._enable(count > 0 or can_clear, self.clear)

    def let_look_back(self, has_run: bool) -> None:
        """Looking back works where there is something to look at."""
        self._enable(has_run, self.look_back)

    def _enable(self, works: bool, *buttons: QToolButton) -> None:
        for button, action in zip(self._buttons, self.choices.doubles, strict=True):
            if button in buttons:
                button.setEnabled(works)
                action.setEnabled(works)

    def _on_choice_changed(self) -> None:
        """Means of epochs are drawn as they are."""
        self.slider.setEnabled(not self.choices.means)

    def _on_slider_moved(self) -> None:
        self._show_smoothing()
        self.smoothing_changed.emit(self.strength)

    def _show_smoothing(self) -> None:
        shown = f"{self.strength:.2f}" if self.strength < 0.985 else f"{self.strength:.3f}"
        self.number.setText(shown)
        describe(self.slider, shown)  # the slider says a place, which is no strength
        self.choices.show_smoothing(self.strength)


def strength_of(position: int) -> float:
    """Smoothing at a position of the slider; fine where it matters, near 1."""
    return 1 - (1 - smoothing.MOST) ** (position / _SLIDER_STEPS)


def slider_of(strength: float) -> int:
    """Position of a smoothing; the inverse of `strength_of`."""
    return round(_SLIDER_STEPS * math.log(1 - strength) / math.log(1 - smoothing.MOST))
