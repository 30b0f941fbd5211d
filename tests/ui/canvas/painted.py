"""What of a widget has been painted. For tests only."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QWidget


class Painted(QObject):
    """Watches a widget from now on. region: the parts; whole: how often all of it at once."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        self.whole = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.region += event.region()
            self.whole += event.region().boundingRect() == watched.rect()
        return False
