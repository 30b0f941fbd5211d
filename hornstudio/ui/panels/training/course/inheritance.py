"""Weights that a network has come with: its training begins in them, if that is wanted."""

from dataclasses import dataclass, replace
from pathlib import Path
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from hornstudio.engine.train.kept.mark import BEFORE_THE_FIRST
from hornstudio.ui.document import Document


@dataclass(frozen=True, slots=True)
class Inherited:
    """run: the folder of the run that holds them. checkpoint: its name. is_wanted: by training."""

    run: str
    checkpoint: str
    is_wanted: bool = True


class Inheritance(QObject):
    """Knows them for every open network, as long as it is open.

    changed()   those of the network in front are others, or are wanted or not
    """

    changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._known: WeakKeyDictionary[Document, Inherited] = WeakKeyDictionary()
        document.opened.connect(self._on_opened)
        document.switched.connect(self.changed)

    @property
    def of_front(self) -> Inherited | None:
        """Those of the network in front; None where it has none, or their run was deleted."""
        known = self._known.get(self._document.source)
        return known if known and (Path(known.run) / "run.json").is_file() else None

    @property
    def begins_in(self) -> Inherited | None:
        """Those that a training of the network in front begins in."""
        known = self.of_front
        return known if known and known.is_wanted else None

    def take_over(self, former: "Inheritance") -> None:
        """Know what another one knew of the same networks."""
        self._known.update(former._known)

    def give(self, run: str, checkpoint: str = BEFORE_THE_FIRST.stem) -> None:
        """The network in front has come with the weights of a run; those that were imported."""
        self._known[self._document.source] = Inherited(run, checkpoint)
        self.changed.emit()

    def want(self, is_wanted: bool) -> None:
        """Let training begin in them, or anew."""
        known = self._known.get(self._document.source)
        if known and known.is_wanted != is_wanted:
            self._known[self._document.source] = replace(known, is_wanted=is_wanted)
            self.changed.emit()

    def _on_opened(self) -> None:
        """Another network stands in the place of the one that had them."""
        if self._known.pop(self._document.source, None):
            self.changed.emit()
