"""A graph on one page of a printer."""

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from hornstudio.engine.check import Report
from hornstudio.ui.canvas.figure.drawing import drawing_in_turns
from hornstudio.ui.canvas.figure.formats import READY
from hornstudio.ui.canvas.figure.turn import within

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


def page_in_turns(report: Report, printer: "QPrinter") -> Generator[float, None, bool]:
    """Draw as large as the paper of a printer that is set up; returns whether it took the page.

    Left before its end, nothing is printed, and of a file nothing is left.
    """
    drawing = yield from within(drawing_in_turns(report), 0.0, READY)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    page = printer.pageLayout().paintRectPixels(printer.resolution())
    room, is_whole = QRectF(0, 0, page.width(), page.height()), False
    try:
        yield from within(drawing.in_turns(painter, room), READY, 1.0)
        is_whole = True
    finally:
        if not is_whole:
            printer.abort()
        is_taken = painter.end()
        if not is_whole and printer.outputFileName():
            Path(printer.outputFileName()).unlink(missing_ok=True)
    return is_taken
