"""Which files are chosen for a network that is asked."""

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog

from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.ui.form.fields.folder import FolderField
from hornstudio.ui.widgets import file_dialog
from hornstudio.ui.window.incoming.samples import (
    Input,
    InputFiles,
    choose_samples,
    data_of,
    inputs_of,
)
from tests.engine import sample_graph
from tests.engine.modules.pictures.folder_of_pictures import make_pictures


@pytest.fixture
def inputs_in(tmp_path, monkeypatch):
    """`inputs_in(graph)`: those of a run of it."""

    def made(graph):
        class Run:
            def graph(self):
                return graph

        monkeypatch.setattr(RunFolder, "open", lambda _: Run())
        return inputs_of(str(tmp_path))

    return made


def test_pictures_can_be_given_to_what_was_trained_on_pictures_and_tables_to_tables(
    inputs_in, tmp_path
):
    (digits,) = inputs_in(find_template("mnist_mlp").graph())
    assert (digits.name, digits.data, digits.folder) == ("mnist", "MNIST: 28×28×1", "")
    assert {".png", ".npz", ".csv"} <= {*digits.endings}
    (tmp_path / "houses.csv").write_text("size,price\n1,2\n2,4\n", "utf-8")
    (table,) = inputs_in(sample_graph.of_table(str(tmp_path / "houses.csv")))
    assert (table.data, table.folder) == ("Table: houses.csv", str(tmp_path))
    assert table.endings == (".csv", ".tsv", ".tab", ".npz")


def test_what_is_measured_with_has_the_answers_and_pictures_have_them_by_folder(tmp_path, qtbot):
    both = find_template("two_in_two_out").graph()
    assert [(each.name, each.endings) for each in data_of(both)] == [
        ("left", (".npz",)),
        ("right", (".npz",)),
    ]
    folder = make_pictures(tmp_path / "pets", count=1)
    nodes = {"pets": Node("image_folder", freeze({"directory": str(folder)}))}
    nodes["flat"] = Node("flatten")
    (pets,) = data_of(Graph(nodes=freeze(nodes), wires=(Wire("pets.image", "flat.input"),)))
    assert (pets.takes_folder, pets.folder) == (True, str(tmp_path))
    dialog = InputFiles([pets, replace(pets, name="more")], {}, "Measure")
    qtbot.addWidget(dialog)
    assert type(dialog.fields["pets"]) is FolderField


def test_the_dialog_of_the_only_input_offers_what_fits_and_begins_where_its_data_is(
    qapp, tmp_path, monkeypatch
):
    shown = []

    def choose(dialog: QFileDialog):
        shown.append((dialog.nameFilters(), dialog.directory().path()))
        dialog.deleteLater()
        return [tmp_path / "a.csv"]

    monkeypatch.setattr(file_dialog, "chosen", choose)
    table = Input("houses", "Table: houses.csv", (".csv", ".npz"), str(tmp_path))
    assert choose_samples(None, [table], tmp_path.parent) == {"": [tmp_path / "a.csv"]}
    ((filters, folder),) = shown
    assert re.findall(r"\((.*?)\)", filters[0]) == ["*.csv *.npz"]
    assert [f.partition(" ")[0] for f in filters] == ["Samples", "Arrays", "Tables", "All"]
    assert folder == str(tmp_path)


def test_each_of_several_inputs_has_a_field_and_all_must_be_filled(qapp, qtbot, tmp_path):
    two = [Input("left", "Table: a.csv", (".csv",)), Input("right", "MNIST: 28×28×1", (".png",))]
    dialog = InputFiles(two, {"right": tmp_path / "seven.png"}, "Predict")
    qtbot.addWidget(dialog)
    assert dialog.fields["right"].line.text() == str(tmp_path / "seven.png")
    assert "left" in dialog.go_on.toolTip()
    assert not dialog.go_on.isEnabled()
    qtbot.keyClicks(dialog.fields["left"].line, "rows.csv")
    assert dialog.go_on.isEnabled()
    assert [paths[0].name for paths in dialog.files.values()] == ["rows.csv", "seven.png"]


def test_enter_in_a_field_goes_on_once_all_are_filled(qapp, qtbot):
    two = [Input("left", "Table: a.csv", (".csv",)), Input("right", "Table: b.csv", (".csv",))]
    dialog = InputFiles(two, {}, "Predict")
    qtbot.addWidget(dialog)
    dialog.open()
    left, right = (dialog.fields[name].line for name in ("left", "right"))
    left.setFocus()
    qtbot.keyClicks(left, "a.csv")
    qtbot.keyClick(left, Qt.Key.Key_Return)
    assert dialog.isVisible()
    right.setFocus()
    qtbot.keyClicks(right, "b.csv")
    qtbot.keyClick(right, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert [paths[0].name for paths in dialog.files.values()] == ["a.csv", "b.csv"]
