"""Tabs and which is in front, without a window."""

from PySide6.QtCore import QObject

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node
from hornstudio.ui.window.tabs.tab_set import TabSet


def test_an_untouched_tab_is_used_and_a_used_one_is_kept(qapp, tmp_path):
    parent = QObject()
    tabs = TabSet(parent)
    heard = []
    tabs.front.graph_changed.connect(lambda old, new: heard.append((old, new)))
    tabs.front.leaving.connect(lambda: heard.append("leaving"))
    tabs.front.switched.connect(lambda: heard.append("switched"))
    first = tabs.make_room()
    assert first is tabs.current
    graph = edits.add_node(Graph(), "relu", Node("relu"))
    tabs.front.edit("add", graph)
    assert heard == [(Graph(), graph)]
    assert first.document.graph is graph
    second = tabs.make_room()
    assert second is not first
    assert heard[1:] == ["leaving", (graph, second.document.graph), "switched"]
    assert not tabs.front.is_modified
    assert tabs.front.history.activeStack() is second.document.undo_stack
    first.document.select(["relu"])
    assert tabs.front.selection == ()
    tabs.step(1)
    assert tabs.front.selection == ("relu",)
    tabs.move(first, 1)
    assert tabs.tabs == [second, first]
    first.document.undo_stack.setClean()
    tabs.remove(first)
    tabs.remove(second)
    assert len(tabs) == 1
    assert tabs.current.is_blank
    tabs.close()


def test_tabs_are_handed_on_with_their_documents_and_nobody_of_before_hears_of_them(qapp):
    former, window = QObject(), QObject()
    tabs = TabSet(former)
    tabs.front.edit("add", edits.add_node(Graph(), "relu", Node("relu")))
    tabs.make_room()
    documents, before, heard = [tab.document for tab in tabs], tabs.front, []
    tabs.changed.connect(lambda: heard.append("changed"))
    tabs.standing_changed.connect(lambda: heard.append("standing"))
    before.graph_changed.connect(lambda *_: heard.append("graph"))
    tabs.hand_on(window)
    assert tabs.parent() is window
    assert before.parent() is former
    assert [tab.document for tab in tabs] == documents
    tabs.step(1)
    tabs.front.undo_stack.undo()
    assert heard == []
    assert tabs.front is not before
    assert tabs.front.source is documents[0]
    assert tabs.front.graph == Graph()
    assert tabs.front.history.redoText() == "add"
    tabs.front.history.redo()
    assert list(documents[0].graph.nodes) == ["relu"]
    tabs.close()
