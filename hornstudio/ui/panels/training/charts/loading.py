"""Importing pyqtgraph after the window has been painted: it takes a fifth of a second.

Not in a thread: PySide keeps what it knows of its types in tables that Qt reads without a lock, and
an import that makes types elsewhere ended the window now and then (once in some 100 starts).
"""

import importlib
from types import ModuleType

_VIEW = "hornstudio.ui.panels.training.charts.view"

_outcome: ModuleType | Exception | None = None


def begin() -> None:
    """Import the drawing part, once a process; only the thread that draws may do so."""
    global _outcome
    if _outcome is not None:
        return
    try:
        _outcome = importlib.import_module(_VIEW)
    except Exception as error:  # told to the person in place of the charts
        _outcome = error


def outcome() -> ModuleType | Exception | None:
    """The module of the charts, or what went wrong; None before it is imported."""
    return _outcome
