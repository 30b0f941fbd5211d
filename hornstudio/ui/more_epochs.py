"""How many epochs more a run is to be trained that has done all that were planned."""

from PySide6.QtWidgets import QDialog, QInputDialog, QWidget

from hornstudio.engine.training_settings import EPOCHS
from hornstudio.ui.words.translate import tr

_WIDTH_PX = 360


def ask_more_epochs(parent: QWidget, name: str, done: int) -> int:
    """Let a person say how many more; 0 where they leave it. At first as many as were done."""
    assert EPOCHS.high is not None
    most = int(EPOCHS.high) - done
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(tr("Go on training"))
    dialog.setLabelText(
        tr("Epochs that {name} has done: {epochs}. How many more?", name=name, epochs=done)
    )
    dialog.setInputMode(QInputDialog.InputMode.IntInput)
    dialog.setIntRange(1, max(1, most))
    dialog.setIntValue(max(1, min(done, most)))
    dialog.setOkButtonText(tr("&Train"))
    dialog.setCancelButtonText(tr("&Cancel"))
    dialog.resize(_WIDTH_PX, dialog.sizeHint().height())
    more = dialog.intValue() if dialog.exec() == QDialog.DialogCode.Accepted else 0
    dialog.deleteLater()
    return more
