"""A folder that is typed or chosen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from hornstudio.engine.catalog import catalog
from hornstudio.engine.params import FolderPath
from hornstudio.ui.form.fields.folder import FolderField
from hornstudio.ui.form.fields.table import make_field

DIRECTORY = FolderPath(name="directory", default="", help="")


@pytest.fixture
def field(shown):
    made = shown(make_field(DIRECTORY, catalog()))
    assert isinstance(made, FolderField)
    made.show_value("/pictures/pets")
    made.values = []
    made.value_edited.connect(made.values.append)
    return made


def test_a_folder_can_be_typed(field, hand):
    hand.type(field.line, "/elsewhere")
    assert field.values == ["/elsewhere"]


def test_a_folder_is_chosen_by_button_or_key(field, qtbot, monkeypatch):
    begun = []
    monkeypatch.setattr(QFileDialog, "exec", lambda dialog: begun.append(dialog.windowTitle()) or 1)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda dialog: [f"/chosen/{len(begun)}"])
    field.name_editors("Directory", "help")
    assert field.button.accessibleName() == "Directory: choose a folder"
    field.line.setText("half typed")
    qtbot.mouseClick(field.button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(field.button, Qt.Key.Key_Space)
    assert field.values == ["/chosen/1", "/chosen/2"]
    assert field.line.text() == "/chosen/2"
    assert begun == ["Choose a folder"] * 2


def test_a_dialog_that_is_left_changes_nothing(field, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "exec", lambda dialog: 0)
    qtbot.mouseClick(field.button, Qt.MouseButton.LeftButton)
    assert field.values == []
