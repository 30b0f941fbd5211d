"""Networks without a file that have the same name are told apart, each as long as it lives."""

import pytest
from PySide6.QtCore import QObject

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node
from hornstudio.ui.window.tabs.tab_set import TabSet


@pytest.fixture
def tabs(qapp):
    parent = QObject()
    made = TabSet(parent)
    yield made
    made.close()


def show(tabs, name="untitled", number=0, of_run=""):
    graph = edits.add_node(Graph(name=name), "relu", Node("relu"))
    tab = tabs.make_room(number)
    tab.document.open(graph, None, is_saved=False, of_run=of_run)
    return tab


def titles(tabs):
    return [tab.document.title for tab in tabs]


def test_each_has_the_least_free_number_and_keeps_it(tabs):
    _first, second, third = show(tabs), show(tabs), show(tabs)
    assert titles(tabs) == ["untitled", "untitled 2", "untitled 3"]
    tabs.remove(second)
    assert third.document.title == "untitled 3"
    show(tabs)
    assert titles(tabs) == ["untitled", "untitled 3", "untitled 2"]


def test_named_ones_are_told_apart_too_and_never_by_a_name_that_is_there(tabs):
    show(tabs, "net 2")
    show(tabs, "net")
    show(tabs, "net")
    assert titles(tabs) == ["net 2", "net", "net 3"]


def test_a_number_is_free_once_its_network_has_a_file(tabs, tmp_path):
    first, second = show(tabs), show(tabs)
    first.document.save(tmp_path / "a.horn")
    assert titles(tabs) == ["a.horn", "untitled 2"]
    third = show(tabs)
    assert third.document.title == "untitled"
    second.document.save(tmp_path / "b.horn")
    first.document.leave_file()
    assert titles(tabs) == ["a", "b.horn", "untitled"]


def test_a_name_that_is_taken_back_is_numbered_again(tabs):
    show(tabs)
    second = show(tabs)
    other = edits.set_param(second.document.graph, "relu", "max_value", 6.0)
    second.document.edit("name", Graph(name="mine", nodes=other.nodes))
    assert titles(tabs) == ["untitled", "mine"]
    second.document.undo_stack.undo()
    assert titles(tabs) == ["untitled", "untitled 2"]


def test_a_wish_is_granted_where_it_is_free(tabs):
    assert show(tabs, number=3).document.title == "untitled 3"
    assert show(tabs, number=3).document.title == "untitled"


def test_others_hear_of_a_network_when_it_has_its_number(tabs):
    show(tabs)
    heard = []
    tab = tabs.make_room()
    tabs.front.graph_changed.connect(lambda *_: heard.append(tabs.front.title))
    tab.document.open(Graph(), None)
    assert heard == ["untitled 2"]


def test_what_runs_have_trained_is_told_apart_by_them(tabs, tmp_path):
    show(tabs, "net")
    for run in ("net-1", "net-2", "net-1"):
        show(tabs, "net", of_run=run)
    assert titles(tabs) == ["net", "net (run 1)", "net (run 2)", "net (run 1) 2"]
    again = tabs.tabs[1].document
    again.save(tmp_path / "a.horn")
    assert again.title == "a.horn"
    again.leave_file()
    assert again.title == "net 2", "it is a copy of that file now"
