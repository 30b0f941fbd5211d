from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite import grouping
from hornstudio.engine.editing import edits
from hornstudio.engine.watch.events import Declined
from hornstudio.engine.worker import messages

from .conftest import knob

RATE = "sgd.learning_rate"
INNER = ("hidden", "relu", "scores")


def test_knobs_are_there_while_a_run_can_be_turned(panel, client, told):
    bar = panel.controls.knobs
    assert not bar.isVisible()
    panel.train()
    assert not bar.isVisible()
    client.tell(told.started())
    assert bar.isVisible()
    client.pause()
    assert bar.isVisible()
    client.resume()
    client.stop()
    assert not bar.isVisible()


def test_a_value_typed_into_the_popover_is_sent_and_the_answer_shown(bar, client, qtbot):
    qtbot.mouseClick(bar.knobs, Qt.MouseButton.LeftButton)
    row = bar.popover.rows[RATE]
    assert next(iter(bar.popover.rows)) == RATE  # rates first, freezing last
    line = row.field.box.lineEdit()
    line.selectAll()
    qtbot.keyClicks(line, "0.05")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert client.sent[-1] == messages.Turn(node="sgd", param="learning_rate", value=0.05)
    client.tell(knob("learning_rate", 0.01, 0.05))
    assert row.value == 0.05
    assert row.slider.value() == row._track.position(0.05)
    qtbot.keyClick(row.slider, Qt.Key.Key_Escape)
    assert not bar.popover.isVisible()
    assert bar.knobs.hasFocus()
    assert not bar.knobs.isChecked()


def test_undo_in_the_knobs_takes_back_what_was_turned_last(bar, client, panel, qtbot):
    undone: list[str] = []
    undo = QAction(panel, shortcut=QKeySequence(QKeySequence.StandardKey.Undo))
    undo.triggered.connect(lambda: undone.append("an edit of the network"))
    panel.addAction(undo)
    bar.knobs.click()
    rate, frozen = (bar.popover.rows[key] for key in ("sgd.learning_rate", "hidden.frozen"))
    bar.turner.turn("hidden.frozen", True)
    editor = rate.field.editors()[0]
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "0.2")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    client.tell(knob("frozen", False, True, "hidden"), knob("learning_rate", 0.01, 0.2))
    for value, is_frozen in [(0.01, True), (0.01, False), (0.01, False)]:
        qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert (rate.value, frozen.value) == (value, is_frozen)
    sent = [(m.param, m.value) for m in client.sent[-2:]]
    assert (sent, undone) == ([("learning_rate", 0.01), ("frozen", False)], [])


def test_a_slider_tells_the_run_when_it_rests(bar, client, qtbot):
    bar.knobs.click()
    row = bar.popover.rows[RATE]
    before = len(client.sent)
    qtbot.keyClick(row.slider, Qt.Key.Key_PageUp)
    qtbot.keyClick(row.slider, Qt.Key.Key_PageUp)
    assert len(client.sent) == before
    qtbot.waitUntil(lambda: len(client.sent) == before + 1)
    assert client.sent[-1].value > 0.01


def test_the_wheel_over_a_slider_that_was_not_chosen_turns_nothing(bar):
    bar.knobs.click()
    row = bar.popover.rows[RATE]
    row.slider.clearFocus()
    before = row.slider.value()
    window = row.window().windowHandle()
    middle = row.slider.mapTo(row.window(), row.slider.rect().center())
    QTest.wheelEvent(window, QPointF(middle), QPoint(0, 240))
    assert row.slider.value() == before


def test_switching_freezes_and_what_is_declined_is_said_and_put_back(bar, client, qtbot, panel):
    said: list[str] = []
    panel.status.connect(said.append)
    bar.knobs.click()
    row = bar.popover.rows["hidden.frozen"]
    qtbot.mouseClick(row.field.switch, Qt.MouseButton.LeftButton)
    assert client.sent[-1] == messages.Turn(node="hidden", param="frozen", value=True)
    client.tell(Declined(node="hidden", param="frozen", reason="it has thawed for ever"))
    assert said[-1] == "Not turned: it has thawed for ever"
    assert not row.field.switch.isChecked()


def test_the_popover_closes_with_the_run(bar, client, told, panel, qtbot):
    bar.knobs.click()
    bar.popover.rows[RATE].slider.clearFocus()
    qtbot.mouseMove(panel, panel.rect().bottomRight())
    client.tell(told.finished())
    assert not bar.popover.isVisible()


