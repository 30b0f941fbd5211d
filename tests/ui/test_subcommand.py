"""Commands of the program itself, run beside the window."""

import pytest

from hornstudio.ui import subcommand
from hornstudio.ui.subcommand import Subcommand


@pytest.fixture
def command(qtbot):
    made = Subcommand()
    yield made
    made.stop()
    made.deleteLater()


def test_gives_what_the_command_printed(command, qtbot):
    with qtbot.waitSignal(command.finished, timeout=60_000) as done:
        command.start("templates")
    assert "mnist_mlp" in {template["name"] for template in done.args[0]}
    assert not command.is_running


def test_says_what_was_wrong(command, qtbot):
    with qtbot.waitSignal(command.failed, timeout=60_000) as done:
        command.start("summary", "nowhere.horn")
    assert "nowhere.horn" in done.args[0]


def test_complains_in_the_language_of_the_window(command, qtbot, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")  # as a pipe of an old system
    monkeypatch.setattr(subcommand, "spoken", lambda: "ko")
    with qtbot.waitSignal(command.failed, timeout=60_000) as done:
        command.start("summary", "nowhere.horn")
    assert done.args[0] == "hornstudio: nowhere.horn 파일이 없습니다"


def test_stopping_says_nothing(command, qtbot):
    said = []
    command.finished.connect(said.append)
    command.failed.connect(said.append)
    command.start("templates")
    command.stop()
    qtbot.wait(50)
    assert said == []
    assert not command.is_running
