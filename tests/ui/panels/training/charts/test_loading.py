"""What draws the charts is imported late, in pieces; each test in an interpreter of its own."""

import subprocess
import sys

_BEGINNING = "import sys, threading\nfrom hornstudio.ui.panels.training.charts import loading\n"


def run(code: str) -> None:
    subprocess.run([sys.executable, "-c", _BEGINNING + code], check=True)


def test_types_of_qt_are_made_in_the_thread_that_draws_alone():
    run(
        "began = []\n"
        "start = threading.Thread.start\n"
        "threading.Thread.start = lambda self: (began.append(self), start(self))\n"
        "loading.begin()\n"
        "assert 'pyqtgraph' in sys.modules and not began, began\n"
    )


def test_the_window_answers_between_the_pieces():
    run(
        "assert not loading.go_on() and loading.outcome() is None\n"
        "assert loading._VIEW not in sys.modules\n"
        "while not loading.go_on(): pass\n"
        "assert loading.outcome() is sys.modules[loading._VIEW]\n"
        "assert loading.go_on()\n"
    )


def test_all_types_are_made_before_the_library_asks_for_them():
    run(
        "from PySide6 import QtCore, QtGui, QtSvg, QtWidgets\n"
        "modules = (QtCore, QtGui, QtWidgets, QtSvg)\n"
        "while 'pyqtgraph' not in sys.modules:\n"
        "    made = [len(vars(module)) for module in modules]\n"
        "    assert not loading.go_on()\n"
        "loading.begin()\n"
        "assert made == [len(vars(module)) for module in modules], made\n"
    )


def test_what_went_wrong_is_told_and_not_tried_again():
    run(
        "sys.modules['pyqtgraph'] = None\n"
        "loading.begin()\n"
        "assert isinstance(loading.outcome(), ImportError), loading.outcome()\n"
        "assert loading.go_on()\n"
    )


def test_also_the_library_comes_in_pieces():
    run(
        "parts = []\n"
        "count = lambda: sum(name.startswith('pyqtgraph') for name in sys.modules)\n"
        "while not loading.go_on(): parts.append(count())\n"
        "between = [n for n in parts if 0 < n < max(parts)]\n"
        "assert len(set(between)) > 1, parts\n"
    )
