"""What is known of a graph."""

from dataclasses import replace

from hornstudio.engine.check import check
from hornstudio.engine.editing import edits
from tests.engine import sample_graph


def test_weights_are_counted_once_and_stay_counted() -> None:
    report = check(sample_graph.mlp())
    count = report.weight_count
    assert count == sum(f.weight_count for f in report.facts.values()) > 0
    assert report.weight_count == count
    assert replace(report, graph=report.graph).weight_count == count


def test_it_remembers_which_nodes_have_faults_of_their_own() -> None:
    graph = edits.set_param(sample_graph.mlp(), "hidden", "units", 0)
    report = check(graph)
    assert list(report.own) == ["hidden"]
    assert set(report.own["hidden"]) <= set(report.problems)
    assert check(sample_graph.mlp(), before=report).own == {}
