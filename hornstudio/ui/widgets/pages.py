"""Pages in the same place, of which one is seen."""

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget


class Pages(QWidget):
    """As a `QStackedWidget`, of which Orca says "layered pane" whenever one comes into it.

    currentChanged(index)   another page is in front
    """

    currentChanged = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack = QStackedLayout(self)
        self._stack.currentChanged.connect(self.currentChanged)

    def addWidget(self, page: QWidget) -> None:
        """Put a page behind the others; the first one is in front."""
        self._stack.addWidget(page)

    def currentIndex(self) -> int:
        """Place of the page in front; -1 without pages."""
        return self._stack.currentIndex()

    def currentWidget(self) -> QWidget | None:
        """The page in front."""
        return self._stack.currentWidget()

    def setCurrentIndex(self, index: int) -> None:
        """Bring the page at a place to the front."""
        if index != self.currentIndex():
            self._stack.setCurrentIndex(index)
            # Qt asks for a paint of what it has shown a moment later: it would be the second one.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateLater.value)

    def setCurrentWidget(self, page: QWidget) -> None:
        """Bring a page to the front."""
        self.setCurrentIndex(self._stack.indexOf(page))
