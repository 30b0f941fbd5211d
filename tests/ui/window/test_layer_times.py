"""Layers are timed while the canvas shows it: once nothing is in the way, and after edits."""

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.canvas.canvas import Canvas
from hornstudio.ui.canvas.highlight.heat import Measure
from hornstudio.ui.document import Document
from hornstudio.ui.panels.training.process.client import State, WorkerClient
from hornstudio.ui.window import layer_times
from hornstudio.ui.window.layer_times import LayerTimes

SECONDS = {"conv_1": 0.002, "scores": 0.001}


class Busy(WorkerClient):
    """A client whose process can be asked only when the test says so."""

    def __init__(self):
        super().__init__([])
        self.why_not = "not while a run goes on"
        self.asked = []

    def profile(self, graph):
        self.asked.append(graph)
        return self.why_not


@pytest.fixture
def canvas(qtbot):
    canvas = Canvas(Document(find_template("mnist_cnn").graph()))
    qtbot.addWidget(canvas)
    canvas.show()
    qtbot.waitExposed(canvas)
    yield canvas
    canvas.document.deleteLater()


@pytest.fixture
def client(canvas, monkeypatch):
    monkeypatch.setattr(layer_times, "QUIET_MS", 0)
    client = Busy()
    client.setParent(canvas)
    LayerTimes(canvas, canvas.document, client)
    return client


def test_times_come_once_the_process_can_be_asked(canvas, client):
    canvas.colour_by(Measure.TIME)
    legend = canvas.heat.legend
    assert legend.total.text() == "not while a run goes on"
    client.why_not = ""
    client.state_changed.emit(State.READY)
    assert legend.total.text() == "measuring …"
    client.profiled.emit(SECONDS, "")
    assert canvas.heat.share("scores") == pytest.approx(1 / 3)
    client.state_changed.emit(State.READY)
    assert len(client.asked) == 2  # what is known is not asked for again


def test_an_edit_has_the_layers_timed_anew_and_a_move_does_not(canvas, client, qtbot):
    client.why_not = ""
    canvas.colour_by(Measure.TIME)
    canvas.document.edit("move", edits.move_nodes(canvas.document.graph, {"scores": (2000.0, 0.0)}))
    qtbot.wait(20)
    assert len(client.asked) == 1
    canvas.document.edit("widen", edits.set_param(canvas.document.graph, "conv_2", "filters", 80))
    qtbot.waitUntil(lambda: len(client.asked) == 2)
    assert '"filters": 80' in client.asked[-1]


def test_times_come_once_the_problems_are_mended(canvas, client, qtbot):
    client.why_not = ""
    sound = canvas.document.graph
    canvas.document.edit("cut", edits.disconnect(sound, sound.wires[:1]))
    canvas.colour_by(Measure.TIME)
    assert canvas.heat.legend.total.text() == "once the problems are mended"
    canvas.document.undo_stack.undo()
    qtbot.waitUntil(lambda: len(client.asked) == 1)


def test_nothing_is_timed_that_is_not_shown(canvas, client, qtbot):
    client.state_changed.emit(State.READY)
    canvas.document.edit("widen", edits.set_param(canvas.document.graph, "conv_2", "filters", 80))
    qtbot.wait(20)
    assert not client.asked
