"""The strip at the left of the start page."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from hornstudio.ui.panels.welcome.rail import Rail


def test_the_way_back_looks_like_the_entries_above_it(qtbot):
    rail = Rail(QMenu(), QMenu(), QAction("Keys"))
    qtbot.addWidget(rail)
    rail.show_document("")
    assert rail.document.isHidden()
    rail.show_document("mine.horn")
    assert rail.document.text() == "Back to mine.horn"
    assert rail.document.iconSize() == rail.home.iconSize()
