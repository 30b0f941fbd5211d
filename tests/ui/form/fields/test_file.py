"""A file that is typed or chosen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from hornstudio.engine.catalog import catalog
from hornstudio.engine.params import FilePath
from hornstudio.ui.form.fields.file import FileField
from hornstudio.ui.form.fields.table import make_field
from hornstudio.ui.form.form import Form

PATH = FilePath(name="path", default="", endings=(".csv", ".tsv"), help="")


def test_a_file_is_chosen_among_those_that_fit(shown, qtbot, monkeypatch, tmp_path):
    field = shown(make_field(PATH, catalog()))
    assert isinstance(field, FileField)
    field.show_value(str(tmp_path / "old.csv"))
    dialogs, values = [], []
    field.value_edited.connect(values.append)

    def run(dialog):
        dialogs.append((dialog.windowTitle(), dialog.nameFilters(), dialog.directory().path()))
        return 1

    monkeypatch.setattr(QFileDialog, "exec", run)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda dialog: ["/chosen/new.csv"])
    field.name_editors("Path", "help")
    assert field.button.accessibleName() == "Path: choose a file"
    qtbot.mouseClick(field.button, Qt.MouseButton.LeftButton)
    filters = ["What fits here (*.csv *.tsv)", "All files (*)"]
    assert dialogs == [("Choose a file", filters, str(tmp_path))]
    assert values == ["/chosen/new.csv"]


def test_what_is_sought_begins_where_the_other_files_of_the_form_are(
    shown, qtbot, monkeypatch, tmp_path
):
    other = FilePath(name="other", default="", endings=(".csv",), help="")
    form = shown(Form((PATH, other), catalog()))
    form.show_params({"path": str(tmp_path / "old.csv")})
    places = []
    monkeypatch.setattr(
        QFileDialog, "exec", lambda dialog: places.append(dialog.directory().path()) or 0
    )
    qtbot.mouseClick(form.field("other").button, Qt.MouseButton.LeftButton)
    assert places == [str(tmp_path)]
