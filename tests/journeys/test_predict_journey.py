"""A network that was trained is asked about a picture, and two about a table each, by the menu."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton

from hornstudio.engine.catalog import catalog
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.remedies import replace_node_kind
from hornstudio.engine.storage.templates import find_template
from hornstudio.paths import resource
from hornstudio.ui.window.incoming.samples import InputFiles
from hornstudio.ui.window.problem_list import ReasonList

pytestmark = pytest.mark.qt_log_ignore("does not support")  # menus, on the offscreen platform
LEFT = Qt.MouseButton.LeftButton
ASKED_MS = 90_000


def open_train_menu(person) -> QMenu:
    bar = person.window.menuBar()
    action = next(a for a in bar.actions() if a.text().replace("&", "") == "Train")
    QTest.mouseClick(bar, LEFT, pos=bar.actionGeometry(action).center())
    menu = action.menu()
    person.qtbot.waitUntil(menu.isVisible)
    return menu


def click_in_menu(person, action_id: str = "predict") -> None:
    menu = open_train_menu(person)
    action = person.window.table[action_id]
    assert action.isEnabled()
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())


def read_answers(person, start) -> list[str]:
    """What the dialog says that comes once the network has been asked, closed by a click."""
    said: list[str] = []

    def act(dialog: ReasonList) -> None:
        said.extend(dialog.reasons)
        close = next(b for b in dialog.findChildren(QPushButton) if "Close" in b.text())
        person.click(close)

    def ask() -> None:
        start()
        person.qtbot.waitUntil(lambda: bool(said), timeout=ASKED_MS)

    person.in_dialog(ReasonList, act, ask)
    return said


def test_a_picture_is_chosen_by_the_menu_and_the_network_says_what_it_is(person, tmp_path):
    with np.load(resource("data", "digits.npz")) as digits:
        Image.fromarray(digits["test_image"][0]).save(tmp_path / "digit.png")
        label = str(int(digits["test_label"][0]))
    graph = replace_node_kind(find_template("mnist_mlp").graph(), "mnist", "digits", catalog())
    graph = edits.set_training(graph, replace(graph.training, epochs=2))
    person.window.filing.open_copy(graph)
    menu = open_train_menu(person)
    predict = person.window.table["predict"]
    assert not predict.isEnabled()
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    person.press(Qt.Key.Key_F7)
    assert "no trained weights yet" in person.window.status.hint.whole_text
    person.train()
    person.qtbot.waitUntil(predict.isEnabled)
    said = read_answers(
        person, lambda: person.choose_file(lambda: click_in_menu(person), tmp_path / "digit.png")
    )
    (line,) = said
    assert line.startswith(f"digit.png: {label} (")
    assert "%" in line


def two_tables(folder) -> Graph:
    """A price by the size of a house and the income of who buys it, each from a table."""
    size, income = np.arange(1.0, 61.0), np.arange(60.0)[::-1]
    for name, numbers in (("houses", size), ("buyers", income)):
        rows = "\n".join(
            f"{n:g},{2 * a + b:g}" for n, a, b in zip(numbers, size, income, strict=True)
        )
        (folder / f"{name}.csv").write_text(f"{name[:-1]},price\n{rows}\n", "utf-8")
    nodes = {
        name: Node("table", freeze({"path": str(folder / f"{name}.csv"), "target_type": "number"}))
        for name in ("houses", "buyers")
    }
    nodes |= {
        "both": Node("concatenate"),
        "price": Node("dense", freeze({"units": 1})),
        "loss": Node("mean_squared_error"),
        "adam": Node("adam"),
    }
    wires = (
        ("houses.features", "both.inputs"),
        ("buyers.features", "both.inputs"),
        ("both.output", "price.input"),
        ("price.output", "loss.prediction"),
        ("houses.target", "loss.target"),
        ("loss.loss", "adam.loss"),
    )
    graph = Graph(nodes=freeze(nodes), wires=tuple(Wire(*ends) for ends in wires))
    return edits.set_training(graph, replace(graph.training, epochs=1))


def test_a_network_with_two_inputs_is_given_a_file_for_each(person, tmp_path):
    person.window.filing.open_copy(two_tables(tmp_path))
    person.train()
    (tmp_path / "new_houses.csv").write_text("house\n3\n4\n", "utf-8")
    (tmp_path / "new_buyers.csv").write_text("buyer\n30\n40\n", "utf-8")

    def choose(dialog: InputFiles) -> None:
        assert list(dialog.fields) == ["houses", "buyers"]
        assert not dialog.go_on.isEnabled()
        person.choose_file(
            lambda: person.click(dialog.fields["houses"].button), tmp_path / "new_houses.csv"
        )
        assert not dialog.go_on.isEnabled()
        QTest.keyClicks(dialog.fields["buyers"].line, str(tmp_path / "new_buyers.csv"))
        person.click(dialog.go_on)

    said = read_answers(
        person, lambda: person.in_dialog(InputFiles, choose, lambda: click_in_menu(person))
    )
    assert [line.partition(":")[0] for line in said] == ["row 1", "row 2"]
    told = [line.partition(": price ")[2].replace("−", "-") for line in said]
    assert all(np.isfinite(float(number)) for number in told)

    def fill(dialog: InputFiles) -> None:
        for name, field in dialog.fields.items():
            QTest.keyClicks(field.line, str(tmp_path / f"{name}.csv"))
        person.click(dialog.go_on)

    said = read_answers(
        person, lambda: person.in_dialog(InputFiles, fill, lambda: click_in_menu(person, "measure"))
    )
    assert said[0] == "Samples: 60"
    assert said[1].startswith("Loss: ")
