"""What goes into the window and out of it by other ways than Open and Save."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from hornstudio.ui.window.incoming.report import ImportReport
from tests.cli.test_importing import write_model
from tests.ending import forget_work


def test_a_model_of_keras_is_dropped_on_the_canvas(person, tmp_path):
    person.double_click("relu")
    tabs = person.window.tabs
    path = write_model(tmp_path / "digits_net.keras")

    def wait() -> None:
        person.drop_file(path, QPoint(300, 300))
        person.qtbot.waitUntil(lambda: len(tabs.tabs) == 2, timeout=60_000)

    person.in_dialog(ImportReport, lambda report: report.reject(), wait)
    assert {node.kind for _, node in person.graph} >= {"flatten", "dense"}
    assert [node.kind for _, node in tabs.tabs[0].document.graph] == ["relu"]


def test_a_test_may_leave_several_unsaved_networks(person):
    for _ in range(3):
        person.double_click("relu")
        person.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    person.double_click("dense")
    tabs = person.window.tabs
    assert [tab.document.is_modified for tab in tabs] == [True] * 4
    forget_work(person.window)
    assert person.window.tabbing.may_leave_all()


def button(dialog, text: str) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == text)


def print_to(person, path: Path | None) -> None:
    """Press the keys for it, choose a file where one is wanted, and press Print."""

    def act(dialog: QPrintDialog) -> None:
        line = dialog.findChild(QLineEdit, "filename")
        assert Path(line.text()).suffix == ".pdf"
        line.setCompleter(None)  # its list would take the keyboard
        if path is not None:
            line.selectAll()
            QTest.keyClicks(line, str(path))
        person.click(button(dialog, "Print"))

    person.in_dialog(QPrintDialog, act, person.window.table["print"].trigger)


def test_the_network_is_printed_into_a_file(person, tmp_path, monkeypatch):
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    person.double_click("dense")
    path = tmp_path / "network.pdf"
    hint = person.window.status.hint
    print_to(person, path)
    person.qtbot.waitUntil(lambda: hint.whole_text == f"Printed: {path}")
    assert path.read_bytes().startswith(b"%PDF-")
    path.unlink()
    person.choose_file(person.window.table["save_as"].trigger, tmp_path / "mine.horn")
    print_to(person, None)
    mine = tmp_path / "mine.pdf"
    person.qtbot.waitUntil(lambda: hint.whole_text == f"Printed: {mine}")
    assert mine.read_bytes().startswith(b"%PDF-")
