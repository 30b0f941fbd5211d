"""The start page in its window: opening by mouse and keys, and what a small screen shows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hornstudio.engine.storage import files
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.settings import Settings


@pytest.fixture
def mlp():
    return find_template("mnist_mlp").graph()


def test_a_template_opens_by_mouse_and_by_enter(window, qtbot):
    cards = window.welcome.templates.cards
    assert [card.title for card in cards][:2] == ["MNIST MLP", "MNIST CNN"]
    for index, act in ((0, _click), (1, _press_enter)):
        window.show_home()
        act(qtbot, cards[index])
        assert window.is_working
        assert window.document.graph == cards[index].graph
        assert window.document.path is None


@pytest.mark.parametrize("keys", ["Esc", "Ctrl+1", "Ctrl+2"])
def test_keys_lead_back_to_the_network_that_is_open(window, mlp, keys):
    QTest.keySequence(window.welcome.new, keys)
    assert not window.is_working, "there is none"
    window.filing.open_copy(mlp)
    window.show_home()
    QTest.keySequence(window.welcome.new, keys)
    assert window.is_working
    assert window.workspace.is_code_shown == (keys == "Ctrl+2")
    held = QApplication.focusWidget()
    assert window.workspace.centre.currentWidget().isAncestorOf(held)


def _click(qtbot, card):
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)


def _press_enter(qtbot, card):
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Return)


def test_tab_walks_through_the_whole_start_page(window, qtbot):
    window.welcome.new.setFocus()
    seen = []
    for _ in range(30):
        seen.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    rail = window.welcome.rail
    wanted = [window.welcome.new, window.welcome.open, rail.home, rail.templates, rail.theme]
    for widget in [*wanted, *window.welcome.templates.cards]:
        assert widget in seen, widget
        assert widget.accessibleName() or widget.text()


def test_a_recent_file_opens_from_its_card(make_window, mlp, tmp_path, qtbot):
    path = tmp_path / "mine.horn"
    files.save(mlp, path)
    gone = tmp_path / "gone.horn"
    window = make_window(Settings(recent=[str(gone), str(path)]))
    qtbot.waitUntil(lambda: len(window.welcome.recent.cards) == 1)
    card = window.welcome.recent.cards[0]
    assert card.title == "mine"
    qtbot.waitUntil(lambda: "9 modules" in card.line)
    assert "50\u202f890 weights" in card.line
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert window.document.path == path


def test_the_start_page_scrolls_and_its_cards_reflow(window, qtbot):
    window.resize(1900, 1000)
    qtbot.waitUntil(lambda: window.width() == 1900)
    cards = window.welcome.templates.cards
    assert len({card.y() for card in cards[:3]}) == 1
    assert cards[3].y() > cards[0].y()
    assert window.welcome.hero.isVisible()
    window.setMinimumSize(0, 0)
    window.resize(700, 500)
    qtbot.waitUntil(lambda: len({c.y() for c in cards}) == len(cards))
    assert not window.welcome.hero.isVisible()
    assert window.welcome.area.verticalScrollBar().maximum() > 0


def test_recent_files_and_the_first_templates_are_seen_without_scrolling(
    make_window, mlp, tmp_path, qtbot
):
    paths = [tmp_path / f"{name}.horn" for name in "abcd"]
    for path in paths:
        files.save(mlp, path)
    window = make_window(Settings(recent=[str(path) for path in paths]))
    window.resize(1280, 776)  # 1280x800 with a title bar
    welcome = window.welcome
    qtbot.waitUntil(lambda: len(welcome.recent.cards) == 4)
    viewport = welcome.area.viewport()
    for shelf in (welcome.recent, welcome.templates):
        first = shelf.cards[:4]
        qtbot.waitUntil(lambda row=first: len({card.y() for card in row}) == 1)
        for card in first:
            assert card.mapTo(viewport, card.rect().bottomRight()).y() < viewport.height()
