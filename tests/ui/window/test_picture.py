"""Saving and printing a picture of the graph."""

import sys
import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog

from hornstudio.engine.graph import Graph
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.canvas.figure import figure_bytes, formats, page
from hornstudio.ui.window import picture


@pytest.fixture
def shown(window):
    window.filing.open_copy(find_template("mnist_mlp").graph())
    return window


def choose(monkeypatch, path):
    """The person chooses a file in the dialog."""
    monkeypatch.setattr(QFileDialog, "exec", lambda self: 1)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda self: [str(path)])


def test_the_action_draws_into_the_chosen_file(shown, monkeypatch, tmp_path, qtbot):
    path = tmp_path / "net.svg"
    choose(monkeypatch, path)
    shown.table["picture"].trigger()
    assert "Drawing net.svg" in shown.status.hint.whole_text
    qtbot.waitUntil(lambda: str(path) in shown.status.hint.whole_text)
    assert path.read_bytes().startswith(b"<?xml")
    assert shown.status.drawing.isHidden()


def test_the_window_goes_on_while_a_large_picture_is_drawn(shown, monkeypatch, tmp_path, qtbot):
    monkeypatch.setattr(picture, "_AT_ONCE_S", 0.0)
    path, said = tmp_path / "net.png", []
    report = shown.document.report
    shown.slots.picturing.progressed.connect(said.append)
    turns = []
    timer = QTimer(shown, interval=0)
    timer.timeout.connect(lambda: turns.append(path.exists()))
    timer.start()
    shown.slots.picturing.draw(report, path)
    shown.document.edit("empty", Graph())  # what goes on in the meantime is not in the picture
    qtbot.waitUntil(lambda: said[-1:] == [""])
    timer.stop()
    assert len(turns) > 3
    shares = [int(words.removeprefix("net.png: ").removesuffix(" %")) for words in said[:-1]]
    assert shares == sorted(shares)
    assert shares[-1] == 100
    assert QImage(str(path)) == QImage.fromData(figure_bytes(report.graph, ".png"))


def test_a_window_that_closes_draws_to_the_end(shown, tmp_path):
    path = tmp_path / "net.png"
    shown.slots.picturing.draw(shown.document.report, path)
    assert shown.close()
    assert not QImage(str(path)).isNull()


def test_a_picture_that_failed_keeps_the_window_open(shown, answer, tmp_path):
    said = answer("Cancel")
    shown.slots.picturing.draw(shown.document.report, tmp_path / "none" / "net.png")
    assert not shown.close()
    assert "none" in said[0]
    assert shown.close()


def test_an_unknown_kind_is_refused_with_those_that_are_known(shown, answer, tmp_path):
    said = answer("Cancel")
    path = tmp_path / "net.bmp"
    shown.slots.picturing.draw(shown.document.report, path)
    assert ".png, .svg, .pdf, .tex" in said[0]
    assert not path.exists()


def test_what_cannot_be_written_leaves_what_is_there_and_asks_for_another_place(
    shown, answer, monkeypatch, tmp_path, qtbot
):
    folder, better = tmp_path / "file", tmp_path / "seven.svg"
    folder.write_text("no folder")
    choose(monkeypatch, better)
    asked = []
    monkeypatch.setattr(QFileDialog, "selectFile", lambda self, name: asked.append(name))
    said = answer("Save as…")
    shown.slots.picturing.draw(shown.document.report, folder / "seven.svg")
    qtbot.waitUntil(better.exists)
    assert "seven.svg" in said[0]
    assert asked == ["seven"], "the typed name is kept"
    assert folder.read_text() == "no folder"


@pytest.fixture
def printer(tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "page.pdf"))
    return printer


def test_a_page_is_printed_while_the_window_goes_on(shown, printer, tmp_path, qtbot):
    path, said = tmp_path / "page.pdf", []
    shown.slots.picturing.told.connect(said.append)
    shown.slots.picturing.print(shown.document.report, printer)
    shown.document.edit("empty", Graph())
    assert said == ["Printing: page.pdf"]
    qtbot.waitUntil(lambda: said[-1] == f"Printed: {path}")
    assert path.read_bytes().startswith(b"%PDF-")
    assert path.stat().st_size > 20_000


