"""The guards of conftest, each seen failing on a planted fault."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytest_plugins = ["pytester"]

PLANTED = """
import os, subprocess, sys, threading
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QWidget
import pytest

kept = []

def test_window(qapp):
    kept.append(QWidget())

def test_thread():
    kept.append(threading.Event())
    threading.Thread(target=kept[-1].wait, name="stray", daemon=True).start()

def test_process():
    kept.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]))

def test_warning(qapp):
    qWarning("planted")

def test_clean(qtbot):
    qtbot.addWidget(QWidget())
    assert os.environ["HORNSTUDIO_CONFIG"].startswith(os.environ["PLANTED_TMP"])

@pytest.fixture(scope="module", autouse=True)
def sweep():
    yield
    for thing in kept:
        if isinstance(thing, subprocess.Popen):
            thing.kill(); thing.wait()
        elif isinstance(thing, threading.Event):
            thing.set()
"""


@pytest.mark.usefixtures("qapp")
def test_each_guard_catches_its_planted_fault(pytester, monkeypatch):
    conftest = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")
    pytester.makeconftest(conftest.replace("_LOOKS, _BETWEEN_S = 250,", "_LOOKS, _BETWEEN_S = 15,"))
    pytester.makeini("[pytest]\nqt_log_level_fail = WARNING\n")
    pytester.makepyfile(PLANTED)
    monkeypatch.setenv("PLANTED_TMP", str(pytester.path))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    result = pytester.runpytest_subprocess("-q", f"--basetemp={pytester.path / 'base'}")
    report = result.stdout.str()
    assert "left behind: window QWidget" in report
    assert "left behind: thread stray" in report
    assert "left behind: process" in report
    assert "FAILED test_each_guard_catches_its_planted_fault.py::test_warning" in report
    result.assert_outcomes(passed=4, failed=1, errors=3)


FOLDERS = """
import os
from pathlib import Path

def folder():
    return Path(os.environ["HORNSTUDIO_CONFIG"])

seen = []

def test_leaves_nothing(tmp_path):
    seen.append((folder(), tmp_path))

def test_is_the_next_and_leaves_a_file(tmp_path):
    assert folder() == seen[0][0]
    assert tmp_path != seen[0][1]
    (folder() / "settings.ini").touch()

def test_finds_none_and_locks_the_door():
    assert folder() != seen[0][0]
    assert list(folder().iterdir()) == []
    seen.append((folder(), None))
    folder().chmod(0o500)

def test_may_write_and_takes_the_house_down():
    assert folder() != seen[-1][0]
    seen.append((folder(), None))
    folder().rmdir()

def test_has_one():
    assert folder() != seen[-1][0]
    assert folder().is_dir()
"""


def test_folders_of_ones_own_are_empty_in_each_test(pytester, monkeypatch):
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(FOLDERS)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    result = pytester.runpytest_subprocess("-q", f"--basetemp={pytester.path / 'base'}")
    result.assert_outcomes(passed=5)


PRESSED = """
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

def test_leaves_a_button_pressed(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    QTest.mousePress(widget, Qt.MouseButton.LeftButton)
    assert QApplication.mouseButtons() == Qt.MouseButton.LeftButton

def test_finds_none_pressed(qtbot):
    assert QApplication.mouseButtons() == Qt.MouseButton.NoButton
"""


@pytest.mark.usefixtures("qapp")
def test_no_button_of_the_mouse_is_held_from_the_test_before(pytester, monkeypatch):
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(PRESSED)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    result = pytester.runpytest_subprocess("-q", f"--basetemp={pytester.path / 'base'}")
    result.assert_outcomes(passed=2)
