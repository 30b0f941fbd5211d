"""The bar below the charts with which a person goes back in a run."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hornstudio.engine.watch.events import AnyEvent, Checkpointed, Finished
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.course.trainer import Trainer
from hornstudio.ui.panels.training.time_machine.moments import Moments, Place, epochs_of
from hornstudio.ui.panels.training.wording.metric_name import TOTAL
from hornstudio.ui.theme import set_icon
from hornstudio.ui.widgets.announcement import describe
from hornstudio.ui.widgets.elided_label import ElidedLabel
from hornstudio.ui.words.translate import tr, tr_engine

_LEAST_PX = 90
_MARGINS_PX = (12, 4, 8, 6)
_GAP_PX = 8


class TimeBar(QFrame):
    """A slider over the epochs of the run that is shown.

    moment_changed(float | None)   the epoch that is looked at; None for the end of the run
    branch_chosen(str, str)        train on from a checkpoint: the run's folder, and its name
    closed()                       enough looked back
    """

    moment_changed = Signal(object)
    branch_chosen = Signal(str, str)
    closed = Signal()

    def __init__(self, trainer: Trainer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trainer = trainer
        self._epochs: list[int] = []
        self._seen: Run | None = None
        self._end = 0
        self.moments = Moments(trainer.client, self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(tr("Epoch to look back at"))
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.setMinimumWidth(_LEAST_PX)
        self.words = QLabel(self)
        self.words.setProperty("scale", "small")
        self.words.setMinimumWidth(90)
        self.figures = ElidedLabel(self)
        self.figures.setProperty("scale", "small")
        self.figures.setProperty("tone", "secondary")
        self.measure = QPushButton(tr("Measure"), self)
        self.measure.setToolTip(tr("Measure these weights on the test data"))
        self.branch = QPushButton(tr("Train on from here"), self)
        self.close_button = QToolButton(self)
        self.close_button.setProperty("kind", "icon")
        self.close_button.setProperty("dense", True)
        self.close_button.setToolTip(tr("Back to the end of the run"))
        self.close_button.setAccessibleName(tr("Back to the end of the run"))
        set_icon(self.close_button, "close", size=15)
        self._lay_out()
        self.slider.valueChanged.connect(self._on_moved)
        self.measure.clicked.connect(self._on_measure)
        self.branch.clicked.connect(self._on_branch)
        self.close_button.clicked.connect(self.closed)
        self.moments.changed.connect(self._show_figures)
        trainer.changed.connect(self._on_changed)
        trainer.curves_changed.connect(self._on_curves_changed)
        trainer.client.event_received.connect(self._on_event)

    def _lay_out(self) -> None:
        """One row where all has room; else what can be done stands below the slider."""
        column = QVBoxLayout(self)
        column.setContentsMargins(*_MARGINS_PX)
        column.setSpacing(2)
        self._rows = (QHBoxLayout(), QHBoxLayout(), QHBoxLayout())
        for row in self._rows:
            row.setSpacing(_GAP_PX)
            column.addLayout(row)
        self._count = 0
        self._arrange(1)

    def _arrange(self, count: int) -> None:
        """Take so many rows; figures stand before the buttons where there is room for both."""
        if count == self._count:
            return
        self._count = count
        first, middle, last = {1: (0, 0, 0), 2: (0, 1, 1), 3: (0, 1, 2)}[count]
        for widget in self._widgets():
            for row in self._rows:
                row.removeWidget(widget)
        self._rows[first].addWidget(self.words)
        self._rows[first].addWidget(self.slider, 1)
        self._rows[middle].addWidget(self.figures, 3)
        self._rows[last].addWidget(self.measure)
        self._rows[last].addWidget(self.branch)
        self._rows[first].addWidget(self.close_button)

    def _widgets(self) -> tuple[QWidget, ...]:
        return (
            *(self.words, self.slider, self.figures),
            *(self.measure, self.branch, self.close_button),
        )

    def minimumSizeHint(self) -> QSize:
        """As narrow as may be: what stands beside it must not be pushed away."""
        return QSize(_LEAST_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many rows as it needs."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """A word that is cut off says less than one that stands a row lower."""
        buttons = [self.figures, self.measure, self.branch]
        if self._asked(self._widgets()) <= self.width():
            self._arrange(1)
        else:
            self._arrange(2 if self._asked(buttons) <= self.width() else 3)

    def _asked(self, widgets: Sequence[QWidget]) -> int:
        """How wide a row has to be for nothing in it to be cut."""
        seen = [each for each in widgets if not each.isHidden()]
        widths = (max(each.sizeHint().width(), each.minimumWidth()) for each in seen)
        told = self.figures.maximumWidth() - self.figures.sizeHint().width()
        more = max(0, told) if self.figures in seen else 0  # its hint is that of what is cut
        return sum(widths) + more + _GAP_PX * len(seen) + _MARGINS_PX[0] + _MARGINS_PX[2]

    @property
    def run(self) -> Run | None:
        """The run that is looked back at."""
        return self._trainer.history.front

    @property
    def place(self) -> Place | None:
        """The epoch that the slider is at; None where the run has none."""
        if self.run is None or not self._epochs:
            return None
        return Place(self.run.started.run, self._epochs[self.slider.value()])

    def begin(self) -> None:
        """Look back, at first at the latest epoch that was kept."""
        self.show()
        self.renew()
        self.slider.setValue(self.slider.maximum())
        self._on_moved()

    def hide_and_forget(self) -> None:
        """The charts show the end of the run again."""
        self.hide()
        self.moment_changed.emit(None)

    def renew(self) -> None:
        """Find which epochs there are by now; the slider stays at its epoch.

        Of a long run every other one goes: then it stays at the nearest.
        """
        before = self.place.epoch if self.place else 0
        self._seen, self._end = self.run, int(self.run.end) if self.run else 0
        self._epochs = epochs_of(self.run.started.run) if self.run else []
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, len(self._epochs) - 1))
        if self._epochs:
            nearest = min(self._epochs, key=lambda epoch: abs(epoch - before))
            self.slider.setValue(self._epochs.index(nearest))
        self.slider.blockSignals(False)
        self.slider.setEnabled(len(self._epochs) > 1)
        if self.place and self.place.epoch != before:
            self._on_moved()
        else:
            self._show_figures()

    def _on_moved(self) -> None:
        place = self.place
        self.moment_changed.emit(float(place.epoch) if place else None)
        self._show_figures()
        describe(self.slider, self.words.text())  # the slider says a place, which is no epoch

    def _on_measure(self) -> None:
        if self.place is not None:
            self.moments.measure(self.place)

    def _on_branch(self) -> None:
        if self.place is not None:
            self.branch_chosen.emit(self.place.run, self.place.checkpoint)

    def _on_changed(self) -> None:
        """A run that goes on leaves further epochs; another one is not looked back at."""
        if self.isHidden():
            return
        if self.run is not self._seen:
            self.closed.emit()
        elif self.run and int(self.run.end) != self._end:
            self.renew()
        else:
            self._let_act()

    def _on_curves_changed(self, is_other: bool) -> None:
        if is_other:
            self._on_changed()

    def _on_event(self, event: AnyEvent) -> None:
        """What was told of an epoch before it was kept can be looked back at by now."""
        is_kept = isinstance(event, Checkpointed | Finished)
        if is_kept and not self.isHidden() and self.run is self._seen:
            self.renew()

    def _show_figures(self) -> None:
        place = self.place
        self._let_act()
        if place is None:
            self.words.setText(tr("No epoch has been kept yet."))
            self._tell("")
            self._fit()
            return
        self.words.setText(tr("Epoch {epoch}", epoch=place.epoch))
        self._tell(self._told(place))
        self._fit()

    def _let_act(self) -> None:
        """Let be pressed what can be done now."""
        place, is_busy = self.place, self._trainer.is_busy
        self.branch.setEnabled(place is not None and not is_busy)
        tip = tr("A new run that begins in these weights, with the network as it is now")
        busy = f"{tip}. {tr('A training is running already.')}"
        self.branch.setToolTip(busy if is_busy else tip)
        self.measure.setEnabled(place is not None and not self.moments.is_asked(place))

    def _tell(self, words: str) -> None:
        """Figures take no room of the slider while there are none, and never all of it."""
        self.figures.show_text(words)
        self.figures.setMaximumWidth(self.figures.fontMetrics().horizontalAdvance(words) + 2)
        self.figures.setVisible(bool(words))

    def _told(self, place: Place) -> str:
        if self.moments.is_asked(place):
            return tr("Measuring …")
        if reason := self.moments.reason(place):
            return tr_engine(reason)
        figures = self.moments.figures(place)
        names = [self._trainer.names[key] for key in sorted(figures, key=lambda k: k != TOTAL)]
        told = " · ".join(f"{n.words} {n.show(figures[n.key])}" for n in names)
        return tr("Test {metric}", metric=told) if told else ""
