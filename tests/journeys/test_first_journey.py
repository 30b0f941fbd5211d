"""The main job, done by a person: wire a classifier, watch it learn, take the Python home."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.engine.watch.events import Epoch
from hornstudio.ui.panels.code import ExportDialog
from hornstudio.ui.panels.training.wording.statistic import STATISTIC
from tests.real_data import needs_mnist

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
COLUMNS = (110, 350, 590, 830)
ROWS = (60, 260, 460)


def _place(column: int, row: int) -> QPoint:
    return QPoint(COLUMNS[column], ROWS[row])


def build(person, data: str) -> None:
    """Nine modules on an empty canvas, and their ten wires."""
    assert person.graph == Graph()
    dropped = [data, "flatten", "dense", "relu", "dense", "softmax"]
    for index, kind in enumerate(dropped):
        person.drop(kind, _place(index % 4, index // 4))
    places = {
        "categorical_crossentropy": _place(2, 1),
        "accuracy": _place(2, 2),
        "sgd": _place(3, 1),
    }
    for kind, place in places.items():
        person.click_ground()
        node = person.double_click(kind)
        person.move_node(node, place)
    person.click_ground()
    person.press(Qt.Key.Key_F)
    for source, target in (
        (f"{data}.image", "flatten.input"),
        ("flatten.output", "dense.input"),
        ("dense.output", "relu.input"),
        ("relu.output", "dense_2.input"),
        ("dense_2.output", "softmax.input"),
        ("softmax.output", "categorical_crossentropy.prediction"),
        (f"{data}.label", "categorical_crossentropy.target"),
        ("softmax.output", "accuracy.prediction"),
        (f"{data}.label", "accuracy.target"),
        ("categorical_crossentropy.loss", "sgd.loss"),
    ):
        person.wire(source, target)
    person.set_param("dense", "Units", "64")
    person.set_param("dense_2", "Units", "10")


def export(person, path) -> None:
    """Through the dialog, with the mouse and the keyboard."""

    def act(dialog: ExportDialog) -> None:
        dialog.file.selectAll()
        QTest.keyClicks(dialog.file, str(path))
        QTest.mouseClick(dialog.save_button, LEFT)
        assert path.is_file(), dialog.status.text()
        QTest.mouseClick(dialog.close_button, LEFT)

    person.in_dialog(ExportDialog, act, person.window.table["export"].trigger)


def printed(script) -> dict[str, dict[str, float]]:
    """Figures that a script prints, by the title of the line."""
    run = subprocess.run(
        [sys.executable, str(script)],
        cwd=script.parent,
        capture_output=True,
        text=True,
        timeout=200,
        env={**os.environ, "PYTHONPATH": ""},
    )
    assert run.returncode == 0, run.stderr
    found = {}
    for line in run.stdout.splitlines():
        words = line.split()
        first = next((i for i, word in enumerate(words) if word == "loss"), None)
        if first is not None:
            pairs = zip(words[first::2], map(float, words[first + 1 :: 2]), strict=True)
            found[" ".join(words[:first])] = dict(pairs)
    return found


def check_script(person, result, path) -> None:
    """The script, run as it is, repeats what the window showed."""
    figures = printed(path)
    epochs = [e for e in result["events"] if isinstance(e, Epoch)]
    assert epochs
    for event in epochs:
        shown = figures[f"epoch {event.epoch}"]["loss"]
        assert shown == pytest.approx(event.metrics["loss"], rel=1e-6)
        if "val_loss" in event.metrics:
            shown = figures[f"epoch {event.epoch} validation"]["loss"]
            assert shown == pytest.approx(event.metrics["val_loss"], rel=1e-6)
    metrics = result["finished"].metrics
    assert figures["test"]["loss"] == pytest.approx(metrics["test_loss"], rel=1e-6)
    assert figures["test"]["accuracy"] == pytest.approx(metrics["test_accuracy"], rel=1e-6)


def check_curves(person, result) -> None:
    """Both curves grew, training and validation, and the test figures are to be read."""
    names = {name for name in result["grown"][-1] if not name.startswith(STATISTIC)}
    assert len(names) >= 2
    for name in names:
        train = [points[name][0] for points in result["grown"] if name in points]
        validation = [points[name][1] for points in result["grown"] if name in points]
        assert train == sorted(train)
        assert train[-1] >= 2
        assert validation[-1] > validation[0]
    words = person.training.trainer.result_words
    assert "loss" in words
    labels = [w.text() for w in person.training.findChildren(QLabel) if w.isVisible()]
    assert any("Test" in text for text in labels), labels


def undo_all_and_redo_all(person) -> None:
    """By keys; the graph is equal at each end, ids and orders included."""
    done = person.graph
    person.click_ground()
    history = person.window.document.undo_stack
    steps = history.count()
    assert steps >= 21  # nine modules, ten wires, two params; moving and epochs besides
    for _ in range(steps):
        person.press(Qt.Key.Key_Z, CONTROL)
    assert not history.canUndo()
    assert person.graph == Graph()
    for _ in range(steps):
        person.press(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert not history.canRedo()
    assert person.graph == done
    assert files.to_text(person.graph) == files.to_text(done)
    assert history.count() == steps


def save_and_reopen(person, path) -> None:
    """Through the file dialog both times; the graph is equal."""
    person.choose_file(lambda: person.press(Qt.Key.Key_S, CONTROL), path)
    graph = person.graph
    assert graph.name == path.stem
    assert path.is_file()
    assert not person.window.document.is_modified
    person.press(Qt.Key.Key_N, CONTROL)
    assert person.graph == Graph()
    person.choose_file(lambda: person.press(Qt.Key.Key_O, CONTROL), path)
    assert person.graph == graph
    assert list(person.graph.nodes) == list(graph.nodes)
    assert person.window.windowTitle().startswith(path.name)


def journey(person, data: str, epochs: int, folder) -> None:
    """All of it."""
    build(person, data)
    assert person.window.document.report.problems == ()
    assert person.window.status.problems.text() == "No problems"
    person.type_into(person.field(person.training, "Epochs"), str(epochs))
    assert person.graph.training.epochs == epochs
    result = person.train()
    assert len([e for e in result["events"] if isinstance(e, Epoch)]) == epochs
    check_curves(person, result)
    assert result["finished"].metrics["test_accuracy"] > 0.8
    script = folder / "my_network.py"
    export(person, script)
    check_script(person, result, script)
    undo_all_and_redo_all(person)
    save_and_reopen(person, folder / "my network.horn")


@pytest.mark.usefixtures("no_jax")
def test_a_classifier_of_the_shipped_digits(person, tmp_path):
    journey(person, "digits", 10, tmp_path)


@needs_mnist
@pytest.mark.usefixtures("no_jax")
def test_a_classifier_of_mnist(person, tmp_path):
    journey(person, "mnist", 2, tmp_path)


@pytest.mark.xvfb
@pytest.mark.skipif(not os.environ.get("HORNSTUDIO_TEST_XCB"), reason="needs an X server")
@pytest.mark.usefixtures("no_jax")
def test_the_same_on_an_x_server(person, tmp_path):
    journey(person, "digits", 10, tmp_path)
