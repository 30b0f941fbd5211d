"""What a run tells of its inside: curves of the whole; the latest figures of nodes and wires."""

from PySide6.QtCore import QObject, Signal

from hornstudio.engine.watch import events
from hornstudio.ui.panels.training.course.trainer import Trainer


class Inside(QObject):
    """Follows the run of a trainer. figures(Statistics): the latest; None when a run begins."""

    figures = Signal(object)

    def __init__(self, trainer: Trainer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.trainer = trainer
        trainer.client.event_received.connect(self._on_event)

    def _on_event(self, event: events.AnyEvent) -> None:
        match event:
            case events.Started():
                self.figures.emit(None)
            case events.Statistics():
                if self.trainer.history.current is not None:
                    self.trainer.history.current.add_statistics(event)
                if not self.trainer.other_name:
                    self.figures.emit(event)
