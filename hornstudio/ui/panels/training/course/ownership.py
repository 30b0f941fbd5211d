"""Which of several open networks a run is of, and what is known of the runs of the others."""

from collections.abc import Callable
from weakref import WeakKeyDictionary, ref

from PySide6.QtCore import QObject, Signal

from hornstudio.ui.document import Document
from hornstudio.ui.panels.training.course.kept import Kept
from hornstudio.ui.panels.training.wording.metric_name import MetricNames


class Ownership(QObject):
    """Watches a document that shows one network after another.

    is_busy: whether a run goes on. keep: what is known of the runs that are shown.

    forgotten()        nothing is known any more of the network in front
    brought_back(Kept) this is known of the network in front
    passed_on()        another network is in front, while a run goes on
    """

    forgotten = Signal()
    brought_back = Signal(object)
    passed_on = Signal()

    def __init__(
        self,
        document: Document,
        is_busy: Callable[[], bool],
        keep: Callable[[], Kept],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.is_of_another = False
        self._document, self._is_busy, self._keep = document, is_busy, keep
        self._runner: ref[Document] | None = None
        self._kept: WeakKeyDictionary[Document, Kept] = WeakKeyDictionary()
        document.opened.connect(self._on_opened)
        document.leaving.connect(self._on_leaving)
        document.switched.connect(self._on_switched)

    @property
    def runner(self) -> Document | None:
        """The network of the run in progress, or of the last one; None where it was closed."""
        return self._runner() if self._runner else None

    @property
    def other_name(self) -> str:
        """Name of the network that is being trained, where that is not the one in front."""
        runner = self.runner
        return runner.title if self._is_busy() and self.is_of_another and runner else ""

    def take_over(self, former: "Ownership") -> None:
        """Know what another one knew of the same networks."""
        self.is_of_another, self._runner = former.is_of_another, former._runner
        self._kept.update(former._kept)
        for kept in self._kept.values():
            kept.say_again()

    def begin(self) -> None:
        """A run of the network in front begins."""
        self._runner, self.is_of_another = ref(self._document.source), False

    def end(self) -> None:
        """A run is over: where it is of another network, it is shown no more."""
        if not self.is_of_another:
            return
        runner = self.runner
        if runner is self._document.source:
            self._forget()
            return
        if runner is not None:
            self._kept[runner] = self._keep()
        self._bring_back()

    def _on_opened(self) -> None:
        """A run that goes on is shown until it ends; what is over goes at once."""
        self.is_of_another = self._is_busy()
        if not self.is_of_another:
            self._forget()

    def _on_leaving(self) -> None:
        """Another network comes to the front: what is known of runs waits until this is back."""
        if not self._is_busy():
            self._kept[self._document.source] = self._keep()

    def _on_switched(self) -> None:
        """Show the runs of the network in front; a run that goes on is shown until it ends."""
        if not self._is_busy():
            self._bring_back()
            return
        self.is_of_another = self.runner is not self._document.source
        self.passed_on.emit()

    def _forget(self) -> None:
        self.is_of_another = False
        self.forgotten.emit()

    def _bring_back(self) -> None:
        """What is known of the network in front; nothing of a new one."""
        self.is_of_another = False
        graph = self._document.graph
        kept = self._kept.pop(self._document.source, None) or Kept(MetricNames(graph), graph)
        self.brought_back.emit(kept)
