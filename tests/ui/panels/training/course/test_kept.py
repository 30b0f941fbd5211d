"""Runs of one network wait while another is in front."""

from hornstudio.engine.graph import Graph
from hornstudio.ui.panels.training.course.kept import Kept
from hornstudio.ui.panels.training.wording.metric_name import MetricNames


def test_a_new_network_has_no_runs():
    graph = Graph()
    kept, other = Kept(MetricNames(graph), graph), Kept(MetricNames(graph), graph)
    assert kept.history.current is None
    assert kept.history is not other.history
    assert kept.latest is not other.latest
