"""Whether training begins in the weights that the network has come with."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QWidget

from hornstudio.ui.panels.training.course.trainer import Trainer
from hornstudio.ui.words.translate import tr

_HEIGHT_PX = 28


class InheritedBox(QCheckBox):
    """Seen only where there are some; `refresh` reads the trainer anew."""

    def __init__(self, trainer: Trainer, parent: QWidget | None = None) -> None:
        super().__init__(tr("Begin in the imported weights"), parent)
        self._trainer = trainer
        self.setMinimumHeight(_HEIGHT_PX)
        self.clicked.connect(trainer.inheritance.want)
        self.refresh()

    def refresh(self) -> None:
        """Show what is known of the network in front; nobody turns it in a run."""
        known = self._trainer.inheritance.of_front
        self.setVisible(known is not None)
        self.setEnabled(not self._trainer.is_busy)
        if known is not None:
            self.setChecked(known.is_wanted)
            words = tr(
                "Train begins in the weights of the run {run}, as far as they fit. Otherwise it "
                "begins in new ones.",
                run=Path(known.run).name,
            )
            self.setToolTip(words)
            self.setAccessibleDescription(words)
