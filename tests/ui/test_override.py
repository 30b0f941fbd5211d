"""What goes wrong in a method that Qt calls is told; the process goes on."""

import os
import subprocess
import sys

PROGRAM = """
import hornstudio.ui
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

class Step(QUndoCommand):
    def redo(self):
        1 / 0

class Sheet(QWidget):
    def mousePressEvent(self, event):
        [][0]

    def sizeHint(self):
        return super().sizeHint()

app, sheet, stack = QApplication([]), Sheet(), QUndoStack()
try:
    stack.push(Step())
except ZeroDivisionError:
    print("told")
sheet.show()
try:
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton)
except IndexError:
    print("told")
print(sheet.sizeHint().isValid())
"""


def test_a_fault_in_a_step_or_an_event_does_not_end_the_process():
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.stdout.split() == ["told", "told", "False"], ended.stderr
