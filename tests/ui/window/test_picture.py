"""Saving and printing a picture of the graph."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog

from hornstudio.engine.errors import FileError
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.canvas.figure import Drawing
from hornstudio.ui.window import picture


@pytest.fixture
def shown(window):
    window.filing.open_copy(find_template("mnist_mlp").graph())
    return window


def choose(monkeypatch, path):
    """The person chooses a file in the dialog."""
    monkeypatch.setattr(QFileDialog, "exec", lambda self: 1)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda self: [str(path)])


def test_the_action_draws_into_the_chosen_file(shown, monkeypatch, tmp_path):
    path = tmp_path / "net.svg"
    choose(monkeypatch, path)
    shown.table["picture"].trigger()
    assert path.read_bytes().startswith(b"<?xml")
    assert str(path) in shown.status.hint.whole_text


def test_the_pointer_says_that_the_window_draws(shown, monkeypatch, tmp_path):
    seen = []

    def draw(graph, suffix):
        seen.append(QGuiApplication.overrideCursor().shape())
        raise FileError("no room")

    monkeypatch.setattr(picture, "figure_bytes", draw)
    monkeypatch.setattr(picture, "_refuse", lambda window, reason: seen.append(reason))
    assert picture.write_picture(shown, shown.document, tmp_path / "net.png") is None
    assert seen == [Qt.CursorShape.WaitCursor, "No room"]
    assert QGuiApplication.overrideCursor() is None


def test_an_unknown_kind_is_refused_with_those_that_are_known(shown, answer, tmp_path):
    said = answer("OK")
    path = tmp_path / "net.bmp"
    assert picture.write_picture(shown, shown.document, path) is None
    assert ".png, .svg, .pdf, .tex" in said[0]
    assert not path.exists()


def test_what_cannot_be_written_leaves_what_is_there(shown, answer, tmp_path):
    folder = tmp_path / "file"
    folder.write_text("no folder")
    said = answer("OK")
    assert picture.write_picture(shown, shown.document, folder / "net.png") is None
    assert "net.png" in said[0]
    assert folder.read_text() == "no folder"


def test_a_page_is_printed(shown, tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "page.pdf"))
    assert picture.print_on(printer, Drawing(shown.document.graph))
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF-")


def test_what_a_printer_does_not_take_is_said(shown, answer, monkeypatch, tmp_path):
    monkeypatch.setattr(QPrintDialog, "exec", lambda self: 1)
    monkeypatch.setattr(picture, "print_on", lambda printer, drawing: False)
    said = answer("OK")
    proposal = tmp_path / "network.horn"
    assert picture.print_picture(shown, shown.document, proposal) == ""
    assert "does not take the picture" in said[0]


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
    printed = []
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: printers)
    monkeypatch.setattr(QPrintDialog, "exec", lambda self: 1)
    monkeypatch.setattr(picture, "print_on", lambda printer, drawing: printed.append(printer) or 1)
    picture.print_picture(shown, shown.document, tmp_path / "network.horn")
    assert printed[0].outputFileName() == (str(tmp_path / file) if file else "")


def test_an_empty_canvas_has_nothing_to_draw(window):
    window.filing.new()
    assert not window.table["picture"].isEnabled()
    assert not window.table["print"].isEnabled()
