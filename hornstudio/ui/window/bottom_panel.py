"""The panel below the canvas: tabs for training, problems and the log; folds to its tabs."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hornstudio.ui.theme import current, icon, set_icon
from hornstudio.ui.theme.wearing import wear
from hornstudio.ui.widgets.announcement import bring_forward
from hornstudio.ui.widgets.divider import divider
from hornstudio.ui.widgets.pages import Pages
from hornstudio.ui.widgets.tab_order import follow_each_other, tab_stops
from hornstudio.ui.words.translate import tr

_TABS_PX = 34
_MARGIN_PX = 8
_ICON_PX = 15
_BUTTON_PX = 56
_NO_LIMIT_PX = 16_777_215


class BottomPanel(QFrame):
    """Pages by name, each behind a tab. `folded_changed(bool)`: only the tabs are left, or not.

    pages: the widget that a page is best made in.
    """

    folded_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self.is_folded = False
        self._names: list[str] = []
        self._titles: list[str] = []
        self._measured: list[str] = []
        self._whole_px = 0
        self._icons: dict[str, tuple[str, str]] = {}
        self._corners: dict[str, QWidget] = {}
        self._corner_row = QHBoxLayout()
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.tabs.setAccessibleName(tr("Training, problems, log"))
        self.pages = Pages(self)
        self._fold = QToolButton()
        self._fold.setProperty("kind", "icon")
        self._fold.clicked.connect(lambda: self.set_folded(not self.is_folded))
        self._line = divider()
        self._lay_out()
        self.tabs.currentChanged.connect(self._on_page_changed)
        self.tabs.tabBarClicked.connect(lambda _index: self.set_folded(False))
        current().changed.connect(self._paint_icons)
        self._show_fold()

    def add(
        self, name: str, title: str, icon_name: str, page: QWidget, corner: QWidget | None = None
    ) -> None:
        """Add a page behind a tab. corner: stands beside the tabs while the page is in front."""
        self._names.append(name)
        self._icons[name] = (icon_name, "")
        self.pages.addWidget(page)
        if corner is not None:
            self._corners[name] = corner
            self._corner_row.addWidget(corner)
            follow_each_other(self.tabs, [*tab_stops(corner), self._fold])
        self._titles.append(title)
        self.tabs.addTab(title)
        self._on_page_changed(self.tabs.currentIndex())

    def show_page(self, name: str) -> None:
        """Bring a page to the front, unfolded."""
        bring_forward(self.tabs, self._names.index(name))
        self.set_folded(False)

    def focus_page(self) -> None:
        """Give the keyboard to the page in front; where that has no use for it, to its tab."""
        page = self.pages.currentWidget()
        if page is None:
            return
        takes_it = bool(page.focusProxy() or page.focusPolicy() & Qt.FocusPolicy.TabFocus)
        stops = (each for each in tab_stops(page) if each.isVisible() and each.isEnabled())
        target = page if takes_it else next(stops, self.tabs)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def page(self) -> str:
        """Name of the page in front."""
        return self._names[self.tabs.currentIndex()]

    def retitle(self, name: str, title: str, ink: str = "") -> None:
        """Give a tab other words, and its icon a colour token that says a state."""
        self._icons[name] = (self._icons[name][0], ink)
        self._titles[self._names.index(name)] = title
        self._fit_tabs()
        self._show_corner()
        self._paint_icons()
        column = self.layout()
        assert column is not None
        column.activate()  # or the bar is seen for a moment in its former width, with arrows

    def set_folded(self, is_folded: bool) -> None:
        """Leave only the tabs, or show a page again."""
        if is_folded == self.is_folded:
            return
        self.is_folded = is_folded
        self.pages.setVisible(not is_folded)
        self._line.setVisible(not is_folded)
        self._limit()
        self._show_fold()
        self._show_corner()
        self.folded_changed.emit(is_folded)

    def height_for(self, page_px: int) -> int:
        """How high it has to be for a page to be so high."""
        return self._head.sizeHint().height() + self._line.height() + page_px

    def minimumSizeHint(self) -> QSize:
        """What stands beside the tabs shrinks as far as it can, or goes, and claims no width.

        Nor does it all claim more than half of the height that there is.
        """
        wanted = super().minimumSizeHint()
        width = self.tabs.sizeHint().width() + _TABS_PX + 2 * _MARGIN_PX
        height, around = current().px("layout.dockMin"), self.parentWidget()
        if around is not None:
            height = min(height, around.height() // 2)
        return QSize(min(wanted.width(), width), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may have room for more, or for less."""
        super().resizeEvent(event)
        self._fit_tabs()
        self._show_corner()

    def _fit_tabs(self) -> None:
        """Words on all tabs, or where they have no room on the one in front; numbers stay.

        Icons alone are all in sight, where words would have to be scrolled to.
        """
        room = self.width() - _TABS_PX - 2 * _MARGIN_PX - (_BUTTON_PX if self._corners else 0)
        if self._measured != self._titles:
            self._measured = [*self._titles]
            self._dress_tabs(is_worded=True)
            self._whole_px = self.tabs.sizeHint().width()
        self._dress_tabs(is_worded=self._whole_px <= room)

    def _dress_tabs(self, *, is_worded: bool) -> None:
        wear(self.tabs, "narrow", not is_worded)
        for index, title in enumerate(self._titles):
            number = title.rpartition(" ")[2]
            brief = number if number.isdecimal() else ""
            has_words = is_worded or index == self.tabs.currentIndex()
            text = title if has_words else brief
            if text != self.tabs.tabText(index):
                self.tabs.setTabText(index, text)
            self.tabs.setTabToolTip(index, "" if has_words else title)
            self.tabs.setAccessibleTabName(index, title)
        self.tabs.updateGeometry()  # a bar that is not seen yet tells nobody of its new width

    def _on_page_changed(self, index: int) -> None:
        self.pages.setCurrentIndex(index)
        self._paint_icons()
        self._fit_tabs()
        self._show_corner()

    def _show_corner(self) -> None:
        """Where it is narrow, what stands beside the tabs shrinks, and goes at last.

        A single button stays: tabs can be scrolled, and nothing else leads to what it holds.
        """
        free = self.width() - self.tabs.sizeHint().width() - _TABS_PX - 2 * _MARGIN_PX
        for name, corner in self._corners.items():
            least = corner.minimumSizeHint().width()
            has_room = least <= max(free, _BUTTON_PX)
            corner.setMaximumWidth(max(free, corner.minimumWidth(), min(least, _BUTTON_PX)))
            corner.setVisible(name == self.page and not self.is_folded and has_room)

    def _limit(self) -> None:
        self.setMinimumHeight(_TABS_PX if self.is_folded else 0)
        self.setMaximumHeight(_TABS_PX if self.is_folded else _NO_LIMIT_PX)

    def _lay_out(self) -> None:
        self._head = head = QHBoxLayout()
        head.setContentsMargins(_MARGIN_PX, 0, _MARGIN_PX, 0)
        head.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch()
        head.addLayout(self._corner_row)
        head.addWidget(self._fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._line)
        column.addWidget(self.pages, 1)
        self._limit()

    def _show_fold(self) -> None:
        words = tr("Open the panel") if self.is_folded else tr("Fold the panel")
        self._fold.setToolTip(words)
        self._fold.setAccessibleName(words)
        set_icon(self._fold, "chevron-up" if self.is_folded else "chevron-down", size=_ICON_PX)

    def _paint_icons(self) -> None:
        for index, name in enumerate(self._names):
            icon_name, ink = self._icons[name]
            is_front = index == self.tabs.currentIndex()
            tint = ink or ("text.primary" if is_front else "text.secondary")
            self.tabs.setTabIcon(index, icon(icon_name, tint, _ICON_PX))
