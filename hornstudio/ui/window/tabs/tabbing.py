"""Tabs of a window: opened, gone through and closed, with what has to be asked before."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit

from hornstudio.ui.window.ending import may_end
from hornstudio.ui.window.tabs.bar import TabRow
from hornstudio.ui.window.tabs.tab import Sight, Tab
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.main_window import MainWindow
    from hornstudio.ui.window.workspace import Workspace

_FIELDS = (QLineEdit, QAbstractSpinBox, QPlainTextEdit)


class Tabbing(QObject):
    """Leads between the tabs and the panels, which show the one in front."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._tabs = window.tabs
        self._workspace: Workspace | None = None
        window.document.leaving.connect(self._on_leaving)
        window.document.switched.connect(self._on_switched)

    def adopt(self, workspace: "Workspace") -> None:
        """Put the row of tabs above the canvas."""
        self._workspace = workspace
        self.row = TabRow(self._tabs)
        self.row.close_wanted.connect(self.close_tab)
        workspace.put_over_canvas(self.row)
        workspace.training.running_changed.connect(lambda *_: self._show_running())
        canvas, level = workspace.canvas, workspace.level
        self._tabs.look = lambda: Sight(
            *canvas.composites.whole_in_view(), level.trail, level.selection
        )
        for changed in (level.selection_changed, level.moved):
            changed.connect(lambda *_: self._tabs.current.keeper.note_look())

    def slots(self) -> dict[str, Callable[[], object]]:
        """What actions do, by their ids."""
        return {
            "close_tab": self.close_current,
            "next_tab": lambda: self.step(1),
            "previous_tab": lambda: self.step(-1),
        }

    def take_up(self, sight: Sight) -> None:
        """Go on in the composite that was open in the network in front, with what was selected."""
        if self._workspace is None or self._tabs.current.sight is not sight:
            return
        level = self._workspace.level
        level.go(sight.trail)
        if level.trail == sight.trail:
            level.select(i for i in sight.selection if i in level.graph.nodes)

    def step(self, by: int) -> None:
        """Bring a neighbouring tab to the front."""
        self._window.commit()
        self._tabs.step(by)

    def close_current(self) -> None:
        """Close the network in front."""
        if self._window.has_document:
            self.close_tab(self._tabs.current)

    def close_tab(self, tab: Tab) -> bool:
        """Close a network; whether it is closed. Asks where something would be lost."""
        self._window.commit()
        if not (self._may_stop(tab) and self.may_leave(tab)):
            return False
        if len(self._tabs) == 1:
            self._window.has_document = False
            self._tabs.remove(tab)
            self._window.show_home()
        else:
            self._tabs.remove(tab)
        return True

    def may_leave(self, tab: Tab) -> bool:
        """Whether the network of a tab may go; it is shown where that has to be asked."""
        if not tab.document.is_modified:
            return True
        self._tabs.go(tab)
        return self._window.filing.may_leave()

    def may_leave_all(self) -> bool:
        """Whether all networks may go."""
        return all(self.may_leave(tab) for tab in self._tabs)

    def _may_stop(self, tab: Tab) -> bool:
        """Whether a training of this network may end; it is ended then."""
        if not self._window.is_training or self._workspace is None:
            return True
        if self._workspace.training.trainer.runner is not tab.document:
            return True
        name = self._tabs.title_of(tab)
        words = tr("{name} is being trained. Closing it ends the training.", name=name)
        is_sure = may_end(self._window, self._workspace.training.trainer, words)
        if is_sure:
            self._workspace.training.stop()
        return is_sure

    def _show_running(self) -> None:
        if self._workspace is not None:
            trainer = self._workspace.training.trainer
            self.row.show_running(trainer.runner if trainer.is_busy else None)

    def _on_leaving(self) -> None:
        """Remember what was in view, for coming back; what is being typed belongs to this one."""
        if self._workspace is None:
            return
        self._leave_field(self._workspace)
        tab = next((t for t in self._tabs if t.document is self._window.document.current), None)
        if tab is not None:
            canvas, level = self._workspace.canvas, self._workspace.level
            center = canvas.view.visible_area().center()
            tab.sight = Sight(canvas.view.zoom, center, level.trail, level.selection)

    def _leave_field(self, workspace: "Workspace") -> None:
        """Take over what is being typed: the same field will show what the next network has."""
        field = QApplication.focusWidget()
        if isinstance(field, _FIELDS) and workspace.isAncestorOf(field):
            workspace.focus_centre()
        self._window.commit()

    def _on_switched(self) -> None:
        if self._workspace is None:
            return
        sight, canvas = self._tabs.current.sight, self._workspace.canvas
        if sight is None:
            canvas.sight.fit_at_first()
            return
        canvas.sight.look(sight.zoom, sight.center)
        self._workspace.level.select(sight.selection)
