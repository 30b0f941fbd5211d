"""Where in the window that goes which has come from elsewhere, and what becomes of it there."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from hornstudio.engine.modules.patience import is_not_yet
from hornstudio.ui.window.incoming.asking import ask_about
from hornstudio.ui.window.incoming.dropped_data import take_data
from hornstudio.ui.window.incoming.own_look import OwnLook
from hornstudio.ui.window.incoming.own_modules import OwnModules, ask_and_start, notice
from hornstudio.ui.window.incoming.weights import ComingWeights
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.main_window import MainWindow
    from hornstudio.ui.window.workspace import Workspace


class Arrival(QObject):
    """Follows a window's `incoming`, and the panels once they are made.

    Who comes back from another program may have changed a table there: it is looked at again, that
    of a network behind others when it comes to the front. A large one takes seconds: in a thread,
    also when it is seen for the first time, in a file that is opened or as a setting.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_application_state)
        window.incoming.data_dropped.connect(partial(take_data, window))
        window.incoming.samples_dropped.connect(partial(ask_about, window))
        self._weights = ComingWeights(window)
        self.modules = OwnModules(self)
        self.modules.changed.connect(self._on_modules_changed)
        self._look = OwnLook(self)
        self._look.finished.connect(self._on_looked)
        window.document.switched.connect(self._on_switched)
        window.document.graph_changed.connect(self._look_where_unknown)

    def adopt(self, workspace: "Workspace") -> None:
        """Follow the panels, too."""
        self._weights.adopt(workspace)

    def _on_application_state(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            return
        self.modules.look()
        if self._window.has_document:
            self._look_again()

    def start_module(self) -> None:
        """Begin a file for a module of one's own, and show where it is."""
        path = ask_and_start(self._window)
        if path is None:
            return
        self.modules.look()
        self._window.status.show_notice(
            tr("Wrote {path}: open it in your editor; it is read when you save it", path=str(path))
        )
        # Its folder, not the file: some systems would run that.
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def _on_modules_changed(self) -> None:
        """The network in front is checked with them; others when they come to the front."""
        self._window.document.know_again()
        self._window.client.renew()
        if self._window.has_document:
            self._window.status.show_notice(notice())

    def _on_switched(self) -> None:
        self._window.document.know_again()
        self._look_again()

    def _look_again(self) -> None:
        self._look.start(self._window.document.report)

    def _look_where_unknown(self) -> None:
        """What was not waited for is looked through now."""
        report = self._window.document.report
        if any(is_not_yet(problem.reason) for problem in report.problems):
            self._look.start(report)

    def _on_looked(self) -> None:
        self._window.document.look_again()
        self._look_where_unknown()  # a file may have changed once more

    def stop(self) -> None:
        """Tell nothing of files that are looked through now."""
        self._look.stop()
