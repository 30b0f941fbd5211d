from dataclasses import replace

import pytest
from msgspec import structs
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node
from hornstudio.engine.storage import files
from hornstudio.engine.text import Text
from hornstudio.engine.watch.events import Checkpointed, Failed, Preparing
from hornstudio.engine.worker import messages
from hornstudio.ui import theme
from hornstudio.ui.panels.training import TrainingPanel
from hornstudio.ui.panels.training.course.trainer import LIVE_TICK_MS
from hornstudio.ui.panels.training.process.client import State
from hornstudio.ui.theme import style_sheet, typeface
from hornstudio.ui.words import translate
from tests.engine.runs.conftest import make_run, root  # noqa: F401


@pytest.fixture
def panel(document, client, qtbot) -> TrainingPanel:
    panel = TrainingPanel(document, client)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.log_view)
    panel.resize(1_000, 220)
    panel.show()
    panel.charts.load()
    return panel


def visible_buttons(panel) -> list[str]:
    controls = panel.controls
    buttons = (controls.train, controls.go_on, controls.pause, controls.resume, controls.stop)
    return [b.text() for b in buttons if b.isVisible()]


def settle(panel) -> None:
    panel.controls.refresh()
    panel.charts.refresh()


def test_train_sends_the_graph_and_the_buttons_follow_the_run(panel, client, told):
    assert visible_buttons(panel) == ["Train"]
    panel.controls.train.click()
    assert isinstance(client.sent[0], messages.Train)
    assert files.from_text(client.sent[0].graph) == panel.trainer.document.graph
    assert visible_buttons(panel) == ["Pause", "Stop"]
    assert not panel.controls.pause.isEnabled()
    client.tell(told.started(), told.step(1, 5))
    settle(panel)
    panel.controls.pause.click()
    assert visible_buttons(panel) == ["Resume", "Stop"]
    panel.controls.resume.click()
    panel.controls.stop.click()
    assert [type(m).__name__ for m in client.sent[1:]] == ["Pause", "Resume", "Stop"]
    client.tell(told.finished())
    assert visible_buttons(panel) == ["Train again"]


def test_a_stopped_run_can_go_on_where_it_was(panel, client, told):
    panel.train()
    client.tell(told.started(), told.step(1, 4), Checkpointed(epoch=1, step=4, path="/runs/1/x"))
    client.tell(structs.replace(told.finished(), stopped=True))
    settle(panel)
    progress = panel.controls.progress
    assert f"{progress.heading.text()} {progress.total.text()}" == "Stopped in epoch 1 of 2, 2.0 s"
    assert visible_buttons(panel) == ["Train again", "Continue"]
    panel.controls.go_on.click()
    order = client.sent[-1]
    assert (order.run_dir, order.resume, order.graph) == ("/runs/1", True, client.sent[0].graph)
    assert visible_buttons(panel) == ["Pause", "Stop"]
    log = []
    panel.trainer.log.connect(lambda level, text: log.append((level, text)))
    client.tell(structs.replace(told.started(), first_step=4, notes=["as it was"]))
    assert log == [("info", "as it was")]
    run = panel.trainer.history.current
    assert run.end == 0.4
    assert len(run.train["loss"]) == 1
    client.tell(told.step(1, 8), told.finished())
    assert visible_buttons(panel) == ["Train again", "Continue"]


@pytest.fixture(params=["en", "ko"])
def dressed(request, qapp):
    """The window's own fonts and margins, in one language and the other."""
    before, face = qapp.styleSheet(), qapp.font()
    typeface.load()
    qapp.setFont(typeface.font("body"))
    qapp.setStyleSheet(style_sheet.build(theme.current()))
    translate.install(qapp, request.param)
    yield
    translate.install(qapp, "en")
    qapp.setStyleSheet(before)
    qapp.setFont(face)


@pytest.mark.usefixtures("dressed")
def test_nothing_in_the_column_of_a_finished_run_is_cut_off(request, client, told):
    panel = request.getfixturevalue("panel")
    panel.train()
    client.tell(told.started(), told.step(2, 10), told.epoch(2))
    client.tell(Checkpointed(epoch=2, path="/runs/1/x"), told.finished())
    settle(panel)
    QApplication.processEvents()
    assert len(visible_buttons(panel)) == 2
    assert panel.controls.width() <= panel.controls.parentWidget().width()


