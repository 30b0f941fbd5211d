"""What a person calls a network that has no file."""

from pathlib import Path

from hornstudio.engine.graph import Graph
from hornstudio.engine.storage.journal import Work
from hornstudio.ui.words.title import name_from, title_text, work_title


def test_the_first_one_shows_no_number(qapp):
    assert [title_text("net", n) for n in (0, 1, 2)] == ["net", "net", "net 2"]


def test_what_nobody_has_named_is_called_so_in_each_language(pseudo_language):
    assert title_text(Graph().name, 3) == "«untitled» 3"
    assert name_from("«untitled»") == Graph().name
    assert name_from("net") == "net"


def test_work_with_a_file_goes_by_that(qapp):
    assert work_title(Work(Graph(name="net"), Path("/there/a.horn"), number=2)) == "a.horn"
    assert work_title(Work(Graph(), number=2)) == "untitled 2"
