"""The X server's own pointer: what synthetic events cannot do, such as a drag between widgets."""

import os
import shutil
import subprocess

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.skipif(not os.environ.get("HORNSTUDIO_TEST_XCB"), reason="needs an X server"),
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="needs xdotool"),
]
STEPS = 8


def drag(person, start: QPoint, end: QPoint, is_done) -> None:
    """Move the pointer, press, move on in steps, let go; Qt goes on meanwhile."""
    words = ["mousemove", start.x(), start.y(), "sleep", 0.15, "mousedown", 1]
    for step in range(1, STEPS + 1):
        at = start + (end - start) * (step / STEPS)
        words += ["sleep", 0.05, "mousemove", at.x(), at.y()]
    words += ["sleep", 0.2, "mouseup", 1]
    tool = subprocess.Popen(["xdotool", *map(str, words)])
    person.qtbot.waitUntil(lambda: tool.poll() is not None and is_done(), timeout=15_000)
    assert tool.wait() == 0


def drag_module(person, kind: str, to: QPoint) -> None:
    tree = person.window.workspace.palette_panel.tree
    index = person._index_of(kind)
    tree.scrollTo(index)
    QTest.qWait(50)
    start = tree.viewport().mapToGlobal(tree.visualRect(index).center())
    viewport = person.canvas.view.viewport()
    count = len(person.graph.nodes)
    drag(person, start, viewport.mapToGlobal(to), lambda: len(person.graph.nodes) == count + 1)


def test_modules_are_dragged_out_of_the_palette_and_wired(person):
    assert QGuiApplication.platformName() == "xcb"
    drag_module(person, "digits", QPoint(200, 200))
    drag_module(person, "flatten", QPoint(500, 200))
    viewport = person.canvas.view.viewport()
    start = viewport.mapToGlobal(person.canvas.port_position("digits", "image"))
    end = viewport.mapToGlobal(person.canvas.port_position("flatten", "input"))
    drag(person, start, end, lambda: len(person.graph.wires) == 1)
    assert person.graph.wires == (("digits.image", "flatten.input"),)
    at = person.canvas.node_position("flatten")
    assert abs(at.x() - 500) < 120
