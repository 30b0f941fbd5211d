"""That there are newer figures is told at once, and then no oftener than eyes follow."""

from PySide6.QtCore import QObject, QTimer, Signal

TICK_MS = 250


class News(QObject):
    """Told of each figure that comes; tells of them all together.

    due()   there are newer figures than were told of; at most every 250 ms, unless pressed
    """

    due = Signal()

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self._is_new = False
        self._rest = QTimer(self, singleShot=True, interval=TICK_MS)
        self._rest.timeout.connect(self.tell)

    def come(self) -> None:
        """Figures have come; they are told of now, or when the rest is over."""
        self._is_new = True
        if not self._rest.isActive():
            self.tell()

    def tell(self) -> None:
        """Tell of what is new, without waiting; nothing where nothing came since."""
        if self._is_new:
            self._is_new = False
            self._rest.start()
            self.due.emit()

    def forget(self) -> None:
        """What came and was not told of yet is of no interest any more."""
        self._is_new = False
        self._rest.stop()
