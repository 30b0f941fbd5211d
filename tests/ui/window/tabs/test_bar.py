"""The row of tabs as it is drawn and read out."""

from PySide6.QtCore import QObject

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node
from hornstudio.ui.window.tabs.bar import TabRow
from hornstudio.ui.window.tabs.tab_set import TabSet


def test_the_row_says_what_is_unsaved_and_what_is_trained(qtbot):
    parent = QObject()
    tabs = TabSet(parent)
    row = TabRow(tabs)
    qtbot.addWidget(row)
    assert row.isHidden()
    named = edits.add_node(Graph(name="a & b"), "relu", Node("relu"))
    tabs.front.open(named, None, is_saved=False)
    tabs.make_room()
    tabs.front.open(named, None)
    assert not row.isHidden()
    assert [row.tabText(i) for i in range(2)] == ["a && b •", "a && b 2"]
    assert row.accessibleTabName(0) == "a & b, not saved"
    row.show_running(tabs.tabs[0].document)
    assert row.accessibleTabName(0) == "a & b, not saved, in training"
    assert not row.tabIcon(0).isNull()
    assert row.tabIcon(1).isNull()
    row.setCurrentIndex(0)
    assert tabs.current is tabs.tabs[0]
    tabs.move(tabs.tabs[0], 1)
    assert row.tabText(row.currentIndex()) == "a && b •"
    tabs.close()


def test_the_row_follows_a_name_that_is_given_to_a_graph(qtbot):
    parent = QObject()
    tabs = TabSet(parent)
    row = TabRow(tabs)
    qtbot.addWidget(row)
    tabs.front.open(Graph(), None, is_saved=False)
    tabs.front.edit("name", Graph(name="net"))
    qtbot.waitUntil(lambda: row.tabText(0) == "net •")
    tabs.front.undo_stack.undo()
    qtbot.waitUntil(lambda: row.tabText(0) == "untitled •")
    tabs.close()


def test_files_of_one_name_show_their_folders_as_long_as_both_are_open(qtbot, tmp_path):
    parent = QObject()
    tabs = TabSet(parent)
    row = TabRow(tabs)
    qtbot.addWidget(row)
    for name in ("teacher", "me"):
        tabs.make_room()
        tabs.front.open(Graph(), tmp_path / name / "net.horn")
    assert [row.tabText(i) for i in range(2)] == ["net.horn — teacher", "net.horn — me"]
    assert row.accessibleTabName(0) == "net.horn — teacher"
    assert row.tabToolTip(0) == str(tmp_path / "teacher" / "net.horn")
    tabs.remove(tabs.tabs[0])
    assert [row.tabText(i) for i in range(row.count())] == ["net.horn"]
    tabs.close()
