"""The open networks in their order, and the one in front."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from hornstudio.engine.graph import Graph
from hornstudio.ui.collector import release
from hornstudio.ui.front import Front
from hornstudio.ui.hearers import drop_hearers
from hornstudio.ui.window.safekeeping.keeper import Seen
from hornstudio.ui.window.tabs.apart import folders_apart
from hornstudio.ui.window.tabs.numbering import Numbering
from hornstudio.ui.window.tabs.tab import Sight, Tab


class TabSet(QObject):
    """There is always one tab; an empty one stands for no network at all.

    look: asked what is shown of the network in front, with zoom and middle of the whole.

    changed()            tabs came, went, moved, or have other names or marks
    standing_changed()   the file of the network in front stands otherwise, or is another one; or
                         its work can no longer, or again, be kept in a journal
    """

    changed = Signal()
    standing_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.tabs: list[Tab] = []
        self.look: Callable[[], Sight | None] = lambda: None
        self._numbering = Numbering()
        self.current = self._add(0)
        self.front = self._new_front()

    def __iter__(self) -> Iterator[Tab]:
        return iter(tuple(self.tabs))

    def __len__(self) -> int:
        return len(self.tabs)

    def find(self, path: Path) -> Tab | None:
        """The tab in which a file is open."""
        return next((tab for tab in self.tabs if _is_same(tab.document.path, path)), None)

    def title_of(self, tab: Tab) -> str:
        """What a network is called among all that are open: files of one name with their folder."""
        folders = folders_apart([each.document.path for each in self.tabs])
        folder = folders[self.tabs.index(tab)]
        return f"{tab.document.title} — {folder}" if folder else tab.document.title

    def make_room(self, number: int = 0) -> Tab:
        """The tab in front, where nothing was done in it; else a new one, brought to the front.

        number: which one it would be of those of its name, if that is free.
        """
        if not self.current.is_blank:
            self.go(self._add(self.tabs.index(self.current) + 1))
        self._numbering.begin(self.current.document, number)
        return self.current

    def go(self, tab: Tab) -> None:
        """Bring a tab to the front."""
        if tab is self.current:
            return
        self.current = tab
        self.front.bring(tab.document, tab.sight.trail if tab.sight else ())
        self.changed.emit()
        self.standing_changed.emit()

    def step(self, by: int) -> None:
        """Bring the tab so many places further to the front; behind the last is the first."""
        self.go(self.tabs[(self.tabs.index(self.current) + by) % len(self.tabs)])

    def move(self, tab: Tab, place: int) -> None:
        """Put a tab at another place."""
        self.tabs.remove(tab)
        self.tabs.insert(place, tab)
        self.changed.emit()

    def remove(self, tab: Tab) -> None:
        """Take a tab away, whatever is in it; the next one comes to the front."""
        if tab is self.current:
            place = self.tabs.index(tab)
            others = self.tabs[place + 1 :] or self.tabs[:place][-1:]
            self.go(others[0] if others else self._add(place + 1))
        if tab in self.tabs:
            self.tabs.remove(tab)
            tab.close()
            self._numbering.forget(tab.document)
            tab.deleteLater()
            release()
        self.changed.emit()

    def hand_on(self, window: QObject) -> None:
        """Belong to another window, which has nothing from the former but what is open.

        Nobody there hears of it any more; what they have looked at goes with them.
        """
        drop_hearers(self, self.changed, self.standing_changed)
        self.look = lambda: None
        self.front.let_go()
        self.front.setParent(self.parent())
        self.setParent(window)
        self.front = self._new_front()

    def say_again(self) -> None:
        """Have the histories of all networks in the language that is spoken now."""
        for tab in self.tabs:
            tab.document.say_again()

    def close(self) -> None:
        """The window ends, and somebody has decided about all work."""
        for tab in self.tabs:
            tab.keeper.close()
            tab.guard.close()

    def _new_front(self) -> Front:
        front = Front(self.current.document)
        front.setParent(self)
        return front

    def _add(self, place: int) -> Tab:
        tab = Tab(self._numbering, self)
        self.tabs.insert(place, tab)
        for changed in (tab.document.path_changed, tab.document.modified_changed):
            changed.connect(lambda *_: self.changed.emit())
        tab.document.opened.connect(self.changed)
        tab.document.graph_changed.connect(self._on_graph_changed)
        tab.guard.standing_changed.connect(self._on_standing_changed)
        tab.keeper.fault_changed.connect(self._on_fault_changed)
        tab.keeper.seen = lambda: self._seen_of(tab)
        return tab

    def _seen_of(self, tab: Tab) -> Seen:
        """What is shown of a network, or was when it was in front; of the one in front, the zoom
        and the middle are of the whole around a composite.
        """
        is_front = tab is self.current
        sight = self.look() if is_front else tab.sight
        if sight is None:
            return None, (), ()
        is_of_whole = is_front or not sight.trail
        place = (sight.zoom, sight.center.x(), sight.center.y()) if is_of_whole else None
        return place, sight.trail, sight.selection

    def _on_graph_changed(self, old: Graph, new: Graph) -> None:
        if old.name != new.name:  # told once everybody knows the new graph
            QTimer.singleShot(0, self, self.changed.emit)

    def _on_standing_changed(self) -> None:
        self.changed.emit()
        if self.sender() is self.current.guard:
            self.standing_changed.emit()

    def _on_fault_changed(self) -> None:
        if self.sender() is self.current.keeper:
            self.standing_changed.emit()


def _is_same(one: Path | None, other: Path) -> bool:
    if one is None:
        return False
    try:
        return one.samefile(other)
    except OSError:
        return one == other.absolute()
