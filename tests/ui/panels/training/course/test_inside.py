from msgspec import structs

from hornstudio.engine.watch.events import Statistics
from hornstudio.engine.worker import messages
from hornstudio.ui.panels.training import TrainingPanel
from hornstudio.ui.panels.training.course.kept import Kept
from hornstudio.ui.panels.training.course.run import MOST_INSIDE, Run
from hornstudio.ui.panels.training.wording.metric_name import MetricNames
from hornstudio.ui.panels.training.wording.statistic import STATISTIC, WAITING, statistic_label
from tests.ui.panels.training.conftest import Told

FOUND = Statistics(
    epoch=1,
    step=5,
    nodes={"hidden": {"mean": 0.5}},
    wires={"hidden.output": 2.0},
    overall={"learning_rate": 0.01, "gradient_norm": 3.0, "memory_bytes": 2.0 * (1 << 20)},
)


def test_figures_of_the_whole_are_curves_to_choose(document, client, told, qtbot):
    panel = TrainingPanel(document, client)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.log_view)
    heard: list[object] = []
    panel.figures.connect(lambda found, epoch: heard.append(found))
    panel.resize(1_000, 220)
    panel.show()
    panel.charts.load()
    panel.train()
    assert client.sent[-1].watch
    client.tell(
        told.started(), structs.replace(told.step(1, 5), waiting=0.25), FOUND, told.step(1, 6)
    )
    assert heard == [None, FOUND]
    run = panel.trainer.history.current
    assert run.train[f"{STATISTIC}memory"].last == 2.0
    assert run.train[f"{STATISTIC}samples_per_second"].last == 52_312.0
    assert panel.trainer.names[WAITING].show(run.train[WAITING].last) == "25.00 %"
    assert run.train[f"{STATISTIC}gradient_norm"].x[-1] == 0.5
    panel.charts.refresh()
    offered = [action.text() for action in panel.charts.views[1].header.menu.actions()]
    assert offered[-5:] == [
        "Learning rate",
        "Gradient norm",
        "Memory in use (MB)",
        "Waiting for data",
        "Samples a second",
    ]
    assert panel.charts.views[1].name.label == "Accuracy"


def test_only_figures_of_the_whole_have_such_names(document):
    names = MetricNames(document.graph)
    assert names[f"{STATISTIC}update_ratio"].label == "Update to weights"
    assert statistic_label("learning_rate") == ""


def test_looking_back_shows_what_there_was_and_then_what_there_is(panel, client, told):
    heard: list[object] = []
    values: list[dict[str, str]] = []
    panel.figures.connect(lambda found, epoch: heard.append((found, epoch)))
    panel.live_values.connect(values.append)
    panel.train()
    steps = [structs.replace(FOUND, epoch=epoch, step=4) for epoch in (2, 3)]
    client.tell(told.started(4), told.step(1, 9), told.epoch(1, loss=0.4, val_loss=0.5))
    client.tell(told.step(2, 9), steps[0], told.epoch(2, loss=0.2, val_loss=0.3))
    client.tell(told.step(3, 4), steps[1])
    heard.clear()
    panel._inside.look_at(2.0)
    assert heard == [(steps[0], 2)]
    assert values[-1] == {"loss": "val 0.3000", "accuracy": "50.00 %"}
    told_now = len(values)
    client.tell(told.step(3, 9), structs.replace(FOUND, epoch=3, step=9), told.epoch(3, loss=0.1))
    assert len(heard) == 1  # what is new is not shown in place of what is looked at
    assert len(values) == told_now
    panel._inside.look_at(1.0)
    assert heard[-1] == (None, 1)
    panel._inside.look_at(None)
    assert heard[-1] == (structs.replace(FOUND, epoch=3, step=9), None)
    assert not values[-1]["loss"].startswith("val")


def test_what_a_quick_epoch_looked_like_is_found_when_it_is_looked_back_at(
    panel, client, told, qtbot
):
    """It was over before the run looked into itself, or while it did no more."""
    heard: list[object] = []
    panel.figures.connect(lambda found, epoch: heard.append((found, epoch)))
    panel.train()
    client.tell(told.started(3), told.step(1, 5), FOUND, told.epoch(1), told.epoch(2))
    panel._inside.look_at(2.0)
    qtbot.wait(250)
    assert not [m for m in client.sent if isinstance(m, messages.LookBack)]  # it trains
    client.tell(told.epoch(3), told.finished(3))
    qtbot.waitUntil(lambda: isinstance(client.sent[-1], messages.LookBack))
    asked = client.sent[-1]
    assert (asked.run, asked.epoch) == ("/runs/1", 2)
    found = structs.replace(FOUND, epoch=2, step=10)
    client.looked_back.emit(asked.ticket, found)
    assert heard[-1] == (found, 2)
    count = len(client.sent)
    panel._inside.look_at(1.0)
    assert heard[-1] == (FOUND, 1)
    panel._inside.look_at(2.0)
    assert heard[-1] == (found, 2)
    qtbot.wait(250)
    assert len(client.sent) == count  # both are known


def test_a_run_that_goes_on_leaves_the_figures_of_the_epoch_that_is_looked_at(panel, client, told):
    values: list[dict[str, str]] = []
    panel.live_values.connect(values.append)
    panel.train()
    client.tell(told.started(2), told.step(1, 9), told.epoch(1, loss=0.4, val_loss=0.5))
    client.tell(told.epoch(2), told.finished(2))
    panel._inside.look_at(1.0)
    looked = values[-1]
    assert looked["loss"] == "val 0.5000"
    values.clear()
    panel.trainer.train_on(2)
    client.tell(told.started(4, first_epoch=3))
    assert values == [looked]


def test_of_a_long_run_every_other_epoch_is_known():
    run = Run(1, Told.started(1000))
    for epoch in range(1, 1001):
        run.add_statistics(structs.replace(FOUND, epoch=epoch))
    assert len(run.inside) <= MOST_INSIDE
    assert run.inside_at(1000.0).epoch == 1000
    assert 480 < run.inside_at(500.0).epoch <= 500
    run.go_on(Told.started(1000, first_epoch=501))
    assert max(run.inside) <= 500


def test_a_network_that_is_in_front_again_shows_what_its_run_has_left(panel, client, told):
    heard: list[object] = []
    panel.figures.connect(lambda found, epoch: heard.append(found))
    panel.train()
    client.tell(told.started(), FOUND, *told.whole(1)[1:])
    kept = panel.trainer._keep()
    panel.trainer._bring_back(Kept(panel.trainer.names, kept.graph))
    assert heard[-1] is None
    panel.trainer._bring_back(kept)
    assert heard[-1] == FOUND
