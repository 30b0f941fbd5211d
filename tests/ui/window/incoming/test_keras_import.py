"""Reading a model in a process of its own: what ends, and what is left behind."""

import sys

import pytest

from hornstudio import paths
from hornstudio.ui import subcommand
from hornstudio.ui.window.incoming.keras_import import KerasImport


@pytest.fixture
def program(monkeypatch):
    """`program(text)`: a small Python program stands for HornStudio."""

    def _program(text):
        monkeypatch.setattr(subcommand, "program", lambda: [sys.executable, "-S", "-c", text])

    return _program


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("import sys; sys.exit('hornstudio: no model')", "no model"),
        ("print('{}')", "there is no file"),
    ],
)
def test_a_process_that_fails_or_writes_nothing_is_told(program, qtbot, tmp_path, text, reason):
    program(text)
    reader = KerasImport()
    with qtbot.waitSignal(reader.failed) as failed:
        reader.start(tmp_path / "m.keras")
    assert failed.args[0] == tmp_path / "m.keras"
    assert reason in failed.args[1]
    assert reader._folder is None


def test_what_was_killed_leaves_no_half_of_a_run(program, qtbot, tmp_path):
    """The process makes the draft of a run, and is ended before it is whole."""
    program(
        "import pathlib, sys, time; run = pathlib.Path(sys.argv[6]); "
        "(run.parent / f'.{run.name}.draft').mkdir(parents=True); time.sleep(60)"
    )
    reader = KerasImport()
    reader.start(tmp_path / "net.keras")
    runs = paths.runs_dir()
    qtbot.waitUntil(lambda: runs.is_dir() and bool(list(runs.iterdir())), timeout=20_000)
    assert [path.name.startswith(".net-") for path in runs.iterdir()] == [True]
    reader.stop()
    assert list(runs.iterdir()) == []


def test_another_file_takes_the_place_of_the_first(program, qtbot, tmp_path):
    program("import sys; sys.exit(sys.argv[2])")
    reader = KerasImport()
    reader.start(tmp_path / "first.keras")
    with qtbot.waitSignal(reader.failed) as failed:
        reader.start(tmp_path / "second.keras")
    assert failed.args[1] == str(tmp_path / "second.keras")
