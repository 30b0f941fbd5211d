"""Finding in a whole window: the canvas follows, and Esc goes back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hornstudio.engine.editing.frame import Frame, add_frame
from hornstudio.engine.storage.templates import find_template

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def working(window):
    window.filing.open_copy(find_template("mnist_mlp").graph())
    QTest.qWait(1)
    window.workspace.canvas.view.setFocus()
    return window


def sight(window):
    view = window.workspace.canvas.view
    center = view.visible_area().center()
    return round(view.zoom, 3), round(center.x()), round(center.y()), window.document.selection


def find(window, text):
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_F, CTRL)
    finder = window.workspace.finder
    assert QApplication.focusWidget() is finder.field
    QTest.keyClicks(finder.field, text)
    return finder


def test_the_canvas_goes_to_each_while_typing_and_by_the_arrows(working):
    canvas = working.workspace.canvas
    finder = find(working, "dense")
    assert canvas.marks.ids == ("hidden", "scores")
    assert working.document.selection == ("hidden",)
    assert finder.count.text() == "1 of 2"
    assert finder.field.accessibleDescription() == "Dense, hidden, 1 of 2"
    QTest.keyClick(finder.field, KEY.Key_Down)
    assert finder.field.accessibleDescription() == "Dense, scores, 2 of 2"
    assert working.document.selection == ("scores",)
    assert finder.count.text() == "2 of 2"
    body = canvas.scene.nodes["scores"].body
    assert canvas.view.visible_area().contains(body)
    assert abs(canvas.view.visible_area().center().x() - body.center().x()) < 2
    QTest.keyClick(finder.field, KEY.Key_Return)
    assert finder.isHidden()
    assert canvas.marks.ids == ()
    assert working.document.selection == ("scores",)
    assert QApplication.focusWidget() is canvas.view


def test_escape_returns_to_where_one_was(working):
    working.document.select(["mnist"])
    before = sight(working)
    finder = find(working, "sgd")
    assert sight(working) != before
    QTest.keyClick(finder.field, KEY.Key_Escape)
    assert sight(working) == before
    assert working.workspace.canvas.marks.ids == ()


def test_letters_that_nothing_has_say_so_and_show_what_was_seen_before(working):
    working.document.select(["mnist"])
    before = sight(working)
    finder = find(working, "sgd")
    assert sight(working) != before
    QTest.keyClicks(finder.field, "x")
    assert sight(working) == before, "as if what was found for fewer letters had these, too"
    assert working.workspace.canvas.marks.ids == ()
    assert finder.empty.isVisible()
    assert finder.empty.text() == "Nothing in the network has that."
    assert finder.count.text() == "0 of 0"
    assert finder.property("wrong") is True
    assert finder.field.accessibleDescription() == finder.empty.text()
    QTest.keyClick(finder.field, KEY.Key_Return)
    assert finder.isVisible()
    QTest.keyClick(finder.field, KEY.Key_Backspace)
    assert working.document.selection == ("sgd",)
    assert finder.count.text() == "1 of 1"
    assert finder.property("wrong") is False


def test_a_field_that_is_emptied_shows_what_was_seen_before_and_is_not_wrong(working):
    before = sight(working)
    finder = find(working, "sgd")
    QTest.keyClick(finder.field, KEY.Key_A, CTRL)
    QTest.keyClick(finder.field, KEY.Key_Delete)
    assert sight(working) == before
    assert finder.property("wrong") is False
    assert finder.count.text() == ""


def test_what_is_found_is_marked_with_more_than_colour(working):
    canvas = working.workspace.canvas
    plain = canvas.view.viewport().grab().toImage()
    finder = find(working, "dense")
    finder.hide()
    marked = canvas.view.viewport().grab().toImage()
    canvas.marks.show(("scores", "hidden"), "hidden")
    other = canvas.view.viewport().grab().toImage()
    assert plain != marked
    assert marked != other  # the numbers on the rings are others
    canvas.marks.clear(is_back=False)


def test_from_the_code_it_goes_back_to_the_canvas_and_a_click_elsewhere_ends_it(working):
    working.table["code"].trigger()
    working.table["find"].trigger()
    assert not working.workspace.is_code_shown
    finder = working.workspace.finder
    assert finder.isVisible()
    assert finder.empty.isVisible()
    working.workspace.palette_panel.search.setFocus()
    assert finder.isHidden()
    assert QApplication.focusWidget() is working.workspace.palette_panel.search


def test_frames_are_found_and_shown_and_escape_goes_back(working):
    canvas = working.workspace.canvas
    frame = Frame("Part one", at=(4000.0, 900.0), size=(400.0, 300.0))
    document = working.document
    document.edit("frame", add_frame(document.graph, frame))
    document.select(["relu"])
    before = sight(working)
    finder = find(working, "part o")
    assert canvas.marks.ids == (0,)
    assert canvas.scene.frames.chosen == (0,)
    assert canvas.view.visible_area().contains(canvas.scene.frames.items[0].body)
    QTest.keyClick(finder.field, KEY.Key_Escape)
    assert sight(working) == before
    assert canvas.scene.frames.chosen == ()
    finder = find(working, "part o")
    QTest.keyClick(finder.field, KEY.Key_Return)
    assert canvas.scene.frames.chosen == (0,)


def test_the_outline_selects_frames_and_leads_to_them(working):
    canvas, outline = working.workspace.canvas, working.workspace.outline
    frame = Frame("Part one", at=(4000.0, 900.0), size=(400.0, 300.0))
    working.document.edit("frame", add_frame(working.document.graph, frame))
    working.workspace.bottom.show_page("outline")
    outline.view.setFocus()
    outline.view.setCurrentIndex(outline.model.place_of(0))
    assert canvas.scene.frames.chosen == (0,)
    assert not canvas.view.visible_area().contains(canvas.scene.frames.items[0].body)
    QTest.keyClick(outline.view, KEY.Key_Return)
    assert canvas.view.visible_area().contains(canvas.scene.frames.items[0].body)
    assert QApplication.focusWidget() is canvas.view


def test_enter_goes_into_the_composite_that_holds_what_was_found(working):
    workspace = working.workspace
    working.document.select(["hidden", "relu"])
    workspace.canvas.composites.group()
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    (use,) = working.document.selection
    workspace.canvas.view.setFocus()
    finder = find(working, "units 64")
    assert workspace.canvas.marks.ids == (use,)
    assert finder.count.text() == "1 of 1"
    QTest.keyClick(finder.field, KEY.Key_Return)
    assert workspace.level.trail == (use,)
    assert workspace.level.selection == ("hidden",)
    assert QApplication.focusWidget() is workspace.canvas.view
