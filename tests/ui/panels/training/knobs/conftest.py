"""A run in progress whose knobs can be turned."""

import pytest

from hornstudio.engine.watch.events import Knob
from hornstudio.ui.panels.training import TrainingPanel
from hornstudio.ui.panels.training.knobs.bar import KnobBar


@pytest.fixture
def panel(document, client, qtbot) -> TrainingPanel:
    panel = TrainingPanel(document, client)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.log_view)
    panel.resize(1_000, 260)
    panel.show()
    return panel


@pytest.fixture
def bar(panel, client, told) -> KnobBar:
    """The bar of a run that has taken five steps."""
    panel.train()
    client.tell(told.started(), told.step(1, 5))
    panel.controls.refresh()
    return panel.controls.knobs


def knob(param: str, old: object, new: object, node: str = "sgd", step: int = 5) -> Knob:
    return Knob(node=node, param=param, old=old, new=new, epoch=1, step=step)
