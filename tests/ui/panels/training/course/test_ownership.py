import pytest
from PySide6.QtCore import QObject, Signal

from hornstudio.engine.graph import Graph
from hornstudio.ui.panels.training.course.kept import Kept
from hornstudio.ui.panels.training.course.ownership import Ownership
from hornstudio.ui.panels.training.wording.metric_name import MetricNames


class Front(QObject):
    """One network after another."""

    opened = Signal()
    leaving = Signal()
    switched = Signal()

    def __init__(self, network) -> None:
        super().__init__()
        self.source, self.graph = network, Graph()

    def turn_to(self, network) -> None:
        self.leaving.emit()
        self.source = network
        self.switched.emit()


class Network:
    def __init__(self, title: str) -> None:
        self.title = title


@pytest.fixture
def made(qapp):
    one, two = Network("one"), Network("two")
    front, busy, told = Front(one), [], []
    keep = lambda: Kept(MetricNames(Graph()), Graph(), graph_text=front.source.title)  # noqa: E731
    owners = Ownership(front, lambda: bool(busy), keep, front)
    owners.forgotten.connect(lambda: told.append("forgotten"))
    owners.brought_back.connect(lambda kept: told.append(kept.graph_text))
    owners.passed_on.connect(lambda: told.append("passed on"))
    return front, owners, busy, told, one, two


def test_what_is_known_waits_until_its_network_is_back(made):
    front, _, _, told, one, two = made
    front.turn_to(two)
    front.turn_to(one)
    assert told == ["", "one"]


def test_a_run_is_of_its_network_wherever_one_looks(made):
    front, owners, busy, told, one, two = made
    owners.begin()
    busy.append(True)
    front.turn_to(two)
    assert (owners.runner, owners.other_name) == (one, "one")
    front.turn_to(one)
    assert owners.other_name == ""
    front.turn_to(two)
    busy.clear()
    owners.end()
    assert told == ["passed on"] * 3 + [""]
    assert not owners.is_of_another


def test_opening_forgets_what_is_over_and_leaves_what_goes_on(made):
    front, owners, busy, told, *_ = made
    owners.begin()
    busy.append(True)
    front.opened.emit()
    assert owners.is_of_another
    busy.clear()
    owners.end()
    assert told == ["forgotten"]
    front.opened.emit()
    assert told == ["forgotten"] * 2
