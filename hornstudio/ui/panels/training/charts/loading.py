"""Importing pyqtgraph after the window has been painted: it takes a fifth of a second.

Not in a thread: PySide keeps what it knows of its types in tables that Qt reads without a lock, and
an import that makes types elsewhere ended the window now and then (once in some 100 starts). So it
is done in pieces, between which the window answers. Most of the time goes to types of Qt, which
PySide makes when somebody asks for their names, and pyqtgraph asks for all; the rest to its hundred
parts, which come one by one.
"""

import importlib
import time
from collections.abc import Generator
from types import ModuleType

from hornstudio.ui.panels.training.charts import piecemeal

_TYPES = ("QtCore", "QtGui", "QtWidgets", "QtSvg")
_DRAWING = "pyqtgraph"
_VIEW = "hornstudio.ui.panels.training.charts.view"
_PARTS = tuple(f"hornstudio.ui.panels.training.charts.{x}" for x in ("curve", "crosshair", "plot"))
_PIECE_S = 0.01

_outcome: ModuleType | Exception | None = None


def begin() -> None:
    """Import the drawing part, once a process; only the thread that draws may do so."""
    while not go_on():
        pass


def go_on() -> bool:
    """Do the next piece of it; whether that was the last."""
    global _outcome
    if _outcome is None:
        try:
            next(_coming)
        except StopIteration as end:
            _outcome = end.value
        except Exception as error:  # told to the person in place of the charts
            _outcome = error
    return _outcome is not None


def outcome() -> ModuleType | Exception | None:
    """The module of the charts, or what went wrong; None before it is imported."""
    return _outcome


def _pieces() -> Generator[None, None, ModuleType]:
    began = time.perf_counter()
    for name in _TYPES:
        module = importlib.import_module(f"PySide6.{name}")
        for each in dir(module):
            getattr(module, each, None)
            if time.perf_counter() - began > _PIECE_S:
                yield
                began = time.perf_counter()
    yield
    began = time.perf_counter()
    for _ in piecemeal.imported(_DRAWING):
        if time.perf_counter() - began > _PIECE_S:
            yield
            began = time.perf_counter()
    yield
    for name in _PARTS:
        importlib.import_module(name)
        yield
    return importlib.import_module(_VIEW)


_coming = _pieces()
