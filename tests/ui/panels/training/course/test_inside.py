from msgspec import structs

from hornstudio.engine.watch.events import Statistics
from hornstudio.ui.panels.training import TrainingPanel
from hornstudio.ui.panels.training.wording.metric_name import MetricNames
from hornstudio.ui.panels.training.wording.statistic import STATISTIC, WAITING, statistic_label

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
    panel.figures.connect(heard.append)
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
