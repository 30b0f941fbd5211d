"""Pasting on the start page opens what is on the clipboard."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from hornstudio.engine.editing import edits
from hornstudio.engine.storage.templates import TEMPLATES
from hornstudio.ui.canvas.edit import clipboard

PASTE = (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def cnn():
    return next(t for t in TEMPLATES if t.name == "mnist_cnn").graph()


def test_a_network_of_the_clipboard_is_opened_from_the_start_page(window, qtbot) -> None:
    graph = cnn()
    ids = tuple(graph.nodes)[1:4]
    clipboard.copy(graph, ids)
    window.show()
    qtbot.keyClick(window.welcome.new, *PASTE)
    assert window.is_working
    assert tuple(window.document.graph.nodes) == ids
    assert window.document.graph.wires == edits.extract(graph, ids).wires
    assert not window.document.graph.extra  # nothing comes into it from elsewhere
    assert window.document.is_modified
    assert window.workspace.canvas.view.hasFocus()


def test_by_menu_it_becomes_a_tab_beside_the_open_network(window, qtbot) -> None:
    window.filing.new()
    before = window.document.graph
    clipboard.copy(cnn(), tuple(cnn().nodes)[:1])
    window.document.edit("x", cnn())
    window.show_home()
    assert window.table["paste"].isEnabled()
    window.table["paste"].trigger()
    assert len(window.tabs) == 2
    assert len(window.document.graph.nodes) == 1
    assert window.document.graph is not before


def test_what_is_no_network_is_refused_in_words_and_nothing_is_opened(
    window, qtbot, announced
) -> None:
    window.show()
    for text, words in (("", "holds no modules"), ("hello", "text that is no network")):
        QApplication.clipboard().setText(text)
        qtbot.keyClick(window.welcome.new, *PASTE)
        assert words in announced[-1]
    assert not window.is_working
