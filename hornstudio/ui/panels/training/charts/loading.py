"""Importing pyqtgraph beside the event loop: it takes a third of a second that start-up has not."""

import importlib
import threading
from types import ModuleType

_VIEW = "hornstudio.ui.panels.training.charts.view"


class _Import(threading.Thread):
    """Imports the drawing part; keeps what went wrong."""

    def __init__(self) -> None:
        super().__init__(name="import charts")
        self.module: ModuleType | None = None
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.module = importlib.import_module(_VIEW)
        except Exception as error:  # told to the person in place of the charts
            self.error = error


_import: _Import | None = None


def begin() -> None:
    """Start importing, once a process."""
    global _import
    if _import is None:
        _import = _Import()
        _import.start()


def outcome() -> ModuleType | Exception | None:
    """The module of the charts, or what went wrong; None while it is being imported."""
    if _import is None or _import.is_alive():
        return None
    return _import.module or _import.error


def wait() -> None:
    """Wait until it is imported."""
    if _import is not None:
        _import.join()
