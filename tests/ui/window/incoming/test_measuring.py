"""How good a network is on other data: how it is measured, and what is told."""

import json
import sys

import pytest

from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.text import Text
from hornstudio.engine.train.kept.encoding import sentence_to_json
from hornstudio.ui import subcommand
from hornstudio.ui.window.incoming.measuring import Measuring, figures_of
from hornstudio.ui.words.quantity import count_text

GRAPH = find_template("mnist_mlp").graph()


@pytest.fixture
def program(monkeypatch):
    """`program(text)`: a small Python program stands for HornStudio."""

    def _program(text):
        monkeypatch.setattr(subcommand, "program", lambda: [sys.executable, "-c", text])

    return _program


def test_the_figures_are_told_as_the_panel_calls_them(program, qtbot, tmp_path):
    remark = Text("{node}: {what}", node="mnist", what="leaves out 2 rows")
    facts = {
        "metrics": {"test_accuracy": 0.934, "test_loss": 0.2356},
        "samples": 1200,
        "remarks": [str(remark)],
        "remarks_parts": [sentence_to_json(remark)],
    }
    program(
        "import json, sys; assert sys.argv[1:3] == ['evaluate', '/runs/one'], sys.argv;"
        "assert sys.argv[3].endswith('more.npz'), sys.argv;"
        f"print(json.dumps({json.dumps(facts)}))"
    )
    measuring = Measuring()
    with qtbot.waitSignal(measuring.finished) as finished:
        measuring.start({"": [tmp_path / "more.npz"]}, "/runs/one", GRAPH)
    names, run, lines = finished.args
    assert (names, run) == ("more.npz", "/runs/one")
    count, loss, accuracy, told = lines
    assert count == f"Samples: {count_text(1200)}"
    assert (loss, accuracy) == ("Loss: 0.2356", "Accuracy: 93.4 %")
    assert told == "mnist: leaves out 2 rows"
    assert measuring._folder is None


def test_why_it_cannot_be_measured_is_told_with_the_files(program, qtbot, tmp_path):
    program("import sys; sys.exit('hornstudio: more.csv has no column kind')")
    measuring = Measuring()
    with qtbot.waitSignal(measuring.failed) as failed:
        files = {"left": [tmp_path / "more.csv"], "right": [tmp_path / "b.npz"]}
        measuring.start(files, "/runs/one", GRAPH)
    assert failed.args == ["more.csv, b.npz", "more.csv has no column kind"]


def test_a_figure_of_no_node_goes_by_its_own_name(qapp):
    assert figures_of({"test_loss": 1.0, "test_other": 2.0}, GRAPH)[0].startswith("Loss: 1")
