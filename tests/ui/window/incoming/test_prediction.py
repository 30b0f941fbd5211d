"""What a network says of pictures, a line each; and how it is asked."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from hornstudio.engine.text import Text
from hornstudio.engine.train.kept.encoding import sentence_to_json
from hornstudio.ui import subcommand
from hornstudio.ui.widgets import file_dialog
from hornstudio.ui.window.incoming import prediction
from hornstudio.ui.window.incoming.prediction import (
    Answers,
    Prediction,
    answers,
    heading_of,
    names_of,
    names_of_all,
    said,
)
from hornstudio.ui.words.quantity import count_text


def test_the_likeliest_classes_come_first_as_shares_or_scores(qapp):
    names = ("ant", "bee", "cat", "dog")
    assert (
        said(np.array([0.05, 0.6, 0.3, 0.05]), names) == "bee (60.0 %), cat (30.0 %), ant (5.0 %)"
    )
    assert said(np.array([-1.5, 2.25, 0.0, -9.0]), names) == "bee (2.25), cat (0), ant (−1.5)"


def test_numbers_without_names_are_shown_or_counted(qapp):
    assert said(np.array([0.25, 3.0]), ()) == "0.25, 3"
    assert said(np.zeros((28, 28, 1)), ()) == "28×28×1 numbers"


def test_each_picture_has_a_line_with_all_outputs(qapp):
    outputs = {"kind": np.array([[1.0, 0.0], [0.0, 1.0]]), "age": np.array([[3.5], [7.0]])}
    assert answers(["a.png", "b.png"], outputs, {"kind": ["cat", "dog"]}) == [
        "a.png: kind: cat (100.0 %), dog (0.0 %); age: 3.5",
        "b.png: kind: dog (100.0 %), cat (0.0 %); age: 7",
    ]
    assert answers(["a.png"], {"kind": outputs["age"][:1]}, {}) == ["a.png: 3.5"]
    called = answers(["a.png"], {"out": outputs["age"][:1]}, {}, {"out": "age"})
    assert called == ["a.png: age 3.5"]


def test_rows_of_a_table_are_called_by_their_numbers(monkeypatch):
    monkeypatch.setattr(prediction, "MOST_ROWS", 3)
    paths = [Path("a.csv")]
    assert names_of(paths, 1) == ["a.csv"]
    assert names_of(paths, 2) == ["row 1", "row 2"]
    assert names_of(paths, 9) == ["row 1", "row 2", "row 3"]


def test_of_very_many_rows_it_is_told_how_many_are_left(qapp):
    lines = answers(["row 1", "row 2"], {"age": np.ones((1802, 1))}, {})
    assert lines[:2] == ["row 1: 1", "row 2: 1"]
    assert lines[2:] == [f"and {count_text(1800)} more rows, all of them in the saved table"]


@pytest.fixture
def program(monkeypatch):
    """`program(text)`: a small Python program stands for HornStudio."""

    def _program(text):
        monkeypatch.setattr(subcommand, "program", lambda: [sys.executable, "-c", text])

    return _program


def test_what_the_command_writes_is_told_and_nothing_is_left(program, qtbot, tmp_path):
    facts = json.dumps({"classes": {"out": ["cat", "dog"]}, "scored": ["out"]})
    program(
        "import json, sys, numpy as np; out = sys.argv[-2]; assert sys.argv[1] == 'predict';"
        "np.savez(out, out=np.log([[1., 3.]]));"
        f"print(json.dumps({facts} | {{'file': out}}))"
    )
    asked = Prediction()
    with qtbot.waitSignal(asked.finished) as finished:
        asked.start({"": [tmp_path / "a.png"]}, "/runs/one")
    heading, run, lines, table = finished.args
    assert (heading, run) == ("What the network says of a.png", "/runs/one")
    assert lines == ["a.png: dog (75.0 %), cat (25.0 %)"]
    assert table().decode("utf-8-sig").splitlines()[1] == "a.png,dog,0.25,0.75"
    assert asked._folder is None
    assert not asked.is_running


def test_what_the_network_has_not_learned_stands_before_its_answers(program, qtbot, tmp_path):
    facts = json.dumps({"remarks": ["city has words"]})
    program(
        "import json, sys, numpy as np; out = sys.argv[-2]; np.savez(out, out=np.ones((2, 1)));"
        f"print(json.dumps({facts} | {{'file': out}}))"
    )
    asked = Prediction()
    with qtbot.waitSignal(asked.finished) as finished:
        asked.start({"": [tmp_path / "a.csv"]}, "/runs/one")
    assert finished.args[2] == ["city has words", "row 1: 1", "row 2: 1"]


def test_what_it_has_not_learned_is_told_in_the_persons_language(program, qtbot, tmp_path, speak):
    told = Text("{path} has no rows; need one for each sample", path="a.csv")
    facts = {"remarks": [str(told)], "remarks_parts": [sentence_to_json(told)]}
    program(
        "import json, sys, numpy as np; out = sys.argv[-2]; np.savez(out, out=np.ones((1, 1)));"
        f"print(json.dumps({json.dumps(facts)} | {{'file': out}}))"
    )
    speak("ko")
    asked = Prediction()
    with qtbot.waitSignal(asked.finished) as finished:
        asked.start({"": [tmp_path / "a.csv"]}, "/runs/one")
    assert finished.args[2][0].startswith("a.csv에 행이 없습니다")


def test_a_sample_is_called_by_the_files_of_all_its_inputs(qapp):
    left, right = [Path("a.png"), Path("b.png")], [Path("c.png"), Path("d.png")]
    assert names_of_all({"left": left, "right": right}, 2) == ["a.png, c.png", "b.png, d.png"]
    tables = {"left": [Path("a.csv")], "right": [Path("b.csv")]}
    assert names_of_all(tables, 2) == ["row 1", "row 2"]


def test_answers_name_the_file_of_each_input(qapp, tmp_path):
    files = {"left": [tmp_path / "a.csv"], "right": [tmp_path / "b.png"]}
    assert heading_of(files) == "What the network says of a.csv, b.png"
    assert heading_of({"": [tmp_path / "a.png"] * 3}) == "What the network says of 3 pictures"


def test_why_it_cannot_say_is_told(program, qtbot, tmp_path):
    program("import sys; sys.exit('hornstudio: the graph takes 4')")
    asked = Prediction()
    with qtbot.waitSignal(asked.failed) as failed:
        asked.start({"": [tmp_path / "a.png", tmp_path / "b.png"]}, "/runs/one")
    assert failed.args == ["a.png", "the graph takes 4"]
    assert asked._folder is None


def test_what_was_said_is_saved_as_a_table(answer, qtbot, monkeypatch, tmp_path):
    dialog = Answers("What the network says", "/runs/one", ["row 1: 3"], lambda: b"sample,out\n")
    qtbot.addWidget(dialog)
    dialog.show()
    target = tmp_path / "said.csv"
    monkeypatch.setattr(file_dialog, "chosen", lambda _: [target])
    (button,) = [b for b in dialog.findChildren(QPushButton) if "table" in b.text()]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert target.read_bytes() == b"sample,out\n"
    target.unlink()
    target.mkdir()
    said = answer("Close")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "said.csv was not written" in said[0]
