"""The application: look, language, faults, Ctrl+C in the terminal; then the window."""

import signal
import socket
import sys
from functools import partial
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal
from PySide6.QtWidgets import QApplication

from hornstudio import __version__
from hornstudio.engine.modules.patience import in_a_hurry
from hornstudio.ui import settings as settings_file
from hornstudio.ui.collector import Collector
from hornstudio.ui.crash import CrashReporter
from hornstudio.ui.main_window import MainWindow
from hornstudio.ui.settings import Settings
from hornstudio.ui.stage import Stage
from hornstudio.ui.theme import Mode, install
from hornstudio.ui.widgets.enter_key import EnterPresses
from hornstudio.ui.widgets.menu_bar_keys import MenuBarKeys
from hornstudio.ui.words import language


def run_window(*paths: str) -> int:
    """Show the window, with each file that is named in a tab; the exit status of the program."""
    app = make_application()
    collector = Collector(app)  # before the first thread
    settings = settings_file.load()
    install(app, Mode(settings.theme))
    language.install(app, settings.language)
    EnterPresses(app)
    MenuBarKeys(app)
    reporter = CrashReporter()
    window = build_window(settings)
    stage = Stage(app, window)
    interrupts = Interrupts()
    interrupts.arrived.connect(stage.close)
    window.show()
    for path in paths:
        QTimer.singleShot(0, window, partial(window.incoming.open, Path(path)))
    try:
        with in_a_hurry():
            return app.exec()
    finally:
        collector.close()
        interrupts.close()
        reporter.close()


def make_application() -> QApplication:
    """The application of this process, with its names set."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    QApplication.setDesktopFileName("hornstudio")
    if sys.platform == "win32":  # else it lies among Python's windows in the task bar
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID("HornStudio")
    app = QApplication(sys.argv[:1])
    app.setApplicationName("HornStudio")
    app.setApplicationVersion(__version__)
    return app


def build_window(settings: Settings | None = None) -> MainWindow:
    """The window with the person's settings, not shown yet."""
    return MainWindow(settings if settings is not None else settings_file.load())


class Interrupts(QObject):
    """Ctrl+C in the terminal as a signal; the second one ends the program at once.

    Qt's event loop lets no Python run while nothing happens, so a byte on a socket wakes it.
    """

    arrived = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_byte)
        self._former_handler = signal.signal(signal.SIGINT, self._on_interrupt)
        self._former_fd = signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)

    def close(self) -> None:
        """Give Ctrl+C back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._former_fd)
        signal.signal(signal.SIGINT, self._former_handler)
        self._read.close()
        self._write.close()

    def _on_interrupt(self, number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        self.arrived.emit()

    def _on_byte(self) -> None:
        self._read.recv(64)
