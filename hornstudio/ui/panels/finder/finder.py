"""The box in the corner of the canvas in which nodes and frames are found."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from hornstudio.ui.document import Document
from hornstudio.ui.panels.finder.match import Match, find
from hornstudio.ui.search.box import SearchBox
from hornstudio.ui.search.entry_list import Entry
from hornstudio.ui.theme.wearing import wear
from hornstudio.ui.words.quantity import count_text
from hornstudio.ui.words.translate import tr

_MARGIN_PX = 12


class Finder(SearchBox):
    """Lists what fits while it is typed; whoever shows the graph follows.

    began()            the search was opened
    marked(all, one)   these nodes and frames are found, and this one is to be seen; () and "" for
                       none, and then what was seen before the search
    ended(is_back)     closed; is_back: with Esc, so that the view should be as it was before
    entered(uses, id)  a node in a composite was chosen; these uses lead there from here
    """

    began = Signal()
    marked = Signal(tuple, object)
    ended = Signal(bool)
    entered = Signal(tuple, str)
    wide_px = 340

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent, tr("Find in the network"), tr("Find modules"), tr("Found modules"))
        self._document = document

        self._matches: list[Match] = []
        self._is_in_vain = False
        self._is_back = False
        self.setObjectName("finder")
        self.empty.setWordWrap(True)
        self.keys.setText(tr("↑↓ go there   ↵ stay"))
        self.list.currentRowChanged.connect(self._on_row_changed)
        self.left.connect(lambda: self.ended.emit(self._is_back))
        document.graph_changed.connect(lambda *_: self.leave())

    def open(self) -> None:
        """Begin a search, or choose what was typed so that it can be typed over."""
        if self.isVisible():
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.field.selectAll()
            return
        self._is_back = False
        self.began.emit()
        self.begin()

    def entries(self, text: str) -> list[Entry]:
        """What fits."""
        self._matches = find(self._document.report, text)
        is_asked = bool(text.strip())
        words = tr("Nothing in the network has that.")
        if not is_asked:
            words = tr("A name, a kind, a title, a value such as units 64, or a problem")
        self.empty.setText(words)
        self._is_in_vain = is_asked and not self._matches
        wear(self, "wrong", self._is_in_vain)
        wear(self.empty, "tone", "error" if self._is_in_vain else "muted")
        return [
            Entry(
                id=match.key,
                text=match.title,
                detail=match.where,
                icon=f"cat-{match.category}" if match.category else "frame",
                category=match.category,
            )
            for match in self._matches
        ]

    def renew(self, text: str) -> None:
        """List what fits, and go to the first of it; with nothing, back to where one was."""
        super().renew(text)
        self._on_row_changed(self.list.currentRow())
        self.place()

    def take(self, entry: Entry) -> bool:
        """Stay at what was found, or go into the composite that holds it."""
        match = next(m for m in self._matches if m.key == entry.id)
        self.leave()
        if match.uses:
            self.entered.emit(match.uses, str(match.found))
        return True

    def escape(self) -> None:
        """Go back to where one was."""
        self._is_back = True
        self.leave()

    def leave(self) -> None:
        """Close; the view stays where it is, except after Esc."""
        if self.isVisible():
            if self.field.hasFocus():
                # Hidden with the focus, Qt would give it to whatever comes next.
                self.around.setFocus(Qt.FocusReason.OtherFocusReason)
            super().leave()

    def counted(self, count: int) -> str:
        """Which of how many."""
        return tr("{place} of {count}", place=count_text(self.list.currentRow() + 1), count=count)

    def spoken(self, entry: Entry) -> str:
        """Also which of how many, which is seen beside it."""
        place, count = count_text(self.list.currentRow() + 1), count_text(self.list.count())
        return tr("{found}, {place} of {count}", found=entry.spoken, place=place, count=count)

    def place(self) -> None:
        """In the upper right corner."""
        self.move(max(self.around.width() - self.width() - _MARGIN_PX, 0), _MARGIN_PX)

    def _on_row_changed(self, row: int) -> None:
        entry = self.list.chosen()
        self.count.setText(self.counted(self.list.count()) if entry or self._is_in_vain else "")
        if self.isVisible():
            found = {match.key: match.seen_at for match in self._matches}
            one = found.get(entry.id, "") if entry else ""
            self.marked.emit(tuple(dict.fromkeys(found.values())), one)
