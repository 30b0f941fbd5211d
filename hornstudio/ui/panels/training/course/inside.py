"""What a run tells of its inside: curves of the whole; figures of nodes and wires, the latest or
those of an epoch that is looked back at. Of an epoch that was over before the run could tell of it,
the computing process finds them.
"""

import math

from PySide6.QtCore import QObject, QTimer, Signal

from hornstudio.engine.watch import events
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.course.trainer import Trainer

_CALM_MS = 150


class Inside(QObject):
    """Follows the run of a trainer.

    figures(Statistics, int)   of nodes and wires, None where a run begins or nobody knows them; and
                               the epoch that is looked back at, None for now
    live_values(dict)          node id -> text of a loss or metric
    """

    figures = Signal(object, object)
    live_values = Signal(dict)

    def __init__(self, trainer: Trainer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.trainer = trainer
        self._epoch: int | None = None
        self._asked: tuple[int, Run | None] = (0, None)
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._ask)
        trainer.client.looked_back.connect(self._on_looked_back)
        trainer.client.state_changed.connect(self._on_state_changed)
        trainer.client.event_received.connect(self._on_event)
        trainer.live_values.connect(self._on_live_values)
        trainer.curves_changed.connect(self._on_curves_changed)

    def look_at(self, x: float | None) -> None:
        """Tell what there was at the end of an epoch; None: tell what there is now."""
        was_back, self._epoch = self._epoch is not None, None if x is None else int(x)
        run = self._own_run
        if self._epoch is None:
            if was_back:
                self._tell(run, math.inf)
                self.live_values.emit(self.trainer.figures_on_nodes())
        elif run is not None:
            self._tell(run, float(self._epoch))
            figures = run.figures_at(self._epoch)
            self.live_values.emit(self.trainer.names.in_the_end(figures))
            self._calm.start()

    def _on_state_changed(self) -> None:
        """A run may be over: what could not be found meanwhile is found now."""
        self._calm.start()

    def _ask(self) -> None:
        """Have it found what an epoch looked like, where the run has not told."""
        run = self._own_run
        if run and self._epoch is not None and self._epoch not in run.inside:
            self._asked = self.trainer.client.look_back(run.started.run, self._epoch), run

    def _on_looked_back(self, ticket: int, figures: events.Statistics | None) -> None:
        asked, run = self._asked
        if figures is None or run is None or ticket != asked:
            return
        run.add_inside(figures)
        if run is self._own_run and self._epoch == figures.epoch:
            self.figures.emit(figures, self._epoch)

    @property
    def _own_run(self) -> Run | None:
        """The run of the network in front; None where another's is looked back at, or goes on."""
        history = self.trainer.history
        is_meant = self._epoch is None or history.front is history.current
        return history.current if is_meant and not self.trainer.other_name else None

    def _tell(self, run: Run | None, x: float) -> None:
        self.figures.emit(run.inside_at(x) if run else None, self._epoch)

    def _on_live_values(self, values: dict[str, str]) -> None:
        if self._epoch is None:
            self.live_values.emit(values)

    def _on_curves_changed(self, is_another: bool) -> None:
        """Another run is in front, such as that of a network that was not."""
        if is_another and self._epoch is None:
            self._tell(self._own_run, math.inf)

    def _on_event(self, event: events.AnyEvent) -> None:
        match event:
            case events.Started() if self._epoch is not None:
                self.look_at(float(self._epoch))  # as it goes on, the canvas has forgotten figures
            case events.Statistics():
                if self.trainer.history.current is not None:
                    self.trainer.history.current.add_statistics(event)
                if not self.trainer.other_name and self._epoch is None:
                    self.figures.emit(event, None)
