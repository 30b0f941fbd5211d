from dataclasses import replace

from msgspec import structs
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hornstudio.engine.editing import edits
from hornstudio.engine.text import Text
from hornstudio.engine.worker import messages
from hornstudio.ui.panels.training.process.client import State
from tests.engine.runs.conftest import make_run, root  # noqa: F401
from tests.ui.panels.training.sight import settle


def test_buttons_stay_where_they_are_when_what_is_below_grows(panel, qtbot):
    controls = panel.controls

    def places() -> list[int]:
        qtbot.wait(20)
        return [w.mapTo(panel, w.rect().topLeft()).y() for w in (controls.train, controls.advanced)]

    before = places()
    panel.resize(1_000, 700)
    assert places() == before
    controls.callbacks.fold.open()
    assert places() == before
    controls.advanced.fold.open()
    assert places() == before


def test_a_double_click_on_train_does_not_stop_what_it_began(panel, client, told):
    controls, left = panel.controls, Qt.MouseButton.LeftButton
    panel.train()
    client.tell(told.started(), told.step(1, 5))
    settle(panel)
    for kind in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
        at = QPointF(controls.stop.rect().center())
        held = left if kind is QEvent.Type.MouseButtonDblClick else Qt.MouseButton.NoButton
        event = QMouseEvent(
            kind, at, controls.stop.mapToGlobal(at), left, held, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(controls.stop, event)
    assert client.state is State.TRAINING
    QTest.mouseClick(controls.stop, left)
    assert client.state is State.STOPPING


def test_what_the_next_run_computes_on_follows_its_settings(panel, client, document, told):
    device, basis = "CPU (x86_64)", panel.controls.basis

    def choose(devices: str, batch_size: int) -> str:
        training = replace(document.graph.training, devices=devices, batch_size=batch_size)
        document.edit("devices", edits.set_training(document.graph, training))
        settle(panel)
        return basis.whole_text

    client._on_ready(
        messages.Ready(version="1", jax_version="1", device=device, devices=[device] * 8, pid=1)
    )
    assert "one of 8; set Devices to all" in choose("one", 32)
    assert choose("all", 32) == "Computes on 8 × CPU (x86_64): all that there are"
    assert choose("all", 12).startswith("Computes on 6 × CPU (x86_64): 6 of 8, because a batch")
    panel.train()
    client.tell(structs.replace(told.started(), why_device=Text("all that there are")))
    settle(panel)
    assert basis.whole_text == "CPU (x86_64) · mnist: 320 training"
    assert "Computes on CPU (x86_64): all that there are" in basis.toolTip()


def test_train_is_bright_only_where_it_can_train(panel, document):
    train = panel.controls.train
    assert train.property("kind") == "live"
    document.edit("cut", edits.remove_nodes(document.graph, ["scores"]))
    panel.controls.refresh()
    assert train.property("kind") == "soft"
    assert train.isEnabled()  # a press shows the problems
    document.undo_stack.undo()
    panel.controls.refresh()
    assert train.property("kind") == "live"


def test_settings_are_undo_steps_and_apply_to_the_next_run(panel, client, document, told, qtbot):
    panel.train()
    client.tell(told.started(epochs=5), told.step(1, 1))
    line = panel.controls.fields["epochs"].line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "12")
    qtbot.keyClick(line, "\r")
    assert document.graph.training.epochs == 12
    settle(panel)
    assert panel.controls.note.whole_text == "Changes apply to the next run."
    assert panel.controls.progress.total.text() == "of 5"
    document.undo_stack.undo()
    settle(panel)
    assert line.text() == "5"


def test_a_bad_setting_says_what_is_needed_and_changes_nothing(panel, client, document, qtbot):
    line = panel.controls.fields["batch_size"].line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "0")
    assert "batch_size is 0; need an integer from 1" in panel.controls.note.whole_text
    assert line.property("wrong")
    assert not panel.train()
    assert client.sent == []
    assert document.graph.training.batch_size == 32
    assert not document.is_modified
    panel.controls.fields["seed"].line.setFocus()
    assert line.text() == "32"
    assert panel.controls.note.whole_text == ""


def test_train_with_a_bad_setting_says_so_where_it_is_seen(panel, client, qtbot):
    line = panel.controls.fields["epochs"].line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "99999999999")
    qtbot.mouseClick(panel.controls.train, Qt.MouseButton.LeftButton)
    words = panel.controls.progress.words
    assert client.sent == []
    assert line.text() == "99999999999"
    assert words.isVisible()
    assert words.text().startswith("epochs is 99999999999; need an integer")
    event = QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.PopupFocusReason)
    QApplication.sendEvent(line, event)  # a menu opens
    assert line.text() == "99999999999"
    line.setText("5")
    line.textEdited.emit("5")
    assert "99999999999" not in words.text()


def test_what_is_being_typed_counts_when_train_is_pressed(panel, client, document, qtbot):
    line = panel.controls.fields["epochs"].line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "3")
    assert panel.train()
    assert '"epochs": 3' in client.sent[-1].graph


def test_arrow_keys_count_and_merge_into_one_undo_step(panel, document, qtbot):
    line = panel.controls.fields["epochs"].line
    for _ in range(3):
        qtbot.keyClick(line, Qt.Key.Key_Up)
    assert document.graph.training.epochs == 8
    document.undo_stack.undo()
    assert document.graph.training.epochs == 5


def test_stop_that_takes_long_offers_to_end_the_process(panel, client, told, qtbot):
    panel.controls._patience.setInterval(1)
    panel.train()
    client.tell(told.started(), told.step(1, 1))
    panel.controls.stop.click()
    assert not panel.controls.stop.isEnabled()
    qtbot.waitUntil(panel.controls.stop.isEnabled)
    assert panel.controls.stop.text() == "End now"
