"""The problems of the document, their places and their remedies."""

import random
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from hornstudio.engine.editing import edits
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph, Node
from hornstudio.engine.storage.files import load
from hornstudio.paths import resource
from hornstudio.ui.document import Document
from hornstudio.ui.panels.problems import Problems
from hornstudio.ui.panels.problems.remedy_bar import RemedyBar
from hornstudio.ui.panels.problems.row import PLACE, PROBLEM
from hornstudio.ui.theme import font


@pytest.fixture
def document(qapp):
    return Document(load(resource("templates", "mnist_mlp.horn")))


@pytest.fixture
def panel(document, qtbot):
    made = Problems(document)
    qtbot.addWidget(made)
    made.resize(900, 200)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def bar(panel, row) -> RemedyBar:
    return panel.view.indexWidget(panel.view.rows.index(row, 0))


def without(graph: Graph, *ids: str) -> Graph:
    return edits.remove_nodes(graph, ids)


def test_no_problems_are_said_to_be_none(panel, document):
    assert document.report.problems == ()
    assert panel.stack.currentIndex() == 1
    assert panel.counts == (0, 0)


def test_every_problem_has_a_row_with_place_reason_and_remedies(panel, document):
    counts = []
    panel.counts_changed.connect(lambda *both: counts.append(both))
    graph = without(document.graph, "sgd")
    document.edit("x", edits.set_param(graph, "hidden", "units", 0))
    problems = document.report.problems
    assert panel.view.rows.rowCount() == len(problems)
    errors = len(document.report.errors)
    assert counts == [(errors, len([p for p in problems if p.severity == "warning"]))]
    spoken = panel.view.rows.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Error, Whole graph: there is no optimizer")
    assert [b.text() for b in bar(panel, 0).buttons] == ["Add Adam", "Add SGD"]
    ways = panel.view.rows.item(0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert ways == "The right arrow leads to: Add Adam, Add SGD"
    assert {b.accessibleDescription() for b in bar(panel, 0).buttons} == {spoken}
    assert bar(panel, 0).buttons[0].property("kind") == "primary"
    assert bar(panel, 0).buttons[1].property("kind") != "primary"


def test_a_remedy_is_one_undo_step(panel, document, qtbot):
    document.edit("x", without(document.graph, "sgd"))
    broken = document.graph
    qtbot.mouseClick(bar(panel, 0).buttons[1], Qt.MouseButton.LeftButton)
    assert document.report.problems == ()
    assert document.undo_stack.undoText() == "Add SGD"
    assert panel.stack.currentIndex() == 1
    document.undo_stack.undo()
    assert document.graph is broken
    assert panel.view.rows.rowCount() == 1


def test_one_click_mends_a_yes_or_no_loss_for_ten_classes(panel, document, qtbot):
    graph = edits.replace_kind(document.graph, "loss", "binary_crossentropy", {})
    document.edit("x", edits.set_param(graph, "scores", "units", 1))
    broken = document.graph
    qtbot.mouseClick(bar(panel, 0).buttons[0], Qt.MouseButton.LeftButton)
    assert document.report.problems == ()
    assert document.graph.nodes["scores"].params["units"] == 10
    mended = document.graph
    document.undo_stack.undo()
    assert document.graph == broken
    document.undo_stack.redo()
    assert document.graph == mended


def test_a_click_selects_the_node_and_asks_for_its_place(panel, document, qtbot):
    document.edit("x", edits.set_param(document.graph, "hidden", "units", 0))
    places = []
    document.place_requested.connect(places.append)
    rect = panel.view.visualRect(panel.view.rows.index(0, 0))
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert document.selection == ("hidden",)
    assert places == [document.report.problems[0]]


def test_everything_by_keyboard(panel, document, qtbot):
    document.edit("x", without(document.graph, "sgd"))
    places = []
    document.place_requested.connect(places.append)
    view = panel.view
    view.setFocus()
    view.setCurrentIndex(view.rows.index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert places == [document.report.problems[0]]
    qtbot.keyClick(view, Qt.Key.Key_Right)
    first, second = bar(panel, 0).buttons
    assert first.hasFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Left)
    qtbot.keyClick(first, Qt.Key.Key_Left)
    assert view.hasFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert first.hasFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert document.report.problems == ()


def test_a_refused_remedy_says_why(panel, document, qtbot, monkeypatch):
    document.edit("x", without(document.graph, "sgd"))

    def refuse(problem, remedy):
        raise GraphError("there is no node {node}", node="gone")

    monkeypatch.setattr(document, "mend", refuse)
    qtbot.mouseClick(bar(panel, 0).buttons[0], Qt.MouseButton.LeftButton)
    assert panel.refusal.isVisible()
    assert panel.refusal.text() == "there is no node gone"
    document.edit("y", edits.set_attribute(document.graph, "hidden", "note", "x"))
    assert not panel.refusal.isVisible()


def test_rows_are_built_anew_only_when_problems_differ(panel, document):
    document.edit("x", without(document.graph, "sgd"))
    row = panel.view.rows.item(0)
    document.edit("move", edits.move_nodes(document.graph, {"hidden": (5.0, 5.0)}))
    assert panel.view.rows.item(0) is row


def test_rows_stay_whose_problems_do(panel, document):
    def rows():
        return [panel.view.rows.item(row) for row in range(panel.view.rows.rowCount())]

    document.edit("x", edits.set_param(without(document.graph, "sgd"), "hidden", "units", 0))
    before = rows()
    document.edit("y", edits.set_param(document.graph, "scores", "units", 0))
    assert [row.data(PROBLEM) for row in rows()] == list(document.report.problems)
    assert rows()[:2] == before[:2]
    assert len(rows()) > len(before)


@pytest.mark.parametrize("seed", range(8))
def test_rows_that_stay_are_those_of_a_list_made_anew(panel, document, qtbot, seed):
    whole, hand = document.graph, random.Random(seed)
    for _ in range(25):
        graph = without(whole, *hand.sample(sorted(whole.nodes), hand.randrange(4)))
        for node_id in hand.sample(sorted(graph.nodes), hand.randrange(3)):
            graph = edits.set_attribute(graph, node_id, "title", hand.choice("abc"))
        document.edit("x", graph)
        anew = Problems(document)
        qtbot.addWidget(anew)
        told, expected = (
            [[rows.item(r).data(role) for role in range(300)] for r in range(rows.rowCount())]
            for rows in (panel.view.rows, anew.view.rows)
        )
        assert told == expected
        assert [row[PROBLEM] for row in told] == list(document.report.problems)


def test_the_current_problem_stays_current(panel, document):
    graph = without(document.graph, "sgd")
    document.edit("x", edits.set_param(graph, "hidden", "units", 0))
    places = [p.place for p in document.report.problems]
    panel.view.setCurrentIndex(panel.view.rows.index(places.index("hidden.units"), 0))
    document.edit("y", edits.set_param(document.graph, "scores", "units", 0))
    current = panel.view.currentIndex().data(Qt.ItemDataRole.UserRole)
    assert current.place == "hidden.units"


def test_only_rows_that_can_be_seen_have_buttons(panel, qtbot, document):
    graph = Graph()
    for number in range(200):
        graph = edits.add_node(graph, f"flat_{number}", Node("accuracy"))
    graph = edits.add_node(graph, "mnist", Node("mnist"))
    document.edit("x", graph)
    assert panel.view.rows.rowCount() > 200
    qtbot.wait(1)
    made = panel.view.findChildren(RemedyBar)
    assert 0 < len(made) < 30
    bar_of = panel.view.verticalScrollBar()
    bar_of.setValue(bar_of.maximum())
    last = [
        r
        for r in range(panel.view.rows.rowCount())
        if panel.view.rows.item(r).data(Qt.ItemDataRole.UserRole).remedies
    ][-1]
    panel.view.scrollTo(panel.view.rows.index(last, 0))
    assert bar(panel, last) is not None


def test_a_node_goes_by_its_own_title(panel, document):
    graph = edits.set_param(document.graph, "hidden", "units", 0)
    document.edit("x", edits.set_attribute(graph, "hidden", "title", "숨은 층"))
    assert panel.view.rows.item(0).toolTip().startswith("숨은 층 · units")


def test_every_word_is_translated(pseudo_language, panel, document):
    document.edit("x", without(document.graph, "sgd"))
    assert panel.view.rows.item(0).text().startswith("«there is no optimizer")
    assert bar(panel, 0).buttons[0].text() == "«Add Adam»"


@pytest.mark.parametrize("node_id", ["categorical_crossentropy", "x" * 200])
def test_places_are_whole_up_to_two_fifths_of_the_list(panel, document, node_id):
    graph = edits.add_node(document.graph, node_id, Node("categorical_crossentropy"))
    document.edit("x", graph)
    items = [panel.view.rows.item(row) for row in range(panel.view.rows.rowCount())]
    assert any(item.data(PLACE) == f"{node_id} · target" for item in items)
    metrics = QFontMetrics(font("small", "semibold"))
    is_short = len(node_id) < 100
    for item in items:
        rect, place = panel.view.visualRect(item.index()), item.data(PLACE)
        width = panel.view.painter.place_rect(rect).width()
        assert width == round(0.4 * rect.width()) or is_short
        shown = metrics.elidedText(place, Qt.TextElideMode.ElideRight, width)
        assert (shown == place) == (is_short or node_id not in place)
        whole = f"{item.data(PLACE)}: {item.text()}"
        assert item.toolTip() == whole
        assert whole in item.data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.parametrize("width", [380, 480, 720, 1100])
def test_remedies_hide_nothing_of_a_reason(panel, document, qtbot, width):
    graph = edits.set_param(document.graph, "scores", "units", 7)
    graph = edits.replace_kind(without(graph, "sgd", "softmax", "flatten"), "loss", "hinge", {})
    document.edit("x", graph)
    panel.resize(width, 400)
    qtbot.wait(1)
    view = panel.view
    assert view.rows.rowCount() >= 3
    seen = []
    for row in range(view.rows.rowCount()):
        index = view.rows.index(row, 0)
        rect, made = view.visualRect(index), view.indexWidget(index)
        lines, is_below = view.painter.fit(index)
        assert "".join("".join(lines).split()) == "".join(index.data().split())
        if not isinstance(made, RemedyBar):
            continue
        seen.append(is_below)
        assert rect.contains(made.geometry().center())
        words = view.painter.reason_rect(rect)
        if is_below:
            under = rect.top() + len(lines) * QFontMetrics(font("small")).height()
            assert made.geometry().top() >= under
        else:
            first = made.buttons[0].mapTo(view.viewport(), made.buttons[0].rect().topLeft())
            assert first.x() - words.left() >= QFontMetrics(font("small")).horizontalAdvance(
                max(lines, key=len)
            )
    assert any(seen) == (width < 500) or width == 720


def test_hundreds_of_problems_are_measured_in_no_time(panel, document):
    graph = document.graph
    for number in range(600):
        graph = edits.add_node(graph, f"wide_{number}", Node("conv2d"))
    document.edit("x", graph)
    began = time.perf_counter()
    panel.resize(panel.width() - 40, 200)
    assert time.perf_counter() - began < 1.0
