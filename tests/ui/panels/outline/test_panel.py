"""The outline says in words what the canvas shows, and follows the document both ways."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from hornstudio.engine.editing import edits
from hornstudio.engine.editing.frame import Frame, add_frame
from hornstudio.engine.graph import Wire
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.document import Document
from hornstudio.ui.panels.outline import Outline
from hornstudio.ui.widgets.announcement import SILENCE


@pytest.fixture
def document() -> Document:
    return Document(find_template("mnist_mlp").graph())


@pytest.fixture
def outline(document, qtbot) -> Outline:
    panel = Outline(document)
    qtbot.addWidget(panel)
    panel.resize(800, 300)
    panel.show()
    return panel


def spoken(outline: Outline, node_id: str | int) -> str:
    place = outline.model.place_of(node_id)
    return str(outline.model.data(place, Qt.ItemDataRole.AccessibleTextRole))


def words_below(outline: Outline, node_id: str | int) -> list[str]:
    place = outline.model.place_of(node_id)
    rows = range(outline.model.rowCount(place))
    return [outline.model.data(outline.model.index(row, 0, place)) for row in rows]


def test_every_node_stands_in_the_order_of_computing(outline, document):
    nodes = [entry.line.leads_to for entry in outline.model.entries]
    assert nodes == list(document.report.order)


def test_a_row_can_be_read_out(outline):
    said = spoken(outline, "hidden")
    assert said.startswith("hidden, Dense, gives 64, 50\u202f240 weights")
    assert words_below(outline, "hidden") == [
        "input from flatten.output",
        "output (64) to relu.input",
    ]


@pytest.mark.parametrize(("platform", "words"), [("xcb", SILENCE), ("windows", None)])
def test_who_reads_all_cells_of_a_row_hears_it_once(platform, words, document, qtbot, monkeypatch):
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: platform)
    outline = Outline(document)
    qtbot.addWidget(outline)
    outline.show()
    kind = outline.model.place_of("hidden").siblingAtColumn(1)
    assert outline.model.data(kind) == "Dense"
    said = outline.model.data(kind, Qt.ItemDataRole.AccessibleTextRole)
    assert said == words
    assert spoken(outline, "hidden").startswith("hidden, Dense, gives 64")


def test_problems_are_read_out_at_their_node(outline, document):
    wire = Wire("relu.output", "scores.input")
    document.edit("cut", edits.disconnect(document.graph, [wire]))
    assert "input is open; it needs a wire" in spoken(outline, "scores")
    assert words_below(outline, "relu")[-1] == "output (64) goes nowhere"
    assert words_below(outline, "scores")[-1] == "problem: input is open; it needs a wire"
    document.undo_stack.undo()
    assert "open" not in spoken(outline, "scores")


def test_choosing_selects_and_enter_asks_for_the_node(outline, document, qtbot):
    outline.view.setFocus()
    outline.view.setCurrentIndex(outline.model.place_of("relu"))
    assert document.selection == ("relu",)
    with qtbot.waitSignal(outline.node_wanted) as wanted:
        qtbot.keyClick(outline.view, Qt.Key.Key_Return)
    assert wanted.args == ["relu"]


def test_a_line_below_stands_for_its_node(outline, document, qtbot):
    outline.view.setCurrentIndex(outline.model.place_of("relu"))
    qtbot.keyClick(outline.view, Qt.Key.Key_Right)
    qtbot.keyClick(outline.view, Qt.Key.Key_Down)
    assert outline.view.currentIndex().parent() == outline.model.place_of("relu")
    assert document.selection == ("relu",)


def test_several_are_selected_with_shift_and_with_control(outline, document, qtbot):
    outline.view.setFocus()
    outline.view.setCurrentIndex(outline.model.place_of("flatten"))
    qtbot.keyClick(outline.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert document.selection == ("flatten", "hidden")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space):
        qtbot.keyClick(outline.view, key, Qt.KeyboardModifier.ControlModifier)
    assert document.selection == ("flatten", "hidden", "scores")
    qtbot.keyClick(outline.view, Qt.Key.Key_Up)
    assert document.selection == ("relu",)


def test_several_that_are_selected_elsewhere_are_chosen_here(outline, document):
    def chosen():
        rows = outline.view.selectionModel().selectedRows()
        return {outline.model.line_at(index).leads_to for index in rows}

    document.select(["relu", "flatten", "hidden"])
    assert chosen() == {"relu", "flatten", "hidden"}
    document.select(document.graph.nodes)
    assert chosen() == set(document.graph.nodes)
    document.select([])
    assert chosen() == set()


def test_frames_and_notes_are_entries_of_their_own(outline, document, qtbot):
    x, y = document.graph.nodes["hidden"].at
    frame = Frame("Body", at=(x - 10, y - 50), size=(200.0, 200.0))
    note = Frame(text="try\n more", at=(9000.0, 0.0), is_note=True)
    document.edit("frames", add_frame(add_frame(document.graph, frame), note))
    assert spoken(outline, 0) == "Frame Body, 1 module"
    assert spoken(outline, 1) == "Note, try more"
    assert words_below(outline, 0) == ["holds hidden"]
    document.select(["relu"])
    outline.view.setFocus()
    with qtbot.waitSignal(outline.frame_chosen) as chosen:
        outline.view.setCurrentIndex(outline.model.place_of(0))
    assert chosen.args == [0]
    document.select(())  # which a canvas does when it selects a frame
    assert outline.view.currentIndex() == outline.model.place_of(0)
    with qtbot.waitSignal(outline.frame_wanted):
        qtbot.keyClick(outline.view, Qt.Key.Key_Return)
    qtbot.keyClick(outline.view, Qt.Key.Key_Right)
    qtbot.keyClick(outline.view, Qt.Key.Key_Down)
    assert document.selection == ("hidden",)


def test_it_follows_the_selection_and_keeps_open_what_was(outline, document):
    outline.view.expand(outline.model.place_of("hidden"))
    document.select(["scores"])
    assert outline.view.currentIndex() == outline.model.place_of("scores")
    document.edit("move", edits.rename_node(document.graph, "relu", "bend"))
    assert outline.view.isExpanded(outline.model.place_of("hidden"))
    assert document.selection == ("scores",)


def test_there_is_a_row_to_go_on_from_before_the_keyboard_comes(outline, document):
    def here() -> str | int:
        return outline.model.line_at(outline.view.currentIndex()).leads_to

    assert here() == document.report.order[0]
    assert outline.view.selectionModel().selectedRows() == [], "nothing is chosen by that"
    document.select(["hidden"])
    document.select([])
    assert here() == "hidden"
    assert document.selection == ()
    document.edit("less", edits.remove_nodes(document.graph, list(document.graph.nodes)))
    assert not outline.view.currentIndex().isValid()


@pytest.mark.parametrize(("platform", "count"), [("xcb", 1), ("windows", 0)])
def test_orca_is_told_the_row_that_the_keyboard_comes_to(
    platform, count, outline, qtbot, monkeypatch
):
    told = []
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: platform)
    monkeypatch.setattr(outline.view, "currentChanged", lambda now, before: told.append(now.row()))
    outline.activateWindow()
    outline.view.setFocus()
    qtbot.waitUntil(outline.view.hasFocus)
    qtbot.wait(20)
    assert told == [0] * count


def test_hidden_it_does_nothing_and_catches_up(outline, document):
    outline.hide()
    before = outline.model.entries
    document.edit("rename", edits.rename_node(document.graph, "relu", "bend"))
    assert outline.model.entries is before
    outline.show()
    assert outline.model.place_of("bend").isValid()


def test_the_model_keeps_qts_rules(outline, document):
    tester = QAbstractItemModelTester(
        outline.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    document.edit("rename", edits.rename_node(document.graph, "relu", "bend"))
    outline.view.expandAll()
    assert tester.model() is outline.model
