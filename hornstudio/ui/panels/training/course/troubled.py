"""What went wrong, as long as it is to be shown, and what of it is no longer true. No widgets."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from hornstudio.engine.graph import Graph
from hornstudio.ui.document import Document
from hornstudio.ui.panels.training.course.standing import Standing
from hornstudio.ui.panels.training.process.client import WorkerClient
from hornstudio.ui.panels.training.wording.trouble import Trouble, is_mended, why_not_train


class Troubled(Standing):
    """How things stand, with the words about what went wrong.

    changed()           anything that words show; at most every 50 ms while a run goes on
    trouble_changed()   `trouble` is another one, or None
    status(str)         a sentence for the status bar
    """

    changed = Signal()
    trouble_changed = Signal()
    status = Signal(str)

    def __init__(self, document: Document, client: WorkerClient, parent: QObject | None) -> None:
        super().__init__(document, client, parent)
        document.graph_changed.connect(self._on_graph_changed)

    def note_silence(self, words: str) -> None:
        """The computing process does not answer; empty: it does so again.

        What these words cover, with what it offers, comes back after them.
        """
        if words:
            if not self._is_silent:
                self._covered = self.trouble
            self._set_trouble(Trouble("silent", words))
        elif self._is_silent:
            self._set_trouble(self._covered)
        self.status.emit(words)

    def forget_trouble(self) -> None:
        """The banner was closed; what it offered is offered on."""
        if self._is_silent:
            self._set_trouble(self._covered)
            return
        run = self.history.current
        if run is not None and self.trouble is not None:
            run.is_broken_off = self.trouble.resumable and not self.finished
        self._set_trouble(None)

    @property
    def _is_silent(self) -> bool:
        return self.trouble is not None and self.trouble.kind == "silent"

    def _set_trouble(self, trouble: Trouble | None) -> None:
        if trouble != self.trouble:
            self.trouble = trouble
            self.trouble_changed.emit()

    def _on_graph_changed(self, old: Graph, new: Graph) -> None:
        if self.trouble and is_mended(self.trouble, self.document):
            self._set_trouble(None)
            self.status.emit("")  # the words about it are no longer true
        elif self.trouble and self.trouble.kind == "problems":
            self._tell_what_is_left()
        elif self.trouble and self.trouble.node not in new.nodes:  # nowhere to lead to
            self._set_trouble(replace(self.trouble, node=""))
        self.changed.emit()

    def _tell_what_is_left(self) -> None:
        """Some of what forbids training is mended, or it is something else by now."""
        trouble = why_not_train(self.document)
        if trouble and trouble != self.trouble:
            self._set_trouble(trouble)
            self.status.emit(trouble.words)
