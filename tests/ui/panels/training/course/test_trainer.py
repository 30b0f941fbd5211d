import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.watch.events import Failed
from hornstudio.ui.panels.training.course.news import TICK_MS
from hornstudio.ui.panels.training.process.client import State
from tests.engine.runs.conftest import make_run, root  # noqa: F401
from tests.ui.panels.training.sight import settle, visible_buttons


def test_live_values_come_at_most_every_quarter_second(panel, client, told, qtbot):
    values = []
    panel.live_values.connect(values.append)
    panel.train()
    client.tell(told.started())
    for step in range(1, 11):
        client.tell(told.step(1, step, loss=step / 100, accuracy=0.5))
    assert values == [{"loss": "0.0100", "accuracy": "50.00 %"}]
    qtbot.waitUntil(lambda: len(values) == 2, timeout=4 * TICK_MS)
    assert values[1]["loss"] == "0.1000"
    qtbot.wait(3 * TICK_MS)
    assert len(values) == 2


def test_epochs_without_steps_tell_live_values_too(panel, client, told):
    values = []
    panel.live_values.connect(values.append)
    panel.train()
    client.tell(told.started(), told.epoch(1, loss=0.25, val_loss=0.5))
    assert values == [{"loss": "0.2500"}]


def test_the_mean_of_an_epoch_does_not_cover_what_its_last_steps_had(panel, client, told, qtbot):
    values = []
    panel.live_values.connect(values.append)
    panel.train()
    client.tell(told.started(), told.step(1, 10, loss=0.25), told.epoch(1, loss=0.75))
    qtbot.waitUntil(lambda: len(values) == 2, timeout=4 * TICK_MS)
    assert values == [{"loss": "0.2500"}, {"loss": "0.2500"}]


def test_nodes_show_in_the_end_what_the_panel_says(panel, client, told):
    """The mean of the last epoch stayed there: less than the network can do by now."""
    values = []
    panel.live_values.connect(values.append)
    panel.train()
    client.tell(*told.whole())
    assert values[-1] == {"loss": "test 0.2356", "accuracy": "test 93.40 %"}
    panel.train()
    client.tell(told.started(), told.step(1, 1, loss=0.5, accuracy=0.25))
    assert values[-1] == {"loss": "0.5000", "accuracy": "25.00 %"}


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


def test_a_run_that_cannot_be_gone_on_with_is_known_as_before(panel, client, told):
    """Its data file was moved: the panel said that nothing was trained, and offered no epochs."""
    values = []
    panel.live_values.connect(values.append)
    panel.train()
    client.tell(*told.whole(), told.checkpointed())
    panel.trainer.train_on(more=3)
    client.tell(Failed(reason="table.path: there is no file a.csv"))
    settle(panel)
    assert panel.controls.progress.heading.text() == "Trained"
    assert panel.trainer.result_words == "Test loss 0.2356, test accuracy 93.4 %"
    assert values[-1]["loss"] == "test 0.2356"
    assert panel.trainer.progress == 1.0
    assert panel.controls.go_on.text() == "More epochs…"
    assert panel.controls.go_on.isVisible()
    panel.banner.resume.click()  # the file is there again: as many epochs as were wanted
    assert client.sent[-1].resume
    assert client.sent[-1].epochs == 5
    client.tell(told.started(5, first_epoch=3), told.step(3, 1))
    client.die("It was killed.")
    assert panel.trainer.trouble.resumable
    panel.banner.resume.click()
    assert client.sent[-1].epochs == 5


@pytest.mark.parametrize("ending", ["refused", "lost"])
def test_a_run_that_never_begins_takes_nothing_away(panel, client, document, told, ending):
    panel.train()
    client.tell(*told.whole(), told.checkpointed())
    document.edit("x", edits.set_param(document.graph, "hidden", "units", 3))
    panel.train()
    if ending == "refused":
        client.refuse("it is not to be")
    else:
        client.die("It was killed.")
    settle(panel)
    assert panel.controls.progress.heading.text() == "Trained"
    assert not panel.banner.resume.isVisible()  # all epochs are done
    assert panel.controls.go_on.isVisible()
    panel.trainer.train_on(more=1)
    assert '"units": 64' in client.sent[-1].graph  # as that run has it


def test_what_was_broken_off_can_be_tried_on_again_and_again(panel, client, told):
    panel.train()
    client.tell(told.started(), told.step(1, 5), told.checkpointed())
    client.die("It was killed.")
    client._go(State.READY)
    panel.banner.resume.click()
    client.refuse("there is no more room")
    settle(panel)
    assert panel.controls.progress.heading.text() == "Broken off"
    assert panel.banner.resume.isVisible()
    panel.banner.resume.click()
    assert (client.sent[-1].resume, client.sent[-1].epochs) == (True, 2)


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_silence_takes_no_offer_away(panel, client, told, is_closed):
    """A laptop that slept over the words about a full disk woke up without the way on."""
    panel.train()
    client.tell(told.started(), told.step(1, 5), told.checkpointed(), Failed(reason="disk full"))
    assert panel.banner.resume.isVisible()
    panel.pulse.silenced.emit("It was stopped.")
    panel.pulse.silenced.emit("It does not answer.")
    assert not panel.banner.resume.isVisible()
    if is_closed:
        panel.banner.close_button.click()
    else:
        panel.pulse.silenced.emit("")
    assert "isk full" in panel.banner.words.text()
    assert panel.banner.resume.isVisible()
    panel.banner.close_button.click()
    settle(panel)
    assert panel.controls.go_on.isVisible()


def test_a_process_that_answers_again_leaves_no_words_behind(panel, client, told):
    """The status bar went on saying that it was stopped."""
    said = []
    panel.status.connect(said.append)
    panel.pulse.silenced.emit("It was stopped.")
    assert said == ["It was stopped."]
    panel.pulse.silenced.emit("")
    assert panel.trainer.trouble is None
    assert said == ["It was stopped.", ""]
