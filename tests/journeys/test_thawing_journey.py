"""A layer that began frozen is let learn by its knob, and quick epochs are looked back at."""

import pytest
from PySide6.QtCore import Qt

from hornstudio.engine.catalog import catalog
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.remedies import replace_node_kind
from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.watch.events import Epoch, Knob, Statistics
from hornstudio.ui.panels.training import State


def frozen_mlp() -> Graph:
    graph = replace_node_kind(find_template("mnist_mlp").graph(), "mnist", "digits", catalog())
    return edits.set_attribute(graph, "hidden", "frozen", True)


@pytest.fixture
def told(person):
    """Events of a training that would take long; it goes on."""
    person.window.filing.open_copy(frozen_mlp())
    person.type_into(person.field(person.training, "Epochs"), "5000")
    events: list[object] = []
    person.window.client.event_received.connect(events.append)
    person.click(person.window.workspace.tool_bar.train)
    person.qtbot.waitUntil(lambda: any(isinstance(e, Epoch) for e in events), timeout=60_000)
    return events


def test_thawed_by_a_click_and_looked_back_at(person, told):
    bar = person.training.controls.knobs
    person.click(bar.knobs)
    row = bar.popover.rows["hidden.frozen"]
    assert row.field.switch.isChecked()
    person.click(row.field.switch)
    person.qtbot.waitUntil(lambda: any(isinstance(e, Knob) for e in told), timeout=30_000)
    knob = next(e for e in told if isinstance(e, Knob))
    assert (knob.node, knob.old, knob.new) == ("hidden", True, False)
    last = knob.epoch + 3
    person.qtbot.waitUntil(
        lambda: any(isinstance(e, Epoch) and e.epoch >= last for e in told), timeout=60_000
    )
    person.window.table["stop"].trigger()
    client = person.window.client
    person.qtbot.waitUntil(lambda: client.state is State.READY, timeout=30_000)
    found: list[Statistics] = []
    person.training.figures.connect(lambda figures, epoch: found.append(figures))
    bar = person.training.time_bar
    person.click(person.training.chart_settings.look_back)
    for _ in range(len(bar._epochs)):
        person.qtbot.keyClick(bar.slider, Qt.Key.Key_Left)
    place = bar.place
    assert place is not None
    person.qtbot.waitUntil(
        lambda: bool(found) and found[-1] is not None and found[-1].epoch == place.epoch,
        timeout=60_000,
    )
    learned = "gradient_norm" in found[-1].nodes["hidden"]
    assert learned == (place.epoch >= knob.epoch)
