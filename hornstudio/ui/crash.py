"""A fault of the program itself: told in words, kept in a file, and the window lives on."""

import platform
import sys
import threading
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from hornstudio import __version__
from hornstudio.paths import cache_dir
from hornstudio.ui.words.translate import tr

LOG_NAME = "faults.log"
_LOG_LIMIT_BYTES = 1_000_000


class CrashReporter(QObject):
    """Takes the place of `sys.excepthook` and `threading.excepthook` until `close`.

    A dialog shows the first fault; those that come while it is open only go to the log.
    """

    _raised = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.box: QMessageBox | None = None
        self._before = (sys.excepthook, threading.excepthook)
        # Queued, because a fault may arrive in another thread or in the middle of painting.
        self._raised.connect(self._show, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def close(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(details)
        write_log(details)
        self._raised.emit(details)

    def _on_thread_exception(self, fault: threading.ExceptHookArgs) -> None:
        error = fault.exc_value or fault.exc_type()
        self._on_exception(fault.exc_type, error, fault.exc_traceback)

    def _show(self, details: str) -> None:
        if self.box is not None:
            return
        self.box = make_box(details, QApplication.activeWindow())
        self.box.finished.connect(self._on_closed)
        self.box.open()

    def _on_closed(self) -> None:
        if self.box is not None:
            self.box.deleteLater()
            self.box = None


def make_box(details: str, parent: QWidget | None = None) -> QMessageBox:
    """The dialog: what happened, what to do, where the details are."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Critical)
    box.setWindowTitle(tr("A fault in HornStudio"))
    box.setText(tr("Something in HornStudio itself went wrong."))
    box.setInformativeText(
        tr(
            "Your network is still open; save it now. The details are kept in {path}",
            path=str(log_path()),
        )
    )
    box.setDetailedText(details)
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    return box


def log_path() -> Path:
    """File that holds the faults."""
    return cache_dir() / LOG_NAME


def write_log(details: str) -> None:
    """Add a fault to the log; a log that has grown large begins anew."""
    head = f"{datetime.now():%Y-%m-%d %H:%M:%S} HornStudio {__version__}"
    head += f", Python {platform.python_version()}, {platform.platform()}"
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_large = path.is_file() and path.stat().st_size > _LOG_LIMIT_BYTES
        with path.open("w" if is_large else "a", encoding="utf-8") as file:
            file.write(f"{head}\n{details}\n")
    except OSError as error:
        sys.stderr.write(f"the fault is not kept: {error}\n")