def test_whoever_works_in_the_popover_does_not_type_into_what_lies_below(
    bar, client, told, panel, qtbot
):
    """A value that was typed as the run ended once went to the canvas, as the name of a module."""
    below: list[str] = []
    for key in ("2", "Return"):
        action = QAction(panel, shortcut=QKeySequence(key))
        action.triggered.connect(lambda _, key=key: below.append(key))
        panel.addAction(action)
    bar.knobs.click()
    popover = bar.popover
    editor = popover.rows[RATE].field.editors()[0]
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "0.2")
    client.tell(told.finished())
    assert popover.isVisible()
    assert popover.hasFocus()
    assert "over" in popover._note.text()
    assert not popover.rows[RATE].isEnabled()
    for key in (Qt.Key.Key_2, Qt.Key.Key_Return):
        qtbot.keyClick(popover, key)
    turned = [message for message in client.sent if isinstance(message, messages.Turn)]
    assert (below, turned) == ([], [])
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()
    panel.train()
    client.tell(told.started(), told.step(1, 5))
    bar.knobs.click()
    assert popover.rows[RATE].isEnabled()
    assert "over" not in popover._note.text()


def test_the_knobs_of_a_run_that_is_over_leave_when_another_begins(bar, client, told, panel):
    bar.knobs.click()
    client.tell(told.finished())
    assert bar.popover.isVisible()
    panel.train()
    client.tell(told.started(), told.step(1, 5))
    assert not bar.popover.isVisible()


def test_what_is_edited_in_the_document_is_offered_to_the_run(bar, client, document, qtbot):
    assert not bar.apply.isVisible()
    document.edit("Set", edits.set_param(document.graph, "sgd", "learning_rate", 0.3))
    qtbot.waitUntil(bar.apply.isVisible)
    assert "0.3" in bar.apply.toolTip()
    bar.apply.click()
    assert client.sent[-1] == messages.Turn(node="sgd", param="learning_rate", value=0.3)
    client.tell(knob("learning_rate", 0.01, 0.3))
    assert not bar.apply.isVisible()
    document.edit("Freeze", edits.set_attribute(document.graph, "hidden", "frozen", True))
    qtbot.waitUntil(bar.apply.isVisible)
    document.undo_stack.undo()
    qtbot.waitUntil(lambda: not bar.apply.isVisible())


def test_what_a_paused_run_was_asked_for_is_seen_at_once(bar, client, document, qtbot):
    client.pause()
    bar.knobs.click()
    row = bar.popover.rows[RATE]
    line = row.field.box.lineEdit()
    line.selectAll()
    qtbot.keyClicks(line, "0.05")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert row.slider.value() == row._track.position(0.05)
    document.edit("Set", edits.set_param(document.graph, "sgd", "learning_rate", 0.3))
    qtbot.waitUntil(bar.apply.isVisible)
    bar.apply.click()
    assert not bar.apply.isVisible()
    assert row.slider.value() == row._track.position(0.3)
    client.tell(Declined(node="sgd", param="learning_rate", reason="no"))
    assert bar.apply.isVisible()


def test_a_composite_that_is_thawed_in_the_document_is_thawed_at_once(
    panel, document, client, told, qtbot
):
    grouped, use = grouping.group_nodes(document.graph, INNER, "Body", catalog())
    document.edit("Freeze", edits.set_attribute(grouped, use, "frozen", True))
    panel.train()
    client.tell(told.started(), told.step(1, 5))
    bar = panel.controls.knobs
    document.edit("Thaw", edits.set_attribute(document.graph, use, "frozen", False))
    qtbot.waitUntil(bar.apply.isVisible)
    bar.apply.click()
    inner = [f"{use}__{name}" for name in ("hidden", "scores")]
    turns = [messages.Turn(node=node, param="frozen", value=False) for node in inner]
    assert client.sent[-1] == messages.TurnTogether(turns=turns)
    client.tell(*(knob("frozen", True, False, node) for node in inner))
    bar.turner.take_back()
    turns = [messages.Turn(node=node, param="frozen", value=True) for node in inner]
    assert client.sent[-1] == messages.TurnTogether(turns=turns)


def test_a_layer_that_began_frozen_has_a_knob_that_thaws_it(panel, document, client, told, qtbot):
    said: list[str] = []
    panel.status.connect(said.append)
    document.edit("Freeze", edits.set_attribute(document.graph, "hidden", "frozen", True))
    panel.train()
    client.tell(told.started(), told.step(1, 5))
    bar = panel.controls.knobs
    bar.refresh()
    bar.knobs.click()
    row = bar.popover.rows["hidden.frozen"]
    assert row.field.switch.isChecked()
    qtbot.mouseClick(row.field.switch, Qt.MouseButton.LeftButton)
    assert client.sent[-1] == messages.Turn(node="hidden", param="frozen", value=False)
    client.tell(knob("frozen", True, False, "hidden"))
    assert not row.field.switch.isChecked()
    assert said[-1] == "hidden is not frozen any more"
    document.edit("Thaw", edits.set_attribute(document.graph, "hidden", "frozen", False))
    qtbot.wait(200)
    assert not bar.apply.isVisible()