def test_a_finished_run_goes_on_with_more_epochs(panel, client, told, answer):
    panel.train()
    client.tell(told.started(), told.step(2, 10), told.epoch(2))
    client.tell(Checkpointed(epoch=2, path="/runs/1/x"), told.finished())
    settle(panel)
    assert visible_buttons(panel) == ["Train again", "More epochs…"]
    answer("Cancel", "Train")
    panel.controls.go_on.click()
    assert not panel.is_running
    panel.controls.go_on.click()
    order = client.sent[-1]
    assert (order.run_dir, order.resume, order.epochs) == ("/runs/1", True, 4)
    client.tell(told.started(4, first_epoch=3), told.step(3, 5))
    assert panel.trainer.progress == 0.625
    panel.controls.stop.click()
    client.tell(Checkpointed(epoch=3, step=5, path="/runs/1/y"))
    client.tell(structs.replace(told.finished(2), stopped=True))
    settle(panel)
    panel.controls.go_on.click()
    assert client.sent[-1].epochs == 4


def test_a_run_that_goes_on_says_the_time_of_all_its_parts(panel, client, told):
    panel.train()
    client.tell(told.started(), told.step(1, 10), Checkpointed(epoch=1, path="/runs/1/x"))
    client.tell(structs.replace(told.finished(1), stopped=True))
    panel.controls.go_on.click()
    client.tell(told.started(first_epoch=2))
    assert panel.trainer.history.current.test == {}
    client.tell(told.step(2, 10), told.finished())
    settle(panel)
    assert panel.controls.progress.total.text() == "epoch 2 of 2 in 4.0 s"


def test_a_run_that_a_callback_ended_is_trained_and_says_why(panel, client, told):
    panel.train()
    client.tell(told.started(5), told.step(1, 4), Checkpointed(epoch=1, step=4, path="/runs/1/x"))
    client.tell(structs.replace(told.finished(), reason="early stopping: enough"))
    settle(panel)
    assert visible_buttons(panel) == ["Train again", "Continue"]
    assert panel.controls.progress.heading.text() == "Trained"
    assert panel.controls.progress.why.text() == "early stopping: enough"
    assert panel.controls.progress.why.isVisible()
    panel.train()
    client.tell(told.started(5), told.step(1, 4))
    settle(panel)
    assert not panel.controls.progress.why.isVisible()


def test_going_on_after_a_pause_is_said(panel, client, told):
    said = []
    panel.status.connect(said.append)
    panel.train()
    client.tell(told.started(), told.step(1, 5))
    settle(panel)
    panel.controls.pause.click()
    assert said[-1] == "Paused"
    panel.controls.resume.click()
    assert said[-1] == "Training goes on"
    settle(panel)
    panel.controls.pause.click()
    panel.controls.stop.click()
    assert said[-1] == "Stopping …"


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


def test_progress_is_shown_in_words_and_figures(panel, client, told):
    panel.train()
    client.tell(told.started(epochs=4), told.step(2, 5))
    settle(panel)
    view = panel.controls.progress
    assert (view.heading.text(), view.total.text()) == ("Epoch 2", "of 4")
    assert view.percent.text() == "37.5 %"
    assert view.bar.segments == 4
    values = [value.text() for _, value in view._figures]
    assert values == ["5/10", "52\u2009300", "1:13"]
    assert panel.controls.basis.whole_text == "CPU (x86_64) · mnist: 320 training"


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


def test_what_is_unfolded_comes_into_sight(panel, qtbot):
    view, callbacks = panel._left.viewport(), panel.controls.callbacks
    panel.resize(1_000, 200)
    callbacks.fold.header.click()
    add = callbacks.add
    qtbot.waitUntil(lambda: view.rect().contains(add.mapTo(view, add.rect().center())))
    assert view.rect().contains(callbacks.fold.header.mapTo(view, QPoint(4, 4)))


def test_preparing_says_what_takes_a_while(panel, client):
    panel.train()
    client.tell(Preparing(what="Downloading MNIST", done=45, total=100))
    settle(panel)
    assert panel.controls.progress.words.text() == "Downloading MNIST: 45 %"
    client.tell(Preparing(what="Compiling the network"))
    settle(panel)
    assert panel.controls.progress.words.text() == "Compiling the network …"


