"""The window: places the start page, the panels and the bars; asks before anything is lost."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QShowEvent,
    QStatusTipEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMainWindow,
)

from hornstudio.engine.storage.templates import TEMPLATES
from hornstudio.ui.action.action_set import Actions
from hornstudio.ui.canvas import paint_graph
from hornstudio.ui.collector import release
from hornstudio.ui.mime import take_copy
from hornstudio.ui.panels.shortcuts.keymap import Keymap
from hornstudio.ui.panels.welcome import WelcomePage
from hornstudio.ui.settings import Settings
from hornstudio.ui.theme import current, pixmap
from hornstudio.ui.widgets.announcement import call_back
from hornstudio.ui.widgets.pages import Pages
from hornstudio.ui.window.device_figure import DeviceFigure
from hornstudio.ui.window.ending import has_learned, may_end
from hornstudio.ui.window.filing import Filing
from hornstudio.ui.window.frame import Frame
from hornstudio.ui.window.hint import hint_of
from hornstudio.ui.window.idle_item import IdleItems
from hornstudio.ui.window.idle_key import explain
from hornstudio.ui.window.incoming.arrival import Arrival
from hornstudio.ui.window.incoming.drop import files_in
from hornstudio.ui.window.incoming.incoming import Incoming
from hornstudio.ui.window.incoming.pasted import paste_by_key
from hornstudio.ui.window.menu_key import open_menu
from hornstudio.ui.window.recent_menu import RecentMenu
from hornstudio.ui.window.safekeeping.bar import FileBar
from hornstudio.ui.window.safekeeping.guard import FileGuard
from hornstudio.ui.window.safekeeping.keeper import Keeper
from hornstudio.ui.window.safekeeping.recovery import Recovery
from hornstudio.ui.window.second_click import SecondClick
from hornstudio.ui.window.slots import Slots
from hornstudio.ui.window.speech import Speech
from hornstudio.ui.window.status_line import StatusLine
from hornstudio.ui.window.tabs.tab import Sight
from hornstudio.ui.window.tabs.tab_set import TabSet
from hornstudio.ui.window.tabs.tabbing import Tabbing
from hornstudio.ui.window.title import Title
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.panels.training import WorkerClient
    from hornstudio.ui.window.workspace import Workspace

_MARK_PX = 16
_AFTER_PAINT_MS = 30


class MainWindow(QMainWindow):
    """One document with everything around it.

    What the start page does not need is made after its first paint, or when it is asked for: the
    panels (`workspace`) and the worker (`client`). tabs: of the window whose place it takes.

    language_chosen()   the settings have another one
    """

    language_chosen = Signal()

    def __init__(
        self,
        settings: Settings,
        client: "WorkerClient | None" = None,
        tabs: TabSet | None = None,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.has_document = False
        self.was_maximized = False
        self._has_painted = False
        self._client = client
        self._workspace: Workspace | None = None
        self.tabs = TabSet(self) if tabs is None else tabs
        if tabs is not None and client is not None:
            tabs.hand_on(self)
            client.hand_on(self)
        self.document = self.tabs.front
        self.table = Actions(self, self.document.history)
        self.keymap = Keymap(self.table, settings)
        self.filing = Filing(self, self.tabs, settings)
        self.incoming = Incoming(self, self.filing, self.tabs, settings)
        self.arrival = Arrival(self)
        self.tabbing = Tabbing(self)
        self.status = StatusLine()
        self._device = DeviceFigure(self.document, self.status.device, self)
        self._mark = QLabel()
        self._place()
        self.recovery = Recovery(self, self.filing, self.welcome.offer)
        self.slots = Slots(self)
        self._idle_items = IdleItems(self)
        self._speech = Speech(self.document, self.status.hint)
        self.tabs.changed.connect(self._on_tabs_changed)
        self._connect()
        self.show_home()

    @property
    def guard(self) -> FileGuard:
        """Of the file in front."""
        return self.tabs.current.guard

    @property
    def keeper(self) -> Keeper:
        """Of the work in front."""
        return self.tabs.current.keeper

    @property
    def client(self) -> "WorkerClient":
        """The worker's client; it is started after the first paint."""
        if self._client is None:
            from hornstudio.ui.panels.training import WorkerClient

            self._client = WorkerClient(parent=self)
        return self._client

    @property
    def workspace(self) -> "Workspace":
        """The panels; the first look at them makes them."""
        if self._workspace is None:
            self._workspace = self._make_workspace()
        return self._workspace

    @property
    def is_working(self) -> bool:
        """Whether the panels are shown, and not the start page."""
        return self._workspace is not None and self.stack.currentWidget() is self._workspace

    @property
    def is_training(self) -> bool:
        """Whether a run is in progress."""
        return self._client is not None and self._client.is_busy

    @property
    def is_occupied(self) -> bool:
        """Whether it does something that would be lost with the window, but for a training."""
        is_listing = self._workspace is not None and self._workspace.runs.reader.is_busy
        return is_listing or self.slots.picturing.is_drawing or self.incoming.is_reading

    def show_home(self) -> None:
        """Show the start page; an open network stays as it is behind it."""
        self.welcome.show_files(self.settings.recent_files())
        self.welcome.show_document(self.document.title if self.has_document else "")
        self.stack.setCurrentWidget(self.welcome)
        self.status.show_start()
        self.title.renew()
        self.slots.renew()
        self.welcome.focus_start()
        QTimer.singleShot(0, self, self.recovery.search)  # after the first paint

    def show_work(self) -> None:
        """Show the network and its panels."""
        self.has_document = True
        self.stack.setCurrentWidget(self.workspace)
        self.status.show_report(self.document.report)
        self._show_hint()
        self.title.renew()
        self.slots.renew()
        self.workspace.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit(self) -> bool:
        """Take over what is being typed on the canvas or in the inspector; always True."""
        if self.is_working:
            self.workspace.canvas.commit()
            self.workspace.inspector.commit()
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about a training and about unsaved work; then end the worker."""
        self.commit()
        if not (
            self.slots.picturing.finish()
            and self._may_stop_training()
            and self.tabbing.may_leave_all()
        ):
            event.ignore()
            return
        self.remember()
        self._stop()
        self.tabs.close()
        if self._client is not None:
            keeps_run = self._workspace is not None and has_learned(self.workspace.training.trainer)
            self._client.shutdown(keeps_run=keeps_run)
        event.accept()

    def retire(self) -> None:
        """Another window has taken over what is open: what only shows it goes."""
        self._stop()
        self.hide()
        self.deleteLater()
        release()

    def _stop(self) -> None:
        self.incoming.stop()
        self.arrival.stop()
        self.recovery.close()
        if self._workspace is not None:
            self._workspace.runs.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Go on with the rest once the first picture of the window is on the screen."""
        super().showEvent(event)
        if not self._has_painted:
            self._has_painted = True
            QTimer.singleShot(_AFTER_PAINT_MS, self, self._make_ready)

    def event(self, event: QEvent) -> bool:
        """Tips of menus stand in the hint, beside the problems and not instead of them."""
        if isinstance(event, QStatusTipEvent):
            self.status.show_tip(event.tip())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that nobody took may be that of a menu, or of what cannot be done now."""
        if not (open_menu(event) or paste_by_key(self, event) or explain(self, event)):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """The focus goes on by Tab; also from what hides or is disabled, then to the centre.

        Qt would give it to the next field, with all its text selected: the next key replaces it.
        """
        left = QApplication.focusWidget()
        is_gone = left is not None and not (left.isVisible() and left.isEnabled())
        if is_gone and self.is_working and self.workspace.centre.isVisible():
            self.workspace.focus_centre()
            return True
        return super().focusNextPrevChild(is_next)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files from the desktop; what cannot be opened is refused in words."""
        if event.mimeData().hasUrls():
            take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open or import, after the program that the file came from has been answered.

        What follows is typed here, not there.
        """
        self.activateWindow()
        paths = files_in(event.mimeData())
        take_copy(event)
        QTimer.singleShot(0, self, lambda: self.incoming.take(paths))

    def _place(self) -> None:
        self.setAcceptDrops(True)
        self.setStatusBar(self.status)
        bar = self.menuBar()
        bar.setCornerWidget(self._mark, Qt.Corner.TopLeftCorner)
        self._mark.setContentsMargins(12, 0, 6, 0)
        self.title = Title(self)
        self.table.fill(bar)
        self.recent_menu = RecentMenu(
            self.table.menus["recent"], self.settings, self.table["clear_recent"]
        )
        menus = self.table.menus
        self.welcome = WelcomePage(
            TEMPLATES, paint_graph, menus["theme"], menus["language"], self.table["shortcuts"]
        )
        self.status.offer_languages(menus["language"])
        self.stack = Pages()
        SecondClick(self.stack)
        self.stack.addWidget(self.welcome)
        self.setCentralWidget(self.stack)
        self._frame = Frame(self, self.settings)
        self._on_theme_changed()

    def _connect(self) -> None:
        document, welcome, filing = self.document, self.welcome, self.filing
        document.graph_changed.connect(self._on_graph_changed)
        document.path_changed.connect(self.title.renew)
        document.modified_changed.connect(lambda _is: self.title.renew())
        welcome.new_chosen.connect(filing.new)
        welcome.open_chosen.connect(filing.ask_and_open)
        welcome.back_chosen.connect(self.show_work)
        welcome.file_chosen.connect(filing.open)
        welcome.template_chosen.connect(filing.open_copy)
        filing.chosen.connect(self.incoming.open)
        filing.opened.connect(self._on_opened)
        filing.found.connect(self._on_found)
        filing.told.connect(self.status.show_notice)
        self.incoming.told.connect(self.status.show_notice)
        self.tabs.standing_changed.connect(self.title.renew)
        document.switched.connect(self._on_switched)
        self.recent_menu.file_chosen.connect(filing.open)
        self.status.problems_clicked.connect(lambda: self.workspace.bottom.show_page("problems"))
        current().changed.connect(self._on_theme_changed)

    def _make_ready(self) -> None:
        """Start the worker first: it takes longest, and does so beside us."""
        if not self.isVisible():
            return
        self.client.start()
        _ = self.workspace
        call_back()  # from the tabs that have come to be

    def _make_workspace(self) -> "Workspace":
        # Here, because the start page is to be seen before the panels' code has been read.
        from hornstudio.ui.window.workspace import Workspace

        made = Workspace(self.document, self.client, self.table, self.settings, self.stack)
        made.put_above(self._make_file_bar())
        self.tabbing.adopt(made)
        self.table.bind_to_canvas(made.canvas)
        self.stack.addWidget(made)
        made.training.status.connect(self.status.show_notice)
        made.runs.status.connect(self.status.show_notice)
        self.arrival.adopt(made)
        made.canvas.said.connect(self.status.show_notice)
        made.canvas.shown.connect(self.status.show_quietly)
        self.client.ready.connect(self._device.greet)
        made.level.selection_changed.connect(lambda _ids: self._show_hint())
        made.level.graph_changed.connect(lambda *_: self._renew_hint())
        self.slots.adopt(made)
        return made

    def _make_file_bar(self) -> FileBar:
        bar, filing = FileBar(self.guard), self.filing
        self.tabs.standing_changed.connect(lambda: bar.follow(self.guard, self.keeper.fault))
        bar.save_chosen.connect(lambda: self.commit() and filing.save())
        bar.copy_chosen.connect(filing.go_on_with_copy)
        bar.save_as_chosen.connect(lambda: self.commit() and filing.save_as())
        bar.overwrite_chosen.connect(lambda: self.commit() and filing.overwrite())
        bar.reload_chosen.connect(filing.load_again)
        bar.found_chosen.connect(self.show_home)
        self.recovery.found_changed.connect(bar.show_found)
        bar.show_found(len(self.recovery.found))
        return bar

    def _on_opened(self) -> None:
        self.workspace.show_build()
        self.show_work()
        sight = self.tabs.current.sight
        if sight is None:
            self.workspace.canvas.sight.fit_at_first()
        else:
            self.look_at_first(sight)

    def look_at_first(self, sight: Sight) -> None:
        """Show what was in view of the network in front, also where the view has no size yet."""
        self.workspace.canvas.sight.look_at_first(sight.zoom, sight.center)
        QTimer.singleShot(0, self, lambda: self.tabbing.take_up(sight))  # after that

    def _on_found(self) -> None:
        self.workspace.show_build()
        self.show_work()

    def _on_tabs_changed(self) -> None:
        """Another file of the same name may be open now, or no longer."""
        self.title.renew()
        self.slots.renew()

    def _on_switched(self) -> None:
        if self.is_working:
            self._show_hint()
            self.slots.renew()

    def _on_graph_changed(self, old: object, new: object) -> None:
        if self.is_working:
            self.status.show_report(self.document.report)
            self.title.renew()

    def _on_theme_changed(self) -> None:
        ratio = self.devicePixelRatioF()
        self._mark.setPixmap(pixmap("brand-mark", "text.primary", _MARK_PX, ratio))

    def _show_hint(self) -> None:
        if self.is_working:
            self.status.show_hint(hint_of(self.workspace.level, self.table.keys_text))

    def _renew_hint(self) -> None:
        if self.is_working:
            self.status.renew_hint(hint_of(self.workspace.level, self.table.keys_text))

    def _may_stop_training(self) -> bool:
        if not self.is_training:
            return True
        words = tr("A training is running. Closing the window ends it.")
        return may_end(self, self.workspace.training.trainer, words)

    def remember(self) -> None:
        """Note in the settings where the window is, and how its panels are sized."""
        self._frame.note()
        if self._workspace is not None and self._workspace.is_sized:
            self._workspace.remember()
        self.settings.save()
