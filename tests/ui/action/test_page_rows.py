import pytest
from PySide6.QtWidgets import QApplication

from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.action.page_rows import PAGES, page_menu, page_rows


def test_every_page_stands_in_the_menu(qapp):
    assert tuple(row.id for row in page_rows()) == page_menu().items == PAGES


@pytest.mark.parametrize("page", [*PAGES, "runs", "history"])
def test_a_page_comes_to_the_front_with_the_keyboard_in_it(window, qtbot, page):
    window.filing.open_copy(find_template("mnist_mlp").graph())
    bottom = window.workspace.bottom
    bottom.set_folded(True)
    window.table[page].trigger()
    assert bottom.page == page
    assert not bottom.is_folded
    # No problems are no list: there the keyboard is on the tab.
    shown = bottom.tabs if page == "problems" else bottom.pages.currentWidget()
    held = QApplication.focusWidget()
    assert held is shown or shown.isAncestorOf(held)


def test_on_the_start_page_a_network_is_to_be_opened_first(window):
    assert not window.table["outline"].isEnabled()