def test_the_end_shows_test_loss_and_accuracy(panel, client, told, qtbot):
    said = []
    panel.status.connect(said.append)
    panel.train()
    client.tell(*told.whole())
    settle(panel)
    assert said[-1] == "Test loss 0.2356, test accuracy 93.4 %"
    shown = [(r.name.whole_text, r.value.text()) for r in panel.controls.progress._results]
    assert shown == [("Test loss", "0.2356"), ("Test accuracy", "93.4 %")]
    assert panel.controls.progress.heading.text() == "Trained"
    assert panel.controls.note.whole_text == "Best: epoch 2, val 0.1500"


def test_what_is_to_be_known_of_the_figures_of_a_run_stays_over_its_charts(panel, client, told):
    remark = Text("the loss stood still at {loss}", loss="2.3")
    client.greet()
    panel.train()
    client.tell(told.started(), told.epoch(1), structs.replace(told.finished(), remarks=[remark]))
    assert panel.banner.isVisibleTo(panel)
    assert panel.banner.words.text() == "The loss stood still at 2.3."
    assert panel.banner.property("kind") == "warning"
    assert panel.controls.progress.heading.text() == "Trained"
    panel.banner.close_button.click()
    assert not panel.banner.isVisibleTo(panel)


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


def test_errors_in_the_graph_refuse_training_with_words_and_a_jump(panel, client, document, qtbot):
    whole, said = document.graph, []
    panel.status.connect(said.append)
    document.edit("Break it", edits.remove_nodes(whole, ["sgd"]))
    with qtbot.waitSignal(panel.problems_requested):
        assert not panel.train()
    assert "Training needs a graph without problems" in said[-1]
    assert client.sent == []
    assert panel.banner.isVisible()
    assert "Training needs a graph without problems" in panel.banner.words.text()
    document.edit("Mend it", whole)
    assert not panel.banner.isVisible()
    assert said[-1] == ""  # nor in the status line
    assert panel.train()


def test_missing_data_offers_the_built_in_set_as_one_undo_step(panel, client, document):
    panel.train()
    before = document.graph
    reason = "MNIST could not be found (looked in /data)."
    client.tell(Failed(reason=reason, node="mnist", missing="mnist", substitute="digits"))
    words = panel.banner.words.text()
    assert words.startswith("mnist: MNIST could not be found (looked in /data). Use the small")
    assert "5\u2009000" in words
    panel.banner.substitute.click()
    assert document.graph.nodes["digits"].kind == "digits"
    assert "mnist" not in document.graph.nodes
    assert len(document.graph.wires) == len(before.wires)
    assert '"digits"' in client.sent[-1].graph
    assert client.state is State.TRAINING
    assert not panel.banner.isVisible()
    document.undo_stack.undo()
    assert document.graph is before


def test_failure_keeps_its_traceback_in_the_log(panel, client, told, qtbot):
    panel.train()
    client.tell(told.started(), Failed(reason="it broke off", traceback="Traceback:\n  line 1"))
    assert "it broke off" in panel.banner.words.text()
    assert "line 1" not in panel.banner.words.text()
    with qtbot.waitSignal(panel.log_requested):
        panel.banner.details.click()
    assert "  line 1" in panel.log_view.text.toPlainText()
    settle(panel)
    assert panel.controls.progress.heading.text() == "Broken off"


def test_a_lost_worker_is_told_and_training_again_is_one_click(panel, client, told):
    panel.train()
    client.tell(told.started(), told.step(1, 5))
    client.die("Signal 9.")
    assert panel.banner.isVisible()
    assert "Signal 9." in panel.banner.words.text()
    assert panel.banner.again.isVisible()
    assert not panel.banner.resume.isVisible()
    assert visible_buttons(panel) == ["Train"]
    panel.banner.again.click()
    assert client.state is State.TRAINING
    assert not panel.banner.isVisible()


def test_a_lost_run_goes_on_from_its_checkpoint(panel, client, told):
    panel.train()
    text = client.sent[0].graph
    client.tell(told.started(3), told.step(1, 10), Checkpointed(epoch=1, path="/c"))
    client.die("Signal 9.")
    panel.banner.resume.click()
    order = client.sent[-1]
    assert (order.graph, order.run_dir, order.resume) == (text, "/runs/1", True)
    client.tell(told.started(3, first_epoch=2), told.step(2, 5))
    assert panel.trainer.history.earlier == []
    assert list(panel.trainer.history.current.train["loss"].x) == [1.0, 1.5]


def test_a_refusal_of_the_worker_is_shown(panel, client):
    panel.train()
    client.refuse("busy with another job")
    assert "busy with another job" in panel.banner.words.text()
    assert client.state is State.READY


