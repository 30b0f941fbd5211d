"""The graph as a picture: to a file of the person's choice, or to a printer."""

import sys
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.errors import FileError
from hornstudio.ui.canvas.figure import FORMATS, Drawing, figure_bytes
from hornstudio.ui.document import Document
from hornstudio.ui.widgets import file_dialog
from hornstudio.ui.widgets.busy import busy
from hornstudio.ui.words.translate import sentence, tr, tr_engine


def save_picture(window: QWidget, document: Document, proposal: Path) -> Path | None:
    """Let the person choose a file, and draw the graph into it; the suffix says the kind.

    proposal: a file of that folder and name, whatever its suffix. Returns what was written.
    """
    suffixes = {
        f"{tr_engine(made.what)} (*{made.suffix})": made.suffix for made in FORMATS.values()
    }
    dialog = file_dialog.to_save(window, tr("Save a picture of the network"), suffixes)
    dialog.setDirectory(str(proposal.parent))
    dialog.selectFile(proposal.stem)
    chosen = file_dialog.chosen(dialog)
    return write_picture(window, document, chosen[0]) if chosen else None


def write_picture(window: QWidget, document: Document, path: Path) -> Path | None:
    """Draw the graph into a file; where that cannot be, say why and leave what is there."""
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        known = ", ".join(FORMATS)
        _refuse(
            window, tr("A picture ends in {known}; {name} does not.", known=known, name=path.name)
        )
        return None
    try:
        with busy():
            write_atomically(path, figure_bytes(document.graph, suffix))
    except FileError as error:
        _refuse(window, sentence(error.text))
        return None
    return path


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
