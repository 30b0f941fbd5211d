"""What stands where no run is listed: why, and the way back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from hornstudio.ui.panels.runs.reader import Listing
from hornstudio.ui.words.translate import tr


class NoRuns(QWidget):
    """all_wanted(): no filter any more.  hidden_wanted(): hidden runs, too."""

    all_wanted = Signal()
    hidden_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that the keyboard has a place here
        self.words = QLabel(self)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setWordWrap(True)
        self.words.setProperty("tone", "muted")
        self.words.setProperty("scale", "small")
        self.all = QPushButton(tr("Show all runs"), self)
        self.all.clicked.connect(self.all_wanted)
        self.hidden = QPushButton(tr("Show hidden runs too"), self)
        self.hidden.clicked.connect(self.hidden_wanted)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch()
        column.addWidget(self.words)
        for button in (self.all, self.hidden):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            button.hide()
        column.addStretch()

    def say(self, words: str) -> None:
        """Only these words."""
        self.words.setText(words)
        self.setAccessibleName(words)
        self.all.hide()
        self.hidden.hide()

    def explain(self, listing: Listing, is_filtered: bool) -> None:
        """Why nothing of this is listed. is_filtered: by words, a state or a tag."""
        self.say(_reason(listing, is_filtered))
        self.all.setVisible(is_filtered and bool(listing.total or listing.hidden))
        self.hidden.setVisible(not is_filtered and bool(listing.hidden))


def _reason(listing: Listing, is_filtered: bool) -> str:
    if not listing.total and not listing.hidden:
        return tr("Every training is kept as a run, and will be listed here.")
    if not is_filtered:
        return tr("All runs are hidden.")
    if listing.unknown:
        names = ", ".join(listing.unknown)
        known = ", ".join(listing.metrics)
        if known:
            return tr("No run has {name}. There are {known}.", name=names, known=known)
    return tr("No run fits the filter.")
