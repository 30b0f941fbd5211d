"""Saving the script."""

import ast
import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from hornstudio.engine.catalog import catalog
from hornstudio.engine.codegen.jax_script import export_jax
from hornstudio.engine.editing import edits
from hornstudio.engine.remedies import replace_node_kind
from hornstudio.engine.storage.files import load
from hornstudio.paths import resource
from hornstudio.ui.document import Document
from hornstudio.ui.panels.code import ExportDialog
from hornstudio.ui.panels.code.export_dialog import proposed_path


@pytest.fixture
def document(qapp, tmp_path):
    graph = load(resource("templates", "mnist_mlp.horn"))
    return Document(graph, tmp_path / "mine.horn")


@pytest.fixture
def dialog(document, qtbot):
    made = ExportDialog(document)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.exported_paths = []
    made.exported.connect(made.exported_paths.append)
    return made


def type_path(dialog, qtbot, path):
    dialog.file.selectAll()
    qtbot.keyClicks(dialog.file, str(path))


def test_who_wants_to_see_the_problem_is_led_out(dialog, document, qtbot):
    document.edit("x", edits.remove_nodes(document.graph, ["sgd"]))
    problem = document.report.problems[0]
    document.place_requested.emit(problem)
    assert not dialog.isVisible()


def test_one_that_is_gone_is_led_out_no_more(document, qtbot):
    gone = ExportDialog(document)
    gone.deleteLater()
    QApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)
    document.edit("x", edits.remove_nodes(document.graph, ["sgd"]))
    with qtbot.captureExceptions() as found:
        document.place_requested.emit(document.report.problems[0])
    assert found == []


def test_proposes_the_graph_s_name_beside_its_file(dialog, tmp_path):
    assert dialog.file.text() == str(tmp_path / "mnist-mlp.py")


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("my net", "my_net.py"),
        ("a/b:c", "a_b_c.py"),
        ("..", "model.py"),
        ("손글씨", "손글씨.py"),
        ("nul", "_nul.py"),
    ],
)
def test_a_name_that_no_file_can_have_is_made_fit(document, name, file):
    document.edit("x", replace(document.graph, name=name))
    assert proposed_path(document).name == file


def test_only_targets_that_exist_are_offered(dialog):
    titles = [dialog.target.itemText(i) for i in range(dialog.target.count())]
    assert titles == ["JAX", "Keras", "Flax"]


def test_saves_the_script(dialog, document, qtbot, tmp_path):
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    written = (tmp_path / "mnist-mlp.py").read_text(encoding="utf-8")
    assert written == export_jax(document.graph)
    ast.parse(written)
    assert dialog.exported_paths == [tmp_path / "mnist-mlp.py"]
    assert "Saved to" in dialog.status.text()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mnist-mlp.py"]


def test_an_edit_just_before_is_not_lost(dialog, document, qtbot, tmp_path):
    document.edit("x", edits.set_param(document.graph, "hidden", "units", 99))
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    written = (tmp_path / "mnist-mlp.py").read_text(encoding="utf-8")
    assert written == export_jax(document.graph)


def test_another_file_is_replaced_only_when_asked_twice(dialog, qtbot, tmp_path):
    path = tmp_path / "mnist-mlp.py"
    path.write_text("mine")
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert path.read_text() == "mine"
    assert dialog.save_button.text() == "Replace"
    assert "is there already" in dialog.status.text()
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert path.read_text() != "mine"
    assert dialog.save_button.text() == "Save"


def test_another_name_forgets_the_question(dialog, qtbot, tmp_path):
    (tmp_path / "mnist-mlp.py").write_text("mine")
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    type_path(dialog, qtbot, tmp_path / "other.py")
    assert dialog.save_button.text() == "Save"
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert (tmp_path / "other.py").exists()
    assert (tmp_path / "mnist-mlp.py").read_text() == "mine"


@pytest.mark.parametrize(
    ("where", "words"), [("", "This is a folder"), ("nowhere/x.py", "There is no folder")]
)
def test_a_place_that_will_not_do_is_refused_in_words(dialog, qtbot, tmp_path, where, words):
    type_path(dialog, qtbot, tmp_path / where)
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert words in dialog.status.text()
    assert dialog.status.property("tone") == "error"
    assert dialog.exported_paths == []


def test_choosing_a_file_asks_no_second_time(dialog, qtbot, tmp_path, monkeypatch):
    path = tmp_path / "chosen.py"
    path.write_text("mine")
    monkeypatch.setattr(QFileDialog, "exec", lambda _dialog: 1)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _dialog: [str(path)])
    qtbot.mouseClick(dialog.browse_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert path.read_text() != "mine"


def test_data_that_only_ships_with_the_program_goes_along(dialog, document, qtbot, tmp_path):
    assert not dialog.remark.isVisible()
    document.edit("x", replace_node_kind(document.graph, "mnist", "digits", catalog()))
    assert dialog.remark.isVisible()
    assert dialog.remark.text().startswith("digits.npz will be put beside it")
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert (tmp_path / "digits.npz").read_bytes() == resource("data", "digits.npz").read_bytes()


def test_a_graph_without_a_script_cannot_be_saved(dialog, document, qtbot):
    document.edit("x", edits.remove_nodes(document.graph, ["sgd"]))
    qtbot.waitUntil(lambda: not dialog.save_button.isEnabled())
    assert dialog.save() is False


def test_by_keyboard(dialog, qtbot, tmp_path):
    dialog.file.setFocus()
    qtbot.keyClick(dialog.file, Qt.Key.Key_Return)
    assert (tmp_path / "mnist-mlp.py").exists()
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_names_for_screen_readers(dialog):
    assert dialog.target.accessibleName()
    assert dialog.file.accessibleName()


def wait_for_verdict(dialog, qtbot):
    dialog.verify_button.click()
    assert dialog.status.text() == "Running the script beside the engine…"
    qtbot.waitUntil(lambda: not dialog.verifier.is_running, timeout=120_000)


def test_verify_says_that_the_script_gives_what_the_engine_gives(dialog, qtbot):
    wait_for_verdict(dialog, qtbot)
    assert re.match("Verified: gives (exactly )?what the engine gives", dialog.status.text())
    assert dialog.status.property("tone") == "success"


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        (0.0, "Verified: gives exactly what the engine gives"),
        (2e-7, "Verified: gives what the engine gives, to 2e\N{MINUS SIGN}07"),
    ],
)
def test_a_script_that_is_not_apart_at_all_is_said_to_be_exact(dialog, tmp_path, difference, said):
    verdict = {"difference": difference, "equal": True}
    dialog.verifier.succeeded({"verified": verdict}, tmp_path)
    assert dialog.status.text() == said


def test_another_graph_takes_the_verdict_back(dialog, document, qtbot):
    dialog._say("Verified", "success")
    document.edit("x", edits.set_param(document.graph, "hidden", "units", 8))
    dialog.live.refresh()
    assert dialog.status.isHidden()


def test_closing_ends_a_comparison(dialog, qtbot):
    dialog.verify_button.click()
    assert dialog.verifier.is_running
    dialog.close_button.click()
    assert not dialog.verifier.is_running


def test_a_script_that_cannot_be_tried_says_why(dialog, qtbot):
    dialog.verifier.told.emit("", "secondary")
    dialog.verifier._on_failed("needs keras to be tried")
    assert dialog.status.text() == "Not verified: needs keras to be tried"
    assert dialog.status.property("tone") == "error"
