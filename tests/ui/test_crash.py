import sys
import threading

import pytest
from PySide6.QtWidgets import QWidget

from hornstudio.ui import crash
from hornstudio.ui.crash import CrashReporter, log_path, write_log


@pytest.fixture
def reporter(qapp):
    before = (sys.excepthook, threading.excepthook)
    reporter = CrashReporter()
    yield reporter
    if reporter.box is not None:
        reporter.box.done(0)
    reporter.close()
    assert (sys.excepthook, threading.excepthook) == before


def _raise_in_hook(text):
    try:
        raise RuntimeError(text)
    except RuntimeError:
        sys.excepthook(*sys.exc_info())


def test_a_fault_is_told_in_words_and_kept_in_the_log(reporter, qtbot, capsys):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    _raise_in_hook("the seam came open")
    qtbot.waitUntil(lambda: reporter.box is not None)
    assert "went wrong" in reporter.box.text()
    assert str(log_path()) in reporter.box.informativeText()
    assert "the seam came open" in reporter.box.detailedText()
    assert "the seam came open" in log_path().read_text(encoding="utf-8")
    assert "the seam came open" in capsys.readouterr().err
    assert window.isVisible()


def test_a_second_fault_opens_no_second_dialog(reporter, qtbot):
    _raise_in_hook("first")
    _raise_in_hook("second")
    qtbot.waitUntil(lambda: reporter.box is not None)
    qtbot.wait(20)
    assert "first" in reporter.box.detailedText()
    assert "second" in log_path().read_text(encoding="utf-8")


def test_after_the_dialog_is_closed_the_next_fault_is_told(reporter, qtbot):
    _raise_in_hook("first")
    qtbot.waitUntil(lambda: reporter.box is not None)
    reporter.box.done(0)
    assert reporter.box is None
    _raise_in_hook("second")
    qtbot.waitUntil(lambda: reporter.box is not None)
    assert "second" in reporter.box.detailedText()


def test_a_fault_in_a_thread_is_told_by_the_window(reporter, qtbot):
    thread = threading.Thread(target=lambda: 1 // 0)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: reporter.box is not None)
    assert "ZeroDivisionError" in reporter.box.detailedText()


def test_the_log_begins_anew_when_it_has_grown_large(qapp, monkeypatch):
    monkeypatch.setattr(crash, "_LOG_LIMIT_BYTES", 200)
    for number in range(5):
        write_log(f"fault {number}" + "." * 150)
    text = log_path().read_text(encoding="utf-8")
    assert "fault 4" in text
    assert "fault 0" not in text


def test_a_log_that_cannot_be_written_is_no_second_fault(qapp, tmp_path, monkeypatch, capsys):
    (tmp_path / "file").touch()
    monkeypatch.setenv("HORNSTUDIO_CACHE", str(tmp_path / "file" / "folder"))
    write_log("fault")
    assert "not kept" in capsys.readouterr().err
