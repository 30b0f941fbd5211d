"""The row of tabs: names, marks of unsaved work and of a training; drawn only for several."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QMouseEvent
from PySide6.QtWidgets import QTabBar, QWidget

from hornstudio.ui.document import Document
from hornstudio.ui.theme import current, icon
from hornstudio.ui.widgets.announcement import bring_forward
from hornstudio.ui.window.tabs.tab import Tab
from hornstudio.ui.window.tabs.tab_set import TabSet
from hornstudio.ui.words.translate import tr

_UNSAVED = "•"
_ICON_PX = 12
_AROUND_PX = 58
_WIDEST_PX = 240


class TabRow(QTabBar):
    """Follows a set of tabs. A press brings to the front, a drag moves, the middle button closes.

    close_wanted(tab)
    """

    close_wanted = Signal(object)

    def __init__(self, tabs: TabSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs = tabs
        self._shown: list[Tab] = []
        self._running: Document | None = None
        self._is_following = False
        self._has_asked = False
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setMovable(True)
        self.setTabsClosable(True)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.setSelectionBehaviorOnRemove(QTabBar.SelectionBehavior.SelectPreviousTab)
        self.setAccessibleName(tr("Open networks"))
        self.currentChanged.connect(self._on_chosen)
        self.tabCloseRequested.connect(self._on_close_wanted)
        self.tabMoved.connect(self._on_moved)
        tabs.changed.connect(self.renew)
        current().changed.connect(self.renew)
        self.renew()

    def show_running(self, document: Document | None) -> None:
        """Mark the network that is being trained."""
        self._running = document
        self.renew()

    def renew(self) -> None:
        """Show the tabs as they are now."""
        self._is_following = True
        wanted = list(self._tabs.tabs)
        for place in reversed(range(self.count())):
            if self._shown[place] not in wanted:
                del self._shown[place]
                self.removeTab(place)
        for place, tab in enumerate(wanted):
            if tab not in self._shown:
                self._shown.insert(place, tab)
                self.insertTab(place, "")
            elif (now := self._shown.index(tab)) != place:
                self._shown.insert(place, self._shown.pop(now))
                self.moveTab(now, place)
            self._show_tab(place, tab)
        bring_forward(self, self._shown.index(self._tabs.current))
        self.setVisible(len(wanted) > 1)
        self._is_following = False

    def tabSizeHint(self, place: int) -> QSize:
        """Room for the whole name beside the button; a long one is cut short."""
        words = self.fontMetrics().horizontalAdvance(self.tabText(place))
        icon_px = 0 if self.tabIcon(place).isNull() else _ICON_PX + 6
        width = min(words + icon_px + _AROUND_PX, _WIDEST_PX)
        return QSize(width, super().tabSizeHint(place).height())

    def _show_tab(self, place: int, tab: Tab) -> None:
        document = tab.document
        name = self._tabs.title_of(tab)
        text = f"{name} {_UNSAVED}" if document.is_modified else name
        said = tr("{name}, not saved", name=name) if document.is_modified else name
        is_running = document is self._running
        if is_running:
            said = tr("{name}, in training", name=said)
        text = text.replace("&", "&&")
        # Each change lays all tabs out anew.
        if text != self.tabText(place):
            self.setTabText(place, text)
        if is_running or not self.tabIcon(place).isNull():
            self.setTabIcon(place, icon("dot", "live.default") if is_running else QIcon())
        self.setTabToolTip(place, str(document.path) if document.path else said)
        self.setAccessibleTabName(place, said)

    def _on_chosen(self, place: int) -> None:
        if not self._is_following and place >= 0:
            self._tabs.go(self._shown[place])

    def _on_close_wanted(self, place: int) -> None:
        self._has_asked = True
        self.close_wanted.emit(self._shown[place])

    def _on_moved(self, start: int, end: int) -> None:
        if not self._is_following:
            tab = self._shown.pop(start)
            self._shown.insert(end, tab)
            self._tabs.move(tab, end)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The middle button closes, also where Qt does not see to that by itself."""
        place = self.tabAt(event.position().toPoint())
        self._has_asked = False
        super().mouseReleaseEvent(event)
        is_middle = event.button() is Qt.MouseButton.MiddleButton
        if is_middle and place >= 0 and not self._has_asked:
            self._on_close_wanted(place)
