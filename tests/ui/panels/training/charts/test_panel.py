import codecs
import subprocess
import sys

from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QMenu, QWidget

from hornstudio.ui.panels.training.charts.panel import Charts
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.course.trainer import Trainer


def test_words_stand_where_there_is_nothing_to_draw(charts):
    assert charts.words.isVisible()


def test_showing_loads_what_draws(charts, qtbot):
    qtbot.waitUntil(lambda: len(charts.views) == 2, timeout=20_000)


def test_loss_is_left_and_accuracy_right(charts, trainer, client, told):
    charts.load()
    trainer.train()
    client.tell(told.started(), told.step(1, 1))
    charts.refresh()
    assert [view.name.key for view in charts.views] == ["loss", "accuracy"]
    assert not charts.words.isVisible()
    assert charts.views[1].isVisible()


def test_a_run_without_metrics_has_the_loss_alone(charts, trainer, client, told):
    charts.load()
    trainer.train()
    client.tell(told.started(), told.step(1, 1, loss=0.5))
    charts.refresh()
    assert not charts.views[1].isVisible()


def test_another_metric_can_be_chosen_and_stays_chosen(charts, trainer, client, told):
    charts.load()
    trainer.train()
    client.tell(told.started(), told.step(1, 1, loss=0.5, accuracy=0.5, error=3.0))
    charts.refresh()
    menu = charts.views[1].header.menu
    assert [action.text() for action in menu.actions()] == ["Accuracy", "error"]
    menu.actions()[1].trigger()
    assert charts.views[1].name.key == "error"
    client.tell(told.step(1, 2, loss=0.4, accuracy=0.6, error=2.0))
    charts.refresh()
    assert charts.views[1].name.key == "error"


def test_points_are_drawn_at_most_20_times_a_second(charts, trainer, client, told, qtbot):
    charts.load()
    trainer.train()
    client.tell(told.started(), told.step(1, 1))
    charts.refresh()
    drawn = []
    view = charts.views[0]
    view.plot.show_picture = lambda *args: drawn.append(args)
    for step in range(2, 200):
        client.tell(told.step(1, step))
    assert drawn == []
    qtbot.waitUntil(lambda: len(drawn) == 1, timeout=2_000)
    qtbot.wait(150)
    assert len(drawn) == 1


def test_one_chart_is_drawn_in_a_turn(charts, trainer, client, told, qtbot):
    charts.load()
    trainer.train()
    client.tell(told.started(), told.step(1, 1))
    charts.refresh()
    drawn = []
    for index, view in enumerate(charts.views):
        view.plot.show_picture = lambda *args, index=index: drawn.append(index)
    client.tell(told.step(1, 2))
    assert charts.draw_next()
    assert drawn == [0]
    client.tell(told.step(1, 3))
    assert charts.draw_next()  # what came meanwhile is drawn in both
    assert drawn == [0, 1]
    qtbot.waitUntil(lambda: drawn == [0, 1, 0, 1], timeout=2_000)
    qtbot.wait(120)
    assert drawn == [0, 1, 0, 1]


def test_smoothing_draws_anew(charts, trainer, client, told, qtbot):
    charts.load()
    trainer.train()
    client.tell(*told.whole())
    charts.refresh()
    smoothed = charts.views[0].picture.line.copy()
    charts.settings.slider.setValue(0)
    qtbot.waitUntil(lambda: not (charts.views[0].picture.line == smoothed).all(), timeout=2_000)
    assert (charts.views[0].picture.line == charts.views[0].picture.raw).all()


