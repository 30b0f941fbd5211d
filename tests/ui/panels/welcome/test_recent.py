import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.storage import files
from hornstudio.engine.storage.glance import Glance
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.panels.welcome import recent
from hornstudio.ui.panels.welcome.recent import RecentFiles


@pytest.fixture
def reader(qtbot):
    made = RecentFiles()
    yield made
    made.stop()


@pytest.fixture
def read(reader, qtbot):
    """Cards of files, as they are as soon as all has been said."""
    holder = QWidget()
    qtbot.addWidget(holder)

    def read(*paths: Path):
        cards = reader.cards(list(paths), lambda *_: None)
        for card in cards:
            card.setParent(holder)
        qtbot.waitUntil(lambda: all(card.line for card in cards), timeout=10_000)
        return cards

    return read


@pytest.fixture
def mlp(tmp_path):
    path = tmp_path / "my net.horn"
    files.save(find_template("mnist_mlp").graph(), path)
    return path


def test_a_card_says_what_is_in_the_file(read, mlp):
    (card,) = read(mlp)
    assert card.title == "my net"
    assert card.line == "9 modules · 50\u202f890 weights"
    assert card.aside.startswith("today, ")
    assert card.toolTip() == str(mlp)
    assert "9 modules" in card.accessibleDescription()
    assert card.graph == files.load(mlp)


def test_one_module_is_said_as_one_and_what_cannot_be_read_says_so(read, tmp_path):
    one, bad, binary, gone = (tmp_path / f"{name}.horn" for name in "abcd")
    files.save(Graph(nodes=freeze({"a": Node("relu")})), one)
    bad.write_text("{", encoding="utf-8")
    binary.write_bytes(b"\xff\xfe\x00")
    cards = read(one, bad, binary, gone)
    assert [card.line for card in cards] == ["1 module · 0 weights", *["cannot be read"] * 3]
    assert [card.graph is None for card in cards] == [False, True, True, True]
    assert [bool(card.aside) for card in cards] == [True, True, True, False]


def test_a_large_file_is_read_by_a_process_of_its_own(read, mlp, tmp_path, monkeypatch):
    count = len(files.load(mlp).wires)
    monkeypatch.setattr(recent, "FEW_BYTES", 10)
    monkeypatch.setattr(recent.files, "from_text", None)
    bad = tmp_path / "bad.horn"
    bad.write_text("{" * 20, encoding="utf-8")
    card, other = read(mlp, bad)
    assert card.line == "9 modules · 50\u202f890 weights"
    assert isinstance(card.graph, Glance)
    assert len(card.graph.wires) == 4 * count
    assert (other.line, other.graph) == ("cannot be read", None)


def test_of_a_huge_file_only_the_size_is_told(read, tmp_path):
    path = tmp_path / "huge.horn"
    with path.open("wb") as file:
        file.truncate(recent.MOST_BYTES + 1)
    (card,) = read(path)
    assert card.line == "19.1 MB"
    assert card.graph is None
    assert not card.grab().isNull()


def test_a_folder_that_does_not_answer_keeps_only_its_card_waiting(
    reader, mlp, tmp_path, monkeypatch, qtbot
):
    answers, real = threading.Event(), Path.stat

    def stat(path, **how):
        if path.name == "slow.horn":
            answers.wait(5)
        return real(path, **how)

    slow = tmp_path / "slow.horn"
    files.save(find_template("mnist_mlp").graph(), slow)
    monkeypatch.setattr(Path, "stat", stat)
    holder = QWidget()
    qtbot.addWidget(holder)
    waiting, quick = reader.cards([slow, mlp], lambda *_: None)
    for card in (waiting, quick):
        card.setParent(holder)
    qtbot.waitUntil(lambda: bool(quick.line))
    assert (waiting.title, waiting.line) == ("slow", "")
    assert not waiting.grab().isNull()
    answers.set()
    qtbot.waitUntil(lambda: bool(waiting.line))


def test_cards_of_before_are_filled_no_more(reader, mlp, qtbot):
    (old,) = reader.cards([mlp], lambda *_: None)
    (new,) = reader.cards([mlp], lambda *_: None)
    for card in (old, new):
        qtbot.addWidget(card)
    qtbot.waitUntil(lambda: bool(new.line))
    assert old.line == ""
