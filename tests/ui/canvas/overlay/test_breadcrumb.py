"""The way back out of composites."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hornstudio.ui.canvas.overlay.breadcrumb import Breadcrumb

STEPS = [((), "net"), (("block",), "Block"), (("block", "inner"), "Inner")]


@pytest.fixture
def breadcrumb(qtbot) -> Breadcrumb:
    around = QWidget()
    qtbot.addWidget(around)
    around.resize(600, 200)
    around.show()
    breadcrumb = Breadcrumb(around)
    breadcrumb.around = around
    return breadcrumb


def test_it_is_there_below_the_top_only(breadcrumb):
    breadcrumb.show_steps(STEPS[:1])
    assert breadcrumb.isHidden()
    breadcrumb.show_steps(STEPS[:2])
    assert breadcrumb.isVisible()


def test_it_has_room_for_every_level_however_it_came_there(breadcrumb, qtbot):
    breadcrumb.show_steps(STEPS)
    whole = breadcrumb.width()
    breadcrumb.show_steps(STEPS[:2])
    one = breadcrumb.width()
    assert 60 < one < whole
    breadcrumb.show_steps(STEPS)
    assert breadcrumb.width() == whole
    with qtbot.waitSignal(breadcrumb.chosen) as told:
        qtbot.mouseClick(breadcrumb.buttons()[1], Qt.LeftButton)
    assert told.args == [("block",)]
