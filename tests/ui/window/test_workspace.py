"""The panels around a document give each other room."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.settings import Settings


def test_a_folded_panel_leaves_its_room_to_the_canvas(window, qtbot):
    window.filing.new()
    work = window.workspace
    before, bottom = work.canvas.height(), work.bottom
    whole = before + bottom.height()
    bottom.set_folded(True)
    qtbot.waitUntil(lambda: work.canvas.height() + bottom.height() == whole)
    assert work.canvas.height() > before + 100
    bottom.set_folded(False)
    qtbot.waitUntil(lambda: work.canvas.height() == before)


def test_a_panel_that_was_left_folded_takes_no_room_and_comes_back_as_high(make_window, qtbot):
    settings = Settings(sizes={"bottom": 220}, hidden=["bottom"])
    window = make_window(settings)
    window.resize(1280, 800)
    window.filing.new()
    work = window.workspace
    work.remember()
    assert work.bottom.is_folded
    assert settings.sizes["bottom"] == 220
    whole = work.canvas.parentWidget().parentWidget().parentWidget().height()
    qtbot.waitUntil(lambda: work.canvas.height() > whole - 80)
    work.bottom.set_folded(False)
    qtbot.waitUntil(lambda: work.bottom.height() == 220)


def test_after_a_double_click_in_the_list_keys_are_those_of_the_canvas(window, qtbot):
    """The foot of the window says so: Tab adds a module. It led on through the list."""
    window.filing.new()
    tree, view = window.workspace.palette_panel.tree, window.workspace.canvas.view
    place = tree.visualRect(tree.first_module()).center()
    for press in (QTest.mouseClick, QTest.mouseDClick):
        press(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(window.document.graph.nodes) == 1
    assert view.hasFocus()
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert len(window.document.graph.nodes) == 2
    assert tree.hasFocus(), "who goes through the list by keys stays there"


def test_who_goes_from_the_canvas_to_the_code_is_at_the_script(window, qtbot):
    window.filing.new()
    work = window.workspace
    window.document.open(find_template("mnist_mlp").graph(), None)
    work.canvas.view.setFocus()
    qtbot.waitUntil(work.canvas.view.hasFocus)
    window.table["code"].trigger()
    qtbot.waitUntil(lambda: window.focusWidget() is work.centre.currentWidget().live.text)
    window.table["build"].trigger()
    qtbot.waitUntil(work.canvas.view.hasFocus)


def test_on_a_small_screen_the_list_of_modules_gives_way_and_is_not_taken_for_put_away(
    make_window, qtbot
):
    settings = Settings()
    window = make_window(settings)
    window.setMinimumSize(1, 1)
    window.resize(683, 400)
    window.filing.new()
    work = window.workspace
    assert work.palette_panel.isHidden()
    assert not window.table["palette"].isChecked()
    across = work.canvas.mapTo(window, work.canvas.rect().topRight()).x()
    assert across <= work.inspector.mapTo(window, work.inspector.rect().topLeft()).x()
    work.remember()
    assert "palette" not in settings.hidden
    window.table["palette"].trigger()
    assert not work.palette_panel.isHidden()
    window.table["palette"].trigger()


def test_on_a_low_screen_the_panel_below_waits_folded_and_a_training_gets_half(make_window, qtbot):
    settings = Settings()
    window = make_window(settings)
    window.setMinimumSize(1, 1)
    window.resize(683, 372)
    window.filing.new()
    work = window.workspace
    assert work.bottom.is_folded
    assert work.canvas.height() >= 200
    work.remember()
    assert "bottom" not in settings.hidden
    work.bottom.show_page("training")
    qtbot.waitUntil(lambda: work.bottom.height() > 100)
    assert abs(work.canvas.height() - work.bottom.height()) <= 2
    window.table["bottom"].trigger()
    assert work.bottom.is_folded


def test_a_panel_that_was_high_on_a_large_screen_leaves_the_canvas_its_room(make_window, qtbot):
    window = make_window(Settings(sizes={"bottom": 500}))
    window.setMinimumSize(1, 1)
    window.resize(1280, 560)
    window.filing.new()
    work = window.workspace
    assert not work.bottom.is_folded
    qtbot.waitUntil(lambda: work.canvas.height() >= 200)
    assert work.bottom.height() > 200
