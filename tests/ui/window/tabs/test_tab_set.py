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
