"""A window's actions with keys that can be changed."""

import pytest
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QMainWindow

from hornstudio.ui.action.action_set import Actions
from hornstudio.ui.panels.shortcuts.keymap import Keymap
from hornstudio.ui.settings import Settings


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def keymap(qtbot, settings):
    window = QMainWindow()
    qtbot.addWidget(window)
    return Keymap(Actions(window, QUndoStack(window)), settings)
