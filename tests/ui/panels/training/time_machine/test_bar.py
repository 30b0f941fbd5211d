"""Going back in a run with the mouse and the keys."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.editing import edits
from hornstudio.engine.storage import files
from hornstudio.engine.train.kept.checkpoint import remove_checkpoint
from hornstudio.engine.train.kept.snapshot_folder import SnapshotFolder
from hornstudio.engine.watch.events import Checkpointed
from hornstudio.engine.worker import messages
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.panel import TrainingPanel


@pytest.fixture
def panel(document, client, qtbot) -> TrainingPanel:
    panel = TrainingPanel(document, client)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.log_view)
    panel.resize(1100, 300)
    panel.show()
    panel.charts.load()
    return panel


@pytest.fixture
def run(panel, client, told, tmp_path) -> str:
    """A run of four epochs, of which the worker has told all; three of them were kept."""
    for epoch in (1, 2, 4):
        SnapshotFolder(tmp_path / "snapshots").save(epoch, {}, {})
    panel.train()
    client.tell(*told.whole(4, run=str(tmp_path)))
    panel.charts.refresh()
    return str(tmp_path)


def click(qtbot, widget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_there_is_nothing_to_look_back_at_before_a_run(panel):
    assert not panel.chart_settings.look_back.isEnabled()


def test_charts_follow_the_slider_and_come_back(panel, run, qtbot):
    bar, view = panel.time_bar, panel.charts.views[0]
    last = view.header.values["validation"].value.text()
    click(qtbot, panel.chart_settings.look_back)
    assert bar.isVisible()
    assert bar.words.text() == "Epoch 4"
    bar.slider.setFocus()
    qtbot.keyClick(bar.slider, Qt.Key.Key_Home)
    assert bar.words.text() == "Epoch 1"
    assert view.plot._moment.isVisible()
    assert view.plot._moment.getRegion()[0] == 1.0
    assert view.header.values["validation"].value.text() == view.name.show(0.3)
    qtbot.keyClick(bar.slider, Qt.Key.Key_Right)
    assert bar.words.text() == "Epoch 2"
    click(qtbot, bar.close_button)
    assert bar.isHidden()
    assert not panel.chart_settings.look_back.isChecked()
    assert not view.plot._moment.isVisible()
    assert view.header.values["validation"].value.text() == last


def test_the_weights_of_an_epoch_are_measured(panel, run, client, qtbot):
    bar = panel.time_bar
    click(qtbot, panel.chart_settings.look_back)
    bar.slider.setValue(0)
    click(qtbot, bar.measure)
    asked = client.sent[-1]
    assert isinstance(asked, messages.Evaluate)
    assert (asked.run, asked.checkpoint) == (run, "epoch-0001")
    assert not bar.measure.isEnabled()
    client.evaluated.emit(asked.ticket, {"test_loss": 0.5, "test_accuracy": 0.75}, "")
    assert bar.figures.whole_text == "Test loss 0.5000 · accuracy 75.00 %"
    bar.slider.setValue(1)
    assert bar.figures.whole_text == ""
    bar.slider.setValue(0)
    assert "75.00 %" in bar.figures.whole_text


def test_figures_leave_the_slider_its_room(panel, run, client, qtbot):
    panel.resize(880, 260)
    click(qtbot, panel.chart_settings.look_back)
    bar = panel.time_bar
    qtbot.waitUntil(lambda: bar.slider.width() > 200)
    bar._tell("Test loss 1.0723 · categorical accuracy 77.50 % · top 5 accuracy 99.50 %")
    qtbot.waitUntil(lambda: bar.slider.width() < 200)
    assert bar.slider.width() >= 90
    assert bar.figures.width() > 90
    assert bar.figures.toolTip() == bar.figures.whole_text


def test_a_new_run_begins_in_the_weights_that_are_looked_at(panel, run, client, told, qtbot):
    click(qtbot, panel.chart_settings.look_back)
    panel.time_bar.slider.setValue(1)
    click(qtbot, panel.time_bar.branch)
    order = client.sent[-1]
    assert isinstance(order, messages.Train)
    assert (order.branch, order.checkpoint) == (run, "epoch-0002")
    assert panel.time_bar.isHidden()
    note = "weights kept: hidden; begun anew: scores"
    client.tell(structs.replace(told.started(4, run="/runs/branch"), notes=[note]))
    panel.controls.refresh()
    words = f"From epoch 2 of {Path(run).name}"
    assert panel.controls.progress.whose.whole_text == words
    assert note in panel.controls.progress.whose.toolTip()


def edit(panel, units: int) -> None:
    graph = panel.trainer.document.graph
    panel.trainer.document.edit("Set", edits.set_param(graph, "hidden", "units", units))


@pytest.fixture
def weighty(panel, run) -> str:
    """The run, with its network and the weights of its epochs."""
    folder, graph = Path(run), panel.trainer.document.graph
    (folder / "run.json").write_text("{}")
    (folder / "graph.horn").write_text(files.to_text(graph), "utf-8")
    weights: dict = {}
    for start in plan_graph(graph).starts:
        array = np.zeros(start.array.shape, np.float32)
        weights.setdefault(start.owner, {})[start.array.name] = array
    SnapshotFolder(folder / "snapshots").save(2, weights, {})
    SnapshotFolder(folder / "snapshots").save(4, weights | {"hidden": {}}, {})
    return run


def test_a_network_that_was_edited_since_is_told_beforehand_which_weights_fit(
    panel, weighty, client, qtbot, answer
):
    click(qtbot, panel.chart_settings.look_back)
    panel.time_bar.slider.setValue(1)
    edit(panel, 7)
    said = answer("Cancel", "Train")
    before = len(client.sent)
    click(qtbot, panel.time_bar.branch)
    assert "hidden.bias (" in said[0]
    assert "there, 7 here)" in said[0]
    assert len(client.sent) == before
    assert panel.time_bar.isVisible()
    click(qtbot, panel.time_bar.branch)
    assert client.sent[-1].checkpoint == "epoch-0002"


def test_it_is_told_for_the_epoch_that_is_looked_at(panel, weighty, qtbot, answer):
    click(qtbot, panel.chart_settings.look_back)
    said = answer("Train")
    click(qtbot, panel.time_bar.branch)
    assert "hidden (not in it)" in said[0]


def test_where_all_weights_fit_nothing_is_asked(panel, weighty, client, qtbot):
    click(qtbot, panel.chart_settings.look_back)
    panel.time_bar.slider.setValue(1)
    panel.trainer.document.edit(
        "Rename", edits.rename_node(panel.trainer.document.graph, "hidden", "first")
    )
    click(qtbot, panel.time_bar.branch)
    assert client.sent[-1].checkpoint == "epoch-0002"


def test_epochs_that_come_while_one_looks_back_are_found(panel, run, client, told, qtbot):
    click(qtbot, panel.chart_settings.look_back)
    bar = panel.time_bar
    bar.slider.setValue(0)
    SnapshotFolder(Path(run) / "snapshots").save(5, {}, {})
    client.tell(told.epoch(5))
    assert bar.slider.maximum() == 3
    assert bar.words.text() == "Epoch 1"


def test_a_run_that_has_ended_while_one_looks_back_can_be_trained_on(
    panel, client, told, qtbot, tmp_path
):
    SnapshotFolder(tmp_path / "snapshots").save(2, {}, {})
    panel.train()
    client.tell(*told.whole(2, run=str(tmp_path))[:-1])
    panel.charts.refresh()
    click(qtbot, panel.chart_settings.look_back)
    branch = panel.time_bar.branch
    assert not branch.isEnabled()
    assert "A training is running already." in branch.toolTip()
    client.tell(told.finished())
    assert branch.isEnabled()
    assert "already" not in branch.toolTip()


def test_another_run_that_begins_is_not_looked_back_at(panel, run, client, told, qtbot):
    click(qtbot, panel.chart_settings.look_back)
    view = panel.charts.views[0]
    panel.train()
    client.tell(told.started(4, run="/runs/another"), told.step(1, 5))
    panel.charts.refresh()
    assert panel.time_bar.isHidden()
    assert not panel.chart_settings.look_back.isChecked()
    assert not view.plot._moment.isVisible()


def test_all_behind_an_epoch_stays_dim_when_the_run_grows(panel, run, client, told, qtbot):
    click(qtbot, panel.chart_settings.look_back)
    plot = panel.charts.views[0].plot
    panel.trainer.train_on()
    client.tell(told.started(60, run=run, first_epoch=5), told.step(15, 5), told.step(30, 5))
    panel.charts.refresh()
    assert plot.ends[1] > 20
    low, high = plot._moment.getRegion()
    assert low == 4.0
    assert high > plot.shown_epochs[1]
    assert not plot._moment.lines[1].isVisible()


def test_an_epoch_that_has_gone_gives_way_to_the_nearest(panel, run, client, told, qtbot):
    click(qtbot, panel.chart_settings.look_back)
    bar, snapshots = panel.time_bar, SnapshotFolder(Path(run) / "snapshots")
    bar.slider.setValue(0)
    for epoch in (5, 6):
        snapshots.save(epoch, {}, {})
    remove_checkpoint(snapshots.path / "epoch-0001.safetensors")
    client.tell(told.epoch(6))
    assert bar.words.text() == "Epoch 2"
    assert panel.charts.views[0].plot._moment.getRegion()[0] == 2.0


def test_epochs_are_told_to_screen_readers(panel, run, qtbot):
    click(qtbot, panel.chart_settings.look_back)
    bar = panel.time_bar
    bar.slider.setFocus()
    qtbot.keyClick(bar.slider, Qt.Key.Key_Home)
    assert bar.slider.accessibleDescription() == "Epoch 1"


def test_where_it_is_narrow_nothing_is_cut_or_pushed_away(panel, run, client, qtbot):
    click(qtbot, panel.chart_settings.look_back)
    bar = panel.time_bar
    tall = bar.height()
    panel.resize(520, 300)
    qtbot.waitUntil(lambda: bar.height() > tall)
    assert panel.width() == 520
    left = panel.charts.mapTo(panel, panel.charts.rect().topLeft()).x()
    assert left >= panel._left.width(), "the column and the charts lie side by side"
    for each in (bar.measure, bar.branch, bar.close_button):
        assert bar.rect().contains(each.geometry())
        assert each.width() >= each.sizeHint().width()
    assert bar.branch.y() > bar.slider.geometry().bottom()
    panel.resize(1100, 300)
    qtbot.waitUntil(lambda: bar.height() == tall)
    assert bar.branch.y() < bar.slider.geometry().bottom()


def test_that_no_epoch_is_left_is_read_whole_where_it_is_narrow(panel, run, client, qtbot):
    click(qtbot, panel.chart_settings.look_back)
    bar = panel.time_bar
    for width in range(1100, 500, -10):
        panel.resize(width, 300)
        QApplication.processEvents()
        if bar._count > 1:
            break
    panel.resize(width + 10, 300)
    QApplication.processEvents()
    shutil.rmtree(Path(run) / "snapshots")
    bar.renew()
    assert bar.words.text() == "No epoch has been kept yet."
    qtbot.waitUntil(lambda: bar.words.width() >= bar.words.sizeHint().width())


def test_the_last_epoch_is_found_where_one_has_looked_back_before_it_was_kept(
    panel, run, client, told, qtbot
):
    click(qtbot, panel.chart_settings.look_back)
    bar = panel.time_bar
    bar.slider.setValue(0)
    client.tell(told.epoch(5))
    SnapshotFolder(Path(run) / "snapshots").save(5, {}, {})
    client.tell(Checkpointed(epoch=5, path=str(Path(run) / "checkpoints" / "epoch-0005")))
    assert bar.slider.maximum() == 3
    assert bar.words.text() == "Epoch 1"


def test_the_epoch_stays_while_another_panel_is_in_front(panel, run, qtbot):
    click(qtbot, panel.chart_settings.look_back)
    panel.time_bar.slider.setValue(0)
    panel.hide()
    panel.show()
    assert panel.time_bar.words.text() == "Epoch 1"


def test_no_word_of_the_bar_is_cut(panel, run, qtbot):
    click(qtbot, panel.chart_settings.look_back)
    bar = panel.time_bar
    cut = []
    for width in range(540, 980, 4):
        panel.resize(width, 420)
        for words in ("", "Test loss 0.2844 · accuracy 92.77 %"):
            bar._tell(words)
            bar._fit()
            bar.layout().activate()
            QApplication.processEvents()
            seen = [each for each in (bar.measure, bar.branch, bar.words) if each.isVisible()]
            cut += [(width, x.text()) for x in seen if x.width() < x.sizeHint().width()]
            cut += [(width, words)] * (bar.figures.text() != words and bar.width() > 260)
    assert not cut


def test_a_chosen_run_is_looked_back_at_and_no_longer_when_it_is_taken_away(
    panel, run, told, qtbot, tmp_path
):
    other = tmp_path / "other"
    other.mkdir()
    for epoch in (1, 3):
        SnapshotFolder(other / "snapshots").save(epoch, {}, {})
    chosen = Run(0, told.started(3, run=str(other)), title="other", end=3.0, is_over=True)
    chosen.add_epoch(told.epoch(3, loss=0.2, val_loss=0.3))
    seen = []
    panel.figures.connect(lambda figures, epoch: seen.append((figures, epoch)))
    panel.trainer.show_recorded([chosen])
    panel.charts.refresh()
    bar = panel.time_bar
    click(qtbot, panel.chart_settings.look_back)
    assert (bar.place.run, bar.place.epoch) == (str(other), 3)
    assert seen[-1:] != [(None, 3)], "the canvas does not show another run"
    panel.trainer.take_away(chosen)
    assert bar.isHidden()
    assert panel.trainer.history.front.started.run == run
    panel.charts.refresh()
    click(qtbot, panel.chart_settings.look_back)
    assert bar.place.run == run
