"""The graph as a picture: to a file of the person's choice, or to a printer."""

import math
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPageLayout
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from hornstudio.engine.check import Report
from hornstudio.engine.text import Text
from hornstudio.ui.canvas.figure import FORMATS, FigureWork, PageWork, Work
from hornstudio.ui.widgets import file_dialog
from hornstudio.ui.widgets.question import ask
from hornstudio.ui.words.translate import sentence, tr, tr_engine

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_AT_ONCE_S = 0.4
"""A picture that takes no longer needs no word of how far it is."""


class Picturing(QObject):
    """Draws graphs into files, and on paper, while the window goes on.

    progressed(words)   what is being drawn and how far that is; "" where nothing is
    told(words)         that it has begun, and what was drawn
    """

    progressed = Signal(str)
    told = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._works: list[Work] = []
        self._was_given_up = False

    @property
    def is_drawing(self) -> bool:
        """Whether something is being drawn or printed."""
        return bool(self._works)

    def ask_and_draw(self, report: Report, proposal: Path) -> None:
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
            self.draw(report, chosen[0])

    def draw(self, report: Report, path: Path) -> None:
        """Draw a graph into a file; where that cannot be, say why and leave what is there."""
        if path.suffix.lower() not in FORMATS:
            known = ", ".join(FORMATS)
            words = tr("A picture ends in {known}; {name} does not.", known=known, name=path.name)
            self._offer_another_place(report, path, words)
            return
        work = FigureWork(report, path, self)
        self._follow(work, path.name, lambda reason: self._on_drawn(work, report, reason))
        self.told.emit(tr("Drawing {name}…", name=path.name))

    def ask_and_print(self, report: Report, title: str, proposal: Path) -> None:
        """Let the person choose a printer, and draw the graph as large as its paper.

        proposal: as above, for who prints into a file.
        """
        from PySide6.QtPrintSupport import QPrintDialog

        printer = printer_for(report, title, proposal)
        dialog = QPrintDialog(printer, self._window)
        is_wanted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        if is_wanted:
            self.print(report, printer)

    def print(self, report: Report, printer: "QPrinter") -> None:
        """Draw a graph on a printer that is set up; where that cannot be, say why."""
        work = PageWork(report, printer, self)
        name = Path(work.where).name
        self._follow(work, name, lambda reason: self._on_printed(work, reason))
        self.told.emit(tr("Printing: {where}", where=name))

    def cancel(self) -> None:
        """Leave undone what is being drawn and printed."""
        for work in self._works:
            work.cancel()
            work.deleteLater()
        self._works.clear()
        self.progressed.emit("")
        self.told.emit(tr("Cancelled: nothing was drawn"))

    def _follow(self, work: Work, name: str, on_ended: Callable[[Text | None], None]) -> None:
        self._works.append(work)
        began = time.monotonic()
        work.progressed.connect(lambda share: self._tell(name, share, began))
        work.ended.connect(on_ended)

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

    def _forget(self, work: Work) -> None:
        self._works.remove(work)
        work.deleteLater()
        self.progressed.emit("")

    def _on_drawn(self, work: FigureWork, report: Report, reason: Text | None) -> None:
        self._forget(work)
        if reason is None:
            self.told.emit(tr("Drawn into {file}", file=str(work.path)))
        else:
            self._offer_another_place(report, work.path, sentence(reason))

    def _on_printed(self, work: PageWork, reason: Text | None) -> None:
        self._forget(work)
        if reason is None:
            self.told.emit(tr("Printed: {where}", where=work.where))
        else:
            self._was_given_up = True
            _refuse(self._window, sentence(reason))

    def _offer_another_place(self, report: Report, tried: Path, words: str) -> None:
        more, way = tr("Another place may do."), tr("Save &as…")
        if ask(self._window, tr("No picture"), words, more, (way,)) == 0:
            self.ask_and_draw(report, tried)
        else:
            self._was_given_up = True


def printer_for(report: Report, title: str, proposal: Path) -> "QPrinter":
    """A printer as its dialog proposes it: the paper lies as the graph does.

    proposal: as above, for who prints into a file.
    """
    # Here, because looking for printers takes its time.
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    # The dialogs of Windows and macOS make a PDF in their own way, and refuse a file that is set.
    is_of_qt = sys.platform not in ("win32", "darwin")
    if is_of_qt and not QPrinterInfo.availablePrinterNames():
        printer.setOutputFileName(str(proposal.with_suffix(".pdf")))
    if _is_wide(report):
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    return printer


def _is_wide(report: Report) -> bool:
    across, down = zip(*(node.at for node in report.graph.nodes.values()), strict=True)
    return max(across) - min(across) > max(down) - min(down)


def _refuse(window: QWidget, reason: str) -> None:
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(tr("No picture"))
    box.setText(reason)
    box.exec()
    box.deleteLater()