def test_earlier_runs_stay_until_they_are_cleared(panel, client, told):
    settings = panel.chart_settings
    for number in range(3):
        panel.train()
        client.tell(*told.whole(run=f"/runs/{number}"))
        settle(panel)
    loss = panel.charts.views[0].plot
    assert len(loss.behind.names) == 2
    assert settings.eye.isEnabled()
    settings.eye.click()
    assert loss.behind.names == []
    settings.eye.click()
    settings.clear.click()
    settle(panel)
    assert loss.behind.names == []
    assert not settings.eye.isEnabled()


def test_a_run_whose_folder_is_gone_cannot_be_gone_on_with(panel, client, told):
    panel.train()
    client.tell(*told.whole(), Checkpointed(epoch=2, path="/runs/1/checkpoints/epoch-0002"))
    settle(panel)
    assert visible_buttons(panel) == ["Train again", "More epochs…"]
    panel.forget_runs(["/runs/1"])
    settle(panel)
    assert visible_buttons(panel) == ["Train again"]


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


def test_live_values_come_at_most_every_quarter_second(panel, client, told, qtbot):
    values = []
    panel.live_values.connect(values.append)
    panel.train()
    client.tell(told.started())
    for step in range(1, 11):
        client.tell(told.step(1, step, loss=step / 100, accuracy=0.5))
    assert values == [{"loss": "0.0100", "accuracy": "50.00 %"}]
    qtbot.waitUntil(lambda: len(values) == 2, timeout=4 * LIVE_TICK_MS)
    assert values[1]["loss"] == "0.1000"
    qtbot.wait(3 * LIVE_TICK_MS)
    assert len(values) == 2


def test_running_and_progress_are_told_to_the_rest_of_the_window(panel, client, told):
    running, progress = [], []
    panel.running_changed.connect(running.append)
    panel.progress_changed.connect(progress.append)
    panel.train()
    client.tell(*told.whole())
    assert running == [True, False]
    assert progress[0] == 0.0
    assert progress[-1] == 1.0
    assert progress == sorted(progress)


def test_stop_that_takes_long_offers_to_end_the_process(panel, client, told, qtbot):
    panel.controls._patience.setInterval(1)
    panel.train()
    client.tell(told.started(), told.step(1, 1))
    panel.controls.stop.click()
    assert not panel.controls.stop.isEnabled()
    qtbot.waitUntil(panel.controls.stop.isEnabled)
    assert panel.controls.stop.text() == "End now"


def test_every_word_is_translated(pseudo_language, document, client, qtbot, told):
    panel = TrainingPanel(document, client)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.log_view)
    controls = panel.controls
    for text in (
        controls.train.text(),
        controls.progress.heading.text(),
        controls.fields["epochs"].line.accessibleName(),
        panel.banner.again.text(),
        panel.charts.words.text(),
        panel.log_view.text.placeholderText(),
    ):
        assert text.startswith("«"), text


def test_a_long_reason_shows_its_first_sentence_and_keeps_the_rest_in_the_log(panel, client):
    panel.train()
    reason = "MNIST needs a file which was not found. Looked in: " + "/some/folder; " * 20
    client.tell(Failed(reason=reason, node="mnist", missing="mnist", substitute="digits"))
    words = panel.banner.words.text()
    assert words.startswith("mnist: MNIST needs a file which was not found. Use the small")
    panel.banner.details.click()
    assert "/some/folder; /some/folder" in panel.log_view.text.toPlainText()


def test_the_banner_goes_when_the_data_was_replaced_by_hand(panel, client, document):
    panel.train()
    client.tell(Failed(reason="not found", node="mnist", missing="mnist", substitute="digits"))
    assert panel.banner.isVisible()
    document.edit("Replace", edits.replace_kind(document.graph, "mnist", "digits", {}))
    assert not panel.banner.isVisible()


def test_epochs_without_steps_tell_live_values_too(panel, client, told):
    values = []
    panel.live_values.connect(values.append)
    panel.train()
    client.tell(told.started(), told.epoch(1, loss=0.25, val_loss=0.5))
    assert values == [{"loss": "0.2500"}]


def test_an_empty_canvas_says_so_and_a_module_ends_that(panel, document, client):
    document.open(Graph(), None)
    settle(panel)
    assert panel.controls.progress.heading.text() == "Nothing to train yet"
    assert not panel.train()
    assert not client.sent
    assert panel.banner.isVisible()
    assert "nothing to train" in panel.banner.words.text()
    document.edit("Add", edits.add_node(document.graph, "relu", Node("relu")))
    assert not panel.banner.isVisible()