def test_the_panel_alone_imports_neither_pyqtgraph_nor_jax():
    code = (
        "import sys, hornstudio.ui.panels.training\n"
        "print(*({'pyqtgraph', 'jax'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_narrow_panel_has_one_chart_that_shows_any_metric(charts, trainer, client, told, qtbot):
    charts.load()
    trainer.train()
    client.tell(*told.whole())
    charts.refresh()
    charts.resize(300, 200)
    qtbot.waitUntil(lambda: [view.isVisible() for view in charts.views] == [True, False])
    menu = charts.views[0].header.menu
    names = ["Loss", "Accuracy", "Samples a second"]
    assert [action.text() for action in menu.actions()] == names
    menu.actions()[1].trigger()
    assert charts.views[0].name.key == "accuracy"
    charts.resize(800, 200)
    qtbot.waitUntil(lambda: charts.views[1].isVisible())
    assert [view.name.key for view in charts.views] == ["loss", "accuracy"]


def test_curves_are_saved_as_they_are_shown(charts, trainer, client, told, tmp_path, monkeypatch):
    charts.load()
    assert not charts.settings.choices.table.isEnabled()
    trainer.train()
    client.tell(told.started(), told.step(1, 1, loss=0.5))
    charts.refresh()
    paths = iter([tmp_path / "curves.csv", tmp_path / "curves.svg", None])
    trainer.document.path = tmp_path / "mine.horn"

    def choose(window, title, wish, kinds):
        assert wish == tmp_path / f"{trainer.document.name}-curves"
        return next(paths)

    monkeypatch.setattr("hornstudio.ui.panels.training.charts.saving.ask_path", choose)
    said = []
    charts.status.connect(said.append)
    charts.settings.choices.table.trigger()
    charts.settings.choices.picture.trigger()
    charts.settings.choices.table.trigger()
    table = (tmp_path / "curves.csv").read_bytes()
    assert table.startswith(codecs.BOM_UTF8), "or Excel spoils names that are not in Latin letters"
    assert b"1,loss,train" in table
    assert (tmp_path / "curves.svg").read_text().startswith("<?xml")
    assert len(list(tmp_path.iterdir())) == 2
    assert said == [f"Saved to {tmp_path / name}" for name in ("curves.csv", "curves.svg")]


def test_another_scale_is_drawn_at_once(charts, trainer, client, told):
    charts.load()
    trainer.train()
    client.tell(told.started(), told.step(1, 1, loss=0.5), told.step(1, 2, loss=0.4))
    charts.refresh()
    charts.settings.choices.axes["logarithmic"].trigger()
    assert charts.views[0].plot.scale_of_y.is_log


def test_the_right_button_opens_the_menu_of_the_charts(charts, trainer, client, told, monkeypatch):
    opened = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, at: opened.append(menu))
    charts.load()
    trainer.train()
    client.tell(told.started(), told.step(1, 1))
    charts.refresh()
    plot = charts.views[0].plot.viewport()
    at = plot.rect().center()
    mouse = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(plot, QContextMenuEvent(mouse, at, plot.mapToGlobal(at)))
    assert opened == [charts.settings.choices.menu_of_choices]


def test_a_metric_that_only_a_run_behind_has_can_be_chosen(charts, trainer, client, told):
    charts.load()
    trainer.train()
    client.tell(told.started(), told.step(1, 5, loss=0.5, accuracy=0.5))
    other = Run(0, told.started(run="/runs/other"), title="of another day")
    other.add_step(told.step(1, 5, loss=0.5, auc=0.75))
    trainer.show_recorded([other])
    charts.refresh()
    view = charts.views[1]
    assert view.name.key == "accuracy", "what the run in front has comes first"
    view.header.metric_chosen.emit("auc")
    assert view.name.key == "auc"
    charts.settings.eye.click()
    assert view.name.key == "accuracy"


def test_a_run_that_ended_before_its_first_point_leaves_those_behind_whole(
    charts, trainer, client, told
):
    charts.load()
    trainer.train()
    client.tell(told.started(epochs=9), *(told.epoch(n, loss=0.5) for n in range(1, 10)))
    client.tell(told.finished(9))
    trainer.train()
    stopped = structs.replace(told.finished(0), metrics={}, stopped=True)
    client.tell(told.started(run="/runs/2", epochs=9), stopped)
    charts.refresh()
    assert charts.views[0].plot.ends == (0.0, 9.0)


def test_a_run_of_another_day_that_stands_alone_can_be_cleared(charts, trainer, told):
    charts.load()
    run = Run(0, told.started(), title="of another day")
    run.add_step(told.step(1, 5))
    trainer.show_recorded([run])
    charts.refresh()
    assert charts.settings.clear.isEnabled()
    charts.settings.clear.click()
    charts.refresh()
    assert charts.words.isVisible()
    assert not charts.settings.clear.isEnabled()


def test_tab_comes_to_the_charts_before_what_stands_behind_them(document, client, told, qtbot):
    frame = QWidget()
    qtbot.addWidget(frame)
    row = QHBoxLayout(frame)
    trainer = Trainer(document, client, frame)
    before, charts, behind = QLineEdit(frame), Charts(trainer, frame), QLineEdit(frame)
    for each in (before, charts, behind):
        row.addWidget(each)
    frame.resize(1800, 300)
    frame.show()
    qtbot.waitUntil(frame.isActiveWindow)
    trainer.train()
    client.tell(*told.whole())
    charts.load()  # later than what is behind
    before.setFocus()
    passed = []
    while QApplication.focusWidget() is not behind and len(passed) < 20:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget())
    plots = [each for each in passed if each in [view.plot for view in charts.views]]
    assert plots == [view.plot for view in charts.views]
    assert passed[-1] is behind
