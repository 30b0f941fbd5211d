"""The second click of a double click, where the first one has brought another page."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from hornstudio.ui.widgets.pages import Pages


class SecondClick(QObject):
    """It does nothing to what has come under the pointer, which nobody has aimed at.

    Many open a card of the start page as they open files, by a double click: the search for modules
    opened with it, or another network began.
    """

    def __init__(self, pages: Pages) -> None:
        super().__init__(pages)
        self._pages = pages
        pages.currentChanged.connect(lambda _: self._begin())
        self._is_eaten = False
        self._end = QTimer(self, singleShot=True)
        self._end.timeout.connect(self._on_late)

    def _begin(self) -> None:
        """Another page has come: what follows within a double click belongs to the one before."""
        app = QApplication.instance()
        if app is not None and self._pages.isVisible():
            app.removeEventFilter(self)
            app.installEventFilter(self)  # for a moment: it is asked about everything that happens
            self._is_eaten = False
            self._end.start(QApplication.doubleClickInterval())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Eat the second press and the release that belongs to it, before any widget has them."""
        if watched.isWidgetType():
            if event.type() == QEvent.Type.MouseButtonPress:
                self._stop()  # a click of its own: that of a double click comes to no widget
            return False
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self._is_eaten = True
            return True
        if event.type() == QEvent.Type.MouseButtonRelease and self._is_eaten:
            self._stop()
            return True
        return False

    def _on_late(self) -> None:
        if not self._is_eaten:  # else its release is still to come
            self._stop()

    def _stop(self) -> None:
        self._end.stop()
        self._is_eaten = False
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
