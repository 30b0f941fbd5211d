"""One open network, with all that is its own."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF

from hornstudio.engine.disk.owner import new_owner
from hornstudio.engine.storage.journal import Journal
from hornstudio.paths import journal_dir
from hornstudio.ui.document import Document
from hornstudio.ui.window.safekeeping.guard import FileGuard, Standing
from hornstudio.ui.window.safekeeping.keeper import Keeper
from hornstudio.ui.window.tabs.numbering import Numbering


@dataclass(frozen=True)
class Sight:
    """What was in view: the zoom, the middle, the composite that was open, what was selected."""

    zoom: float
    center: QPointF
    trail: tuple[str, ...]
    selection: tuple[str, ...]


class Tab(QObject):
    """A document with the guard of its file and its own journal, which go on in the background.

    sight: None until it has been in front. proposed: a name for the first save.
    """

    def __init__(self, numbering: Numbering, parent: QObject) -> None:
        super().__init__(parent)
        self.document = Document()
        self.document.setParent(self)
        numbering.follow(self.document)  # first: the journal notes the number
        self.guard = FileGuard(new_owner(), self)
        journal = Journal(journal_dir(), self.guard.owner)
        self.keeper = Keeper(self.document, self.guard, journal, self)
        self.sight: Sight | None = None
        self.proposed = ""
        self.guard.standing_changed.connect(self._on_standing_changed)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was done in it, so that what is opened can take its place."""
        document = self.document
        is_new = document.path is None and not document.undo_stack.count()
        return is_new and not document.is_modified and not document.graph.nodes

    def close(self) -> None:
        """Give up the journal and the file, for good; somebody has decided about the work."""
        self.keeper.close()
        self.guard.close()
        self.document.undo_stack.clear()

    def _on_standing_changed(self) -> None:
        if self.guard.standing is Standing.GONE:
            self.document.mark_unsaved()