def test_what_forbids_training_is_told_anew_when_one_of_it_is_mended(panel, document):
    graph, said = document.graph, []
    panel.status.connect(said.append)
    ids = [i for i, n in graph if n.kind in ("sgd", "adam", "categorical_crossentropy")]
    document.edit("Delete", edits.remove_nodes(graph, ids))
    assert not panel.train()
    assert "2 to mend" in said[-1]
    assert "no loss" in said[-1]
    problem = next(p for p in document.report.errors if "no loss" in str(p.reason))
    document.mend(problem, problem.remedies[0])
    assert "1 to mend" in said[-1]
    assert "no optimizer" in said[-1]
    assert "no optimizer" in panel.banner.words.text()
    problem = document.report.errors[0]
    document.mend(problem, problem.remedies[0])
    assert said[-1] == ""


def test_a_graph_with_problems_is_not_called_ready(panel, document):
    assert panel.controls.progress.heading.text() == "Ready to train"
    graph = document.graph
    document.edit("Delete", edits.remove_nodes(graph, list(graph.nodes)[-1:]))
    settle(panel)
    assert panel.controls.progress.heading.text() == "Not ready yet"
    assert "Problems to mend" in panel.controls.progress.words.text()
    scores = next(n for n, node in graph if node.kind == "dense" and node.params["units"] == 10)
    document.edit("More scores than classes", edits.set_param(graph, scores, "units", 32))
    settle(panel)
    assert panel.controls.progress.heading.text() == "Ready to train"
    assert panel.controls.progress.words.text() == "Warnings to look at first: 1"


def test_results_and_curves_do_not_move_into_another_document(panel, client, document, told):
    panel.train()
    client.tell(*told.whole())
    settle(panel)
    document.edit("x", edits.set_param(document.graph, "hidden", "units", 3))
    document.undo_stack.undo()
    settle(panel)
    assert panel.controls.progress.heading.text() == "Trained"
    document.open(document.graph, None)
    settle(panel)
    assert visible_buttons(panel) == ["Train"]
    assert panel.controls.progress.heading.text() == "Ready to train"
    assert panel.controls.progress.words.text() == "Press Train to watch the loss fall."
    assert panel.trainer.progress == 0.0
    assert panel.controls.note.whole_text == ""
    assert panel.charts.words.isVisible()
    panel.train()
    client.tell(told.started(run="/runs/2"), told.step(1, 1))
    settle(panel)
    assert panel.trainer.history.current.number == 1
    assert panel.trainer.history.earlier == []


def test_a_run_of_another_document_is_shown_until_it_ends(panel, client, document, told):
    live = []
    panel.live_values.connect(live.append)
    panel.train()
    client.tell(told.started(), told.step(1, 5))
    live.clear()
    document.open(document.graph, None)
    settle(panel)
    assert panel.controls.progress.heading.text() == "Epoch 1"
    assert panel.charts.views[0].isVisible()
    client.tell(told.finished())
    settle(panel)
    assert live == []
    assert panel.controls.progress.heading.text() == "Ready to train"
    assert panel.charts.words.isVisible()


def test_all_runs_of_a_search_are_drawn_as_many_as_can_be_told_apart(
    panel,
    make_run,  # noqa: F811
    qtbot,
):
    paths = [str(make_run(f"run-{n:02d}", 0.5 + n, 0.25 + n)) for n in range(35)]
    said = []
    panel.status.connect(said.append)
    panel.show_runs(paths)
    assert said == ["The curves of 32 of 35 runs are shown."]
    history = panel.trainer.history
    qtbot.waitUntil(lambda: history.current is not None, timeout=30_000)
    assert [run.title for run in (history.current, *history.earlier)] == [
        f"run-{n:02d}" for n in range(32)
    ]
    said.clear()
    panel.show_runs(paths[:20])
    qtbot.waitUntil(lambda: len(history.earlier) == 19, timeout=30_000)
    assert said == []
    settle(panel)
    chart = panel.charts.views[0]
    assert chart.legend.runs[-1].name == "run-19"
    assert len({(pen.color().name(), *pen.dashPattern()) for pen in pens_of(chart)}) == 19


def pens_of(chart):
    return [c.opts["pen"] for c in chart.plot.behind.curves if c.isVisible()]