def test_a_window_that_closes_prints_to_the_end(shown, printer, tmp_path):
    shown.slots.picturing.print(shown.document.report, printer)
    assert shown.close()
    assert (tmp_path / "page.pdf").read_bytes().rstrip().endswith(b"%%EOF")


def test_the_action_prints_on_the_chosen_printer(shown, monkeypatch, tmp_path, qtbot):
    monkeypatch.setattr(QPrintDialog, "exec", lambda self: 1)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: [])
    monkeypatch.setattr(type(shown.filing), "folder", tmp_path)
    shown.table["print"].trigger()
    qtbot.waitUntil(lambda: not shown.slots.picturing._works)
    (pdf,) = tmp_path.iterdir()
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_what_a_printer_does_not_take_is_said(shown, printer, answer, monkeypatch):
    monkeypatch.setattr(page.QPainter, "begin", lambda self, device: False)
    said = answer("OK")
    shown.slots.picturing.print(shown.document.report, printer)
    assert not shown.slots.picturing.finish()
    assert "page.pdf does not take the picture" in said[0]


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf", ".tex"])
def test_a_picture_that_is_cancelled_is_not_written(shown, monkeypatch, tmp_path, qtbot, suffix):
    monkeypatch.setattr(picture, "_AT_ONCE_S", 0.0)
    path, status = tmp_path / f"net{suffix}", shown.status
    path.write_text("former")

    def click(words):
        assert status.drawing_off.isVisible()
        picturing.progressed.disconnect(click)
        qtbot.mouseClick(status.drawing_off, Qt.MouseButton.LeftButton)

    picturing = shown.slots.picturing
    picturing.progressed.connect(click)  # at once, for the whole takes but a moment
    picturing.draw(shown.document.report, path)
    qtbot.waitUntil(lambda: not picturing._works)
    assert status.drawing_off.isHidden()
    assert status.drawing.isHidden()
    assert status.hint.whole_text == "Cancelled: nothing was drawn"
    qtbot.wait(300)
    assert path.read_text() == "former"
    assert status.hint.whole_text == "Cancelled: nothing was drawn"


def test_what_is_cancelled_while_it_is_packed_ends_there(shown, monkeypatch, tmp_path, qtbot):
    may_go, gone_too_far = threading.Event(), []

    def pack(image, title, dots_an_inch, tell):
        assert may_go.wait(10)
        tell(0.5)
        gone_too_far.append(title)
        return b""

    monkeypatch.setattr(formats, "png_bytes", pack)
    picturing = shown.slots.picturing
    picturing.draw(shown.document.report, tmp_path / "net.png")
    (work,) = picturing._works
    qtbot.waitUntil(lambda: work._thread is not None)
    packing = work._thread
    picturing.cancel()
    may_go.set()
    packing.join(10)
    assert not packing.is_alive()
    assert gone_too_far == []
    assert list(tmp_path.iterdir()) == []


def test_of_a_page_that_is_cancelled_nothing_is_left(shown, monkeypatch, printer, tmp_path, qtbot):
    monkeypatch.setattr(picture, "_AT_ONCE_S", 0.0)
    picturing, left = shown.slots.picturing, []

    def cancel_at_the_page(words):
        if (tmp_path / "page.pdf").exists():
            picturing.progressed.disconnect(cancel_at_the_page)
            picturing.cancel()
            left.extend(tmp_path.iterdir())

    picturing.progressed.connect(cancel_at_the_page)  # at once, for the whole takes but a moment
    picturing.print(shown.document.report, printer)
    qtbot.waitUntil(lambda: not picturing._works)
    assert shown.status.hint.whole_text == "Cancelled: nothing was drawn"
    assert left == list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("platform", "printers", "file"),
    [
        ("linux", [], "network.pdf"),
        ("linux", ["office"], ""),
        ("darwin", [], ""),
        ("win32", [], ""),
    ],
)
def test_a_file_is_proposed_where_qt_asks_and_there_is_no_printer(
    shown, monkeypatch, tmp_path, platform, printers, file
):
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: printers)
    report = shown.document.report
    printer = picture.printer_for(report, "network", tmp_path / "network.horn")
    assert printer.outputFileName() == (str(tmp_path / file) if file else "")
    assert printer.pageLayout().orientation() is QPageLayout.Orientation.Landscape


def test_an_empty_canvas_has_nothing_to_draw(window):
    window.filing.new()
    assert not window.table["picture"].isEnabled()
    assert not window.table["print"].isEnabled()
