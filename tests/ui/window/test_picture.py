"""Saving and printing a picture of the graph."""

import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog

from hornstudio.engine.graph import Graph
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.canvas.figure import Drawing, figure_bytes
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
    drawn_of = shown.document.graph
    shown.slots.picturing.progressed.connect(said.append)
    turns = []
    timer = QTimer(shown, interval=0)
    timer.timeout.connect(lambda: turns.append(path.exists()))
    timer.start()
    shown.slots.picturing.draw(drawn_of, path)
    shown.document.edit("empty", Graph())  # what goes on in the meantime is not in the picture
    qtbot.waitUntil(lambda: said[-1:] == [""])
    timer.stop()
    assert len(turns) > 3
    shares = [int(words.removeprefix("net.png: ").removesuffix(" %")) for words in said[:-1]]
    assert shares == sorted(shares)
    assert shares[-1] == 100
    assert QImage(str(path)) == QImage.fromData(figure_bytes(drawn_of, ".png"))


def test_a_window_that_closes_draws_to_the_end(shown, tmp_path):
    path = tmp_path / "net.png"
    shown.slots.picturing.draw(shown.document.graph, path)
    assert shown.close()
    assert not QImage(str(path)).isNull()


def test_a_picture_that_failed_keeps_the_window_open(shown, answer, tmp_path):
    said = answer("Cancel")
    shown.slots.picturing.draw(shown.document.graph, tmp_path / "none" / "net.png")
    assert not shown.close()
    assert "none" in said[0]
    assert shown.close()


def test_an_unknown_kind_is_refused_with_those_that_are_known(shown, answer, tmp_path):
    said = answer("Cancel")
    path = tmp_path / "net.bmp"
    shown.slots.picturing.draw(shown.document.graph, path)
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
    shown.slots.picturing.draw(shown.document.graph, folder / "seven.svg")
    qtbot.waitUntil(better.exists)
    assert "seven.svg" in said[0]
    assert asked == ["seven"], "the typed name is kept"
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
