"""Whether a network is trained on in weights of an epoch that it has no place for by now."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget

from hornstudio.engine.errors import HornError
from hornstudio.engine.graph import Graph
from hornstudio.engine.train.fit import fit_of
from hornstudio.ui.widgets.question import ask
from hornstudio.ui.words.fit import fit_text
from hornstudio.ui.words.translate import tr


def may_train_on(parent: QWidget, run: str, checkpoint: str, graph: Graph) -> bool:
    """Whether a person trains a graph in the weights of a checkpoint, told which begin anew.

    Where all of them fit nothing is asked; nor where nobody can tell, as what is wrong is said once
    it is to be trained.
    """
    with suppress(HornError):
        fit = fit_of(Path(run), graph, checkpoint)
        if not fit.is_whole:
            words = tr("Not all weights of the network as it is now fit those of this epoch.")
            title, told = tr("Train on from here"), fit_text(fit.lines)
            icon = QMessageBox.Icon.Question
            return ask(parent, title, words, told, (tr("&Train"),), icon) == 0
    return True
