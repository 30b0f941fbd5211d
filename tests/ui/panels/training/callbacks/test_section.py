"""Callbacks in the training panel: mouse and keys, each edit one step that undoing takes back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from hornstudio.engine.editing import callback_edits, edits
from hornstudio.ui.panels.training import TrainingPanel
from hornstudio.ui.panels.training.callbacks.section import CallbackSection

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def section(document, qtbot) -> CallbackSection:
    section = CallbackSection(document)
    qtbot.addWidget(section)
    section.resize(260, 600)
    section.show()
    section.fold.open()
    return section


def held(section) -> list[tuple[str, dict]]:
    return [(h.kind, dict(h.params)) for h in section.document.graph.training.callbacks]


def added(section, *kinds: str) -> None:
    graph = section.document.graph
    for kind in kinds:
        graph = callback_edits.add(graph, kind)
    section.document.edit("add", graph)


def test_a_callback_is_searched_and_added_with_the_keyboard(section, qtbot):
    before = section.document.graph
    assert section.hint.isVisible()
    qtbot.mouseClick(section.add, LEFT)
    search = section._search
    assert search.isVisible()
    assert len(search.list.entries()) == 8
    search.renew("조기")
    assert [e.id for e in search.list.entries()] == ["early_stopping"]
    qtbot.keyClicks(search.field, "early")
    assert [e.id for e in search.list.entries()] == ["early_stopping"]
    qtbot.keyClick(search.field, Qt.Key.Key_Return)
    assert not search.isVisible()
    assert held(section) == [("early_stopping", {})]
    assert (section.fold.header.text(), section.hint.isVisible()) == ("Callbacks (1)", False)
    assert section.cards[0].is_open
    assert section.document.undo_stack.undoText() == "Add Early stopping"
    section.document.undo_stack.undo()
    assert section.document.graph == before
    assert (section.cards, section.fold.header.text()) == ([], "Callbacks")


@pytest.mark.parametrize("text", ["schedule", "LearningRateScheduler", "cosine", "스케줄"])
def test_who_looks_for_a_schedule_hears_where_it_is_chosen(section, qtbot, text):
    qtbot.mouseClick(section.add, Qt.MouseButton.LeftButton)
    search = section._search
    search.renew(text)
    assert not search.list.entries()
    assert "learning rate of the optimizer" in search.empty.text()
    search.renew("zzzz")
    assert search.empty.text() == "No callback is called that."


def test_esc_leaves_the_search_and_nothing_is_added(section, qtbot):
    qtbot.mouseClick(section.add, LEFT)
    qtbot.keyClick(section._search.field, Qt.Key.Key_Escape)
    assert not section._search.isVisible()
    assert held(section) == []


def test_settings_are_steps_and_go_back_to_their_defaults(section, qtbot):
    added(section, "early_stopping")
    card = section.cards[0]
    card.open()
    line = card.form.field("patience").editors()[0]
    line.selectAll()
    qtbot.keyClicks(line, "7")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert held(section) == [("early_stopping", {"patience": 7})]
    assert section.cards[0] is card  # the form stays, and with it the focus
    assert section.document.undo_stack.undoText() == "Set patience of Early stopping to 7"
    qtbot.mouseClick(card.form.rows["patience"].reset, LEFT)
    assert held(section) == [("early_stopping", {})]


def test_the_figure_is_chosen_among_those_that_are_reported(section):
    added(section, "early_stopping")
    combo = section.cards[0].form.field("monitor").combo
    names = [combo.itemText(i) for i in range(combo.count())]
    assert names == ["loss", "accuracy", "val_loss", "val_accuracy"]
    combo.activated.emit(3)
    assert held(section) == [("early_stopping", {"monitor": "val_accuracy"})]
    graph = edits.remove_nodes(section.document.graph, ["accuracy"])
    section.document.edit("remove", graph)
    combo = section.cards[0].form.field("monitor").combo
    names = [combo.itemText(i) for i in range(combo.count())]
    assert names == ["loss", "val_loss", "val_accuracy"]  # what is set stays in sight
    assert combo.currentText() == "val_accuracy"


def test_what_is_wrong_is_said_and_mended_in_place(section, qtbot):
    graph = edits.set_param(section.document.graph, "mnist", "validation_split", 0.0)
    section.document.edit("split", callback_edits.add(graph, "early_stopping"))
    card = section.cards[0]
    assert card.refusal.text() == (
        "Early stopping watches val_loss, but no samples are held back for validation."
    )
    buttons = [b for b in card.repairs.findChildren(QPushButton) if not b.isHidden()]
    qtbot.waitUntil(buttons[0].isVisible)
    assert [b.text() for b in buttons] == [
        "Hold back 10% of mnist",
        "Watch loss",
        "Remove Early stopping",
    ]
    qtbot.mouseClick(buttons[1], LEFT)
    assert held(section) == [("early_stopping", {"monitor": "loss"})]
    assert not section.cards[0].refusal.isVisible()
    assert section.document.report.errors == []


def test_the_order_changes_with_the_buttons_which_keep_the_focus(section, qtbot):
    added(section, "early_stopping", "csv_logger", "csv_logger")
    section.cards[0].open()
    assert not section.cards[0].up.isEnabled()
    assert not section.cards[2].down.isEnabled()
    qtbot.mouseClick(section.cards[0].down, LEFT)
    assert [kind for kind, _ in held(section)] == ["csv_logger", "early_stopping", "csv_logger"]
    assert [card.is_open for card in section.cards] == [False, True, False]
    assert section.document.undo_stack.undoText() == "Move Early stopping down"
    qtbot.keyClick(section.cards[1].remove, Qt.Key.Key_Space)
    assert [kind for kind, _ in held(section)] == ["csv_logger", "csv_logger"]
    section.document.undo_stack.undo()
    section.document.undo_stack.undo()
    assert held(section)[0][0] == "early_stopping"


def test_a_callback_of_an_unknown_kind_can_be_removed(section, qtbot):
    added(section, "someones_own")
    card = section.cards[0]
    assert (card.title, card.form) == ("someones_own", None)
    assert "not a known kind of callback" in card.refusal.text()
    qtbot.mouseClick(card.remove, LEFT)
    assert held(section) == []


def test_whoever_asks_for_the_place_of_a_fault_sees_its_callback(section, qtbot):
    added(section, "time_limit", "someones_own")
    section.fold.header.open(False)
    (problem,) = section.document.report.errors
    section.document.place_requested.emit(problem)
    assert [card.is_open for card in section.cards] == [False, True]
    qtbot.waitUntil(section.cards[1].isVisible)


def test_what_comes_while_a_run_goes_on_says_from_when_it_counts(document, client, told, qtbot):
    added_before = callback_edits.add(document.graph, "early_stopping")
    document.edit("add", added_before)
    panel = TrainingPanel(document, client)
    for widget in (panel, panel.log_view):
        qtbot.addWidget(widget)
    panel.resize(1_000, 500)
    panel.show()
    section = panel.controls.callbacks
    section.fold.open()

    def later() -> list[bool]:
        return [not card.later.isHidden() for card in section.cards]

    added(section, "time_limit")
    assert later() == [False, False]
    section.document.undo_stack.undo()
    panel.train()
    client.tell(told.started(), told.step(1, 5))
    panel.controls.refresh()
    added(section, "time_limit")
    assert later() == [False, True]
    assert section.cards[1].later.text() == "Counts from the next run."
    assert not section.later.isVisible()
    qtbot.mouseClick(section.cards[0].remove, LEFT)
    assert later() == [True]
    assert "acts as it was until this run is over" in section.later.text()
    assert section.later.isVisible()
    client.tell(told.finished())
    panel.controls.refresh()
    assert (later(), section.later.isVisible()) == ([False], False)
