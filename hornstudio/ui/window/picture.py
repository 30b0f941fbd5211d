"""The graph as a picture: to a file of the person's choice, or to a printer."""

import math
import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from hornstudio.engine.graph import Graph
from hornstudio.engine.text import Text
from hornstudio.ui.canvas.figure import FORMATS, Drawing, FigureWork
from hornstudio.ui.document import Document
from hornstudio.ui.widgets import file_dialog
from hornstudio.ui.widgets.busy import busy
from hornstudio.ui.widgets.question import ask
from hornstudio.ui.words.translate import sentence, tr, tr_engine

_AT_ONCE_S = 0.4
"""A picture that takes no longer needs no word of how far it is."""


class Picturing(QObject):
    """Draws graphs into files while the window goes on.

    progressed(words)   what is being drawn and how far that is; "" where nothing is
    told(words)         that it has begun, and what was drawn
    """

    progressed = Signal(str)
    told = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._works: list[FigureWork] = []
        self._was_given_up = False

    def ask_and_draw(self, graph: Graph, proposal: Path) -> None:
        """Let the person choose a file, and draw the graph into it; the suffix says the kind.

        proposal: a file of that folder and name, whatever its suffix.
        """
        suffixes = {
            f"{tr_engine(made.what)} (*{made.suffix})": made.suffix for made in FORMATS.values()
        }
        dialog = file_dialog.to_save(self._window, tr("Save a picture of the network"), suffixes)
        for name, suffix in suffixes.items():
            if proposal.suffix.lower() == suffix:
                dialog.selectNameFilter(name)
                dialog.filterSelected.emit(name)
        dialog.setDirectory(str(proposal.parent))
        dialog.selectFile(proposal.stem)
        chosen = file_dialog.chosen(dialog)
        if chosen:
            self.draw(graph, chosen[0])

    def draw(self, graph: Graph, path: Path) -> None:
        """Draw a graph into a file; where that cannot be, say why and leave what is there."""
        if path.suffix.lower() not in FORMATS:
            known = ", ".join(FORMATS)
            words = tr("A picture ends in {known}; {name} does not.", known=known, name=path.name)
            self._offer_another_place(graph, path, words)
            return
        with busy():
            work = FigureWork(graph, path, self)
        self._works.append(work)
        began = time.monotonic()
        work.progressed.connect(lambda share: self._tell(path.name, share, began))
        work.ended.connect(lambda reason: self._on_ended(work, graph, reason))
        self.told.emit(tr("Drawing {name}…", name=path.name))

    def finish(self) -> bool:
        """Wait for all that is being drawn; False where one was not, and the person knows it."""
        self._was_given_up = False
        while self._works:
            self._works[0].finish()
        return not self._was_given_up

    def _tell(self, name: str, share: float, began: float) -> None:
        if time.monotonic() - began > _AT_ONCE_S:
            words = tr("{name}: {share} %", name=name, share=math.floor(100 * share))
            self.progressed.emit(words)

    def _on_ended(self, work: FigureWork, graph: Graph, reason: Text | None) -> None:
        self._works.remove(work)
        work.deleteLater()
        self.progressed.emit("")
        if reason is None:
            self.told.emit(tr("Drawn into {file}", file=str(work.path)))
        else:
            self._offer_another_place(graph, work.path, sentence(reason))

    def _offer_another_place(self, graph: Graph, tried: Path, words: str) -> None:
        more, way = tr("Another place may do."), tr("Save &as…")
        if ask(self._window, tr("No picture"), words, more, (way,)) == 0:
            self.ask_and_draw(graph, tried)
        else:
            self._was_given_up = True


def print_picture(window: QWidget, document: Document, proposal: Path) -> str:
    """Let the person choose a printer, and draw the graph as large as its paper.

    proposal: as above, for who prints into a file. Returns the printer's name, or the file that
    was written; "" where nothing was.
    """
    # Here, because looking for printers takes its time.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(document.title)
    # The dialogs of Windows and macOS make a PDF in their own way, and refuse a file that is set.
    is_of_qt = sys.platform not in ("win32", "darwin")
    if is_of_qt and not QPrinterInfo.availablePrinterNames():
        printer.setOutputFileName(str(proposal.with_suffix(".pdf")))
    with busy():
        drawing = Drawing(document.graph)
    if drawing.size.width() > drawing.size.height():
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    dialog = QPrintDialog(printer, window)
    wanted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    if not wanted:
        return ""
    where = printer.outputFileName() or printer.printerName()
    if not print_on(printer, drawing):
        _refuse(window, tr("{printer} does not take the picture.", printer=where))
        return ""
    return where


def print_on(printer: object, drawing: Drawing) -> bool:
    """Draw on one page of a printer that is set up; whether it took it."""
    from PySide6.QtPrintSupport import QPrinter

    assert isinstance(printer, QPrinter)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    page = printer.pageLayout().paintRectPixels(printer.resolution())
    with busy():
        drawing.paint_into(painter, QRectF(0, 0, page.width(), page.height()))
        return painter.end()


def _refuse(window: QWidget, reason: str) -> None:
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(tr("No picture"))
    box.setText(reason)
    box.exec()
    box.deleteLater()
