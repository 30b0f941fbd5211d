import pytest
from msgspec import structs
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from hornstudio.engine.storage import files
from hornstudio.engine.watch.events import Checkpointed
from hornstudio.engine.worker import messages
from hornstudio.ui import theme
from hornstudio.ui.panels.training import TrainingPanel
from hornstudio.ui.theme import style_sheet, typeface
from hornstudio.ui.words import language
from tests.engine.runs.conftest import make_run, root  # noqa: F401
from tests.ui.panels.training.sight import settle, visible_buttons


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


def test_how_far_a_run_has_come_is_in_sight_when_it_begins(panel, client, told):
    panel.resize(1000, 200)
    panel.show()
    bar = panel._left.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    panel.train()
    client.tell(told.started())
    settle(panel)
    assert bar.value() == 0


def test_a_run_that_was_stopped_at_once_is_not_said_to_lack_test_samples(panel, client, told):
    panel.train()
    client.tell(told.started())
    client.tell(structs.replace(told.finished(), epochs=1, metrics={}, stopped=True))
    settle(panel)
    words = panel.controls.progress.words.text()
    assert words == "Training ended before the first epoch was over."


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
    language.install(qapp, request.param)
    yield
    language.install(qapp, "en")
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
    progress = panel.controls.progress
    assert progress.pages.currentWidget().sizeHint().height() <= progress.pages.height()


@pytest.mark.usefixtures("dressed")
def test_figures_of_a_step_stand_apart(request, client, told):
    """`1 378/1 688` and `898` beside it read as one number."""
    panel = request.getfixturevalue("panel")
    panel.train()
    client.tell(told.started(), told.step(1, 1))
    settle(panel)
    values = [value for _, value in panel.controls.progress._figures]
    for value, text in zip(values, ("1\u202f378/1\u202f688", "12\u202f898", "12:36"), strict=True):
        value.setText(text)
    QApplication.processEvents()
    page = panel.controls.progress.pages.currentWidget()
    lefts = [value.mapTo(page, QPoint(0, 0)).x() for value in values]
    ends = [
        x + v.fontMetrics().horizontalAdvance(v.text()) for x, v in zip(lefts, values, strict=True)
    ]
    assert all(left - end >= 12 for left, end in zip(lefts[1:], ends, strict=False))
    assert ends[-1] <= page.width()


@pytest.mark.usefixtures("dressed")
def test_the_height_that_the_column_asks_for_is_enough_for_a_finished_run(request, client, told):
    """Its last two lines are empty at the start."""
    panel = request.getfixturevalue("panel")
    panel.controls.ensurePolished()
    asked = panel.column_px
    panel.train()
    client.tell(told.started(), told.step(2, 10), told.epoch(2))
    client.tell(Checkpointed(epoch=2, path="/runs/1/x"), told.finished())
    settle(panel)
    panel.controls.note.show_text(panel.controls.train.text())
    QApplication.processEvents()
    assert panel.controls.basis.text()
    assert panel.controls.sizeHint().height() <= asked


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
    client.tell(told.started(first_epoch=2, seconds_before=2.0))
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


def test_what_is_unfolded_comes_into_sight(panel, qtbot):
    view, callbacks = panel._left.viewport(), panel.controls.callbacks
    panel.resize(1_000, 200)
    callbacks.fold.header.click()
    add = callbacks.add
    qtbot.waitUntil(lambda: view.rect().contains(add.mapTo(view, add.rect().center())))
    assert view.rect().contains(callbacks.fold.header.mapTo(view, QPoint(4, 4)))


def test_a_callback_that_is_added_comes_into_sight(panel, qtbot):
    """Its settings stood below the edge of the panel."""
    view, callbacks = panel._left.viewport(), panel.controls.callbacks
    panel.resize(1_000, 300)
    callbacks.fold.header.click()
    callbacks._on_chosen("early_stopping")
    card = callbacks.cards[0]

    def is_seen(place):
        return view.rect().contains(card.mapTo(view, place))

    qtbot.waitUntil(lambda: is_seen(QPoint(4, 4)) and is_seen(QPoint(4, card.height() - 4)))
    panel._left.verticalScrollBar().setValue(0)
    card.header.click()
    card.header.click()
    qtbot.waitUntil(lambda: is_seen(QPoint(4, card.height() - 4)))


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
    qtbot.waitUntil(lambda: history.front is not None, timeout=30_000)
    assert [run.title for run in history.drawn] == [f"run-{n:02d}" for n in range(32)]
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


@pytest.mark.parametrize("width", [200, 250, 330, 420, 700])
def test_controls_and_charts_never_lie_over_one_another(panel, width):
    panel.setMinimumWidth(1)
    panel.resize(width, 300)
    panel.show()
    left, charts = panel._left.geometry(), panel.charts.geometry()
    assert panel.rect().contains(left)
    assert panel.charts.isHidden() or not left.intersects(charts)
    assert panel.charts.isHidden() == (width < 378)
