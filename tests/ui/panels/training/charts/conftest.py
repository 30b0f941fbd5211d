import pytest

from hornstudio.ui.panels.training.charts import loading
from hornstudio.ui.panels.training.charts.panel import Charts
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.course.trainer import Trainer


@pytest.fixture
def view(qapp, qtbot):
    loading.begin()
    view = loading.outcome().ChartView()
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.show()
    return view


@pytest.fixture
def run(told) -> Run:
    run = Run(1, told.started(epochs=4))
    for epoch in (1, 2):
        for step in range(1, 11):
            run.add_step(told.step(epoch, step))
        run.add_epoch(told.epoch(epoch, val_loss=0.3 / epoch, val_accuracy=0.8))
    return run


@pytest.fixture
def trainer(document, client) -> Trainer:
    return Trainer(document, client, None)


@pytest.fixture
def charts(trainer, qtbot) -> Charts:
    charts = Charts(trainer)
    qtbot.addWidget(charts)
    charts.resize(800, 200)
    charts.show()
    return charts
