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


def test_metrics_of_a_network_that_was_not_trained_yet_keep_their_names(document, speak):
    kept = Kept(MetricNames(document.graph), Graph())
    assert kept.names["accuracy"].label == "Accuracy"
    speak("ko")
    kept.say_again()
    assert kept.names["accuracy"].label == "정확도"
    assert kept.names["accuracy"].share
