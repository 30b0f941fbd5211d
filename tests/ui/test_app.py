import os
import signal
import subprocess
import sys
import textwrap

import pytest

from hornstudio.engine.storage import files
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.app import Interrupts, build_window, make_application


def _run(code, **environment):
    """Run Python in a process of its own; its output."""
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_application_is_made_once(qapp):
    assert make_application() is qapp


def test_on_windows_the_window_has_a_place_of_its_own_in_the_task_bar():
    code = """
        import ctypes, sys
        from types import SimpleNamespace
        from hornstudio.ui.app import make_application
        shell = SimpleNamespace(SetCurrentProcessExplicitAppUserModelID=print)
        sys.platform, ctypes.windll = "win32", SimpleNamespace(shell32=shell)
        make_application()
    """
    assert _run(code) == "HornStudio\n"


def test_ctrl_c_arrives_as_a_signal_and_is_given_back(qtbot):
    before = signal.getsignal(signal.SIGINT)
    interrupts = Interrupts()
    with qtbot.waitSignal(interrupts.arrived, timeout=2000):
        os.kill(os.getpid(), signal.SIGINT)
    interrupts.close()
    assert signal.getsignal(signal.SIGINT) is before


SESSION = """
    import sys
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QDialog, QListWidget
    from hornstudio.ui import app

    def act():
        window = next(w for w in QApplication.topLevelWidgets() if hasattr(w, "filing"))
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            print("dialog", [v.item(0).text() for v in dialog.findChildren(QListWidget)])
            dialog.reject()
            QTimer.singleShot(100, act)
            return
        print("working", window.is_working, window.document.title)
        window.close()

    build = app.build_window
    def build_and_watch(settings):
        QTimer.singleShot(900, act)
        return build(settings)
    app.build_window = build_and_watch
    status = app.run_window(*sys.argv[1:])
    print("heavy", sorted({"jax", "pygments"} & set(sys.modules)))
    print("status", status)
"""


def _session(*arguments):
    code = textwrap.dedent(SESSION)
    run = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_window_opens_and_closes_without_anything_heavy():
    out = _session()
    assert "working False" in out
    assert "heavy []" in out
    assert "status 0" in out


def test_a_named_file_is_opened(tmp_path):
    path = tmp_path / "my.horn"
    files.save(find_template("mnist_mlp").graph(), path)
    assert "working True my.horn" in _session(path)


def test_a_file_that_cannot_be_opened_is_told_and_the_start_page_shown(tmp_path):
    path = tmp_path / "my.horn"
    path.write_text('{"hornstudio": 99}', encoding="utf-8")
    out = _session(path)
    assert "dialog ['hornstudio: is 99" in out
    assert "working False" in out


def test_ctrl_c_in_the_terminal_closes_the_window():
    code = """
        import os, signal
        from PySide6.QtCore import QTimer
        from hornstudio.ui import app
        QTimer.singleShot(0, lambda: None)
        build = app.build_window
        def build_and_watch(settings):
            QTimer.singleShot(500, lambda: os.kill(os.getpid(), signal.SIGINT))
            return build(settings)
        app.build_window = build_and_watch
        print("status", app.run_window())
    """
    assert "status 0" in _run(code)


def test_a_window_can_be_built_for_a_test(qtbot):
    window = build_window()
    qtbot.addWidget(window)
    assert not window.isVisible()


@pytest.mark.parametrize("module", ["jax", "pyqtgraph", "pygments"])
def test_what_is_heavy_is_not_imported_with_the_window(module):
    code = f"""
        import sys
        import hornstudio.ui.app
        print({module!r} in sys.modules)
    """
    assert _run(code) == "False\n"
