from datetime import datetime

from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.storage import files
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.panels.welcome.recent import recent_card


def _card(qtbot, path):
    card = recent_card(path, lambda *_: None, datetime.now())
    qtbot.addWidget(card)
    return card


def test_a_card_says_what_is_in_the_file(qtbot, tmp_path):
    path = tmp_path / "my net.horn"
    files.save(find_template("mnist_mlp").graph(), path)
    card = _card(qtbot, path)
    assert card.title == "my net"
    assert card.line == "9 modules · 50\u2009890 weights"
    assert card.aside.startswith("today, ")
    assert card.toolTip() == str(path)


def test_one_module_is_said_as_one(qtbot, tmp_path):
    path = tmp_path / "a.horn"
    files.save(Graph(nodes=freeze({"a": Node("relu")})), path)
    assert _card(qtbot, path).line == "1 module · 0 weights"


def test_a_file_that_cannot_be_read_says_so(qtbot, tmp_path):
    path = tmp_path / "a.horn"
    path.write_text("{", encoding="utf-8")
    card = _card(qtbot, path)
    assert card.graph is None
    assert card.line == "cannot be read"


def test_a_file_that_has_gone_meanwhile_is_no_fault(qtbot, tmp_path):
    assert _card(qtbot, tmp_path / "gone.horn").aside == ""
