"""What a person calls a network that has no file."""

from pathlib import Path

from hornstudio.engine.graph import Graph
from hornstudio.engine.storage.journal import Work
from hornstudio.ui.words.title import name_from, run_text, title_text, work_title


def test_the_first_one_shows_no_number(qapp):
    assert [title_text("net", n) for n in (0, 1, 2)] == ["net", "net", "net 2"]


def test_what_a_run_has_trained_goes_by_that_run(qapp):
    assert title_text("net", 0, "net-20260101-100000") == "net (run 20260101-100000)"
    assert title_text(Graph().name, 2, "untitled-20260101-100000") == (
        "untitled (run 20260101-100000) 2"
    )
    assert title_text("net", 1, "the wide one") == "net (run the wide one)"


def test_what_nobody_has_named_is_called_so_in_each_language(pseudo_language):
    assert title_text(Graph().name, 3) == "«untitled» 3"
    assert name_from("«untitled»") == Graph().name
    assert name_from("net") == "net"


def test_a_run_of_what_nobody_has_named_is_called_so_too(pseudo_language):
    assert run_text("untitled-20261128-135530") == "«untitled»-20261128-135530"
    assert run_text("untitled") == "untitled", "somebody has given it that name"
    assert run_text("net-20261128-135530") == "net-20261128-135530"


def test_work_with_a_file_goes_by_that(qapp):
    assert work_title(Work(Graph(name="net"), Path("/there/a.horn"), number=2)) == "a.horn"
    assert work_title(Work(Graph(), number=2)) == "untitled 2"
    assert work_title(Work(Graph(name="net"), of_run="net-7")) == "net (run 7)"
