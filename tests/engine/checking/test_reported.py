"""What a run reports, and which way it is better: the same names as the run itself gives."""

import keras
import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.checking.reported import figures
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.editing import edits
from tests.engine import sample_graph
from tests.parity.twin import counterpart


@pytest.mark.parametrize("name", sample_graph.ALL)
def test_names_are_those_of_the_plan(name: str) -> None:
    graph = sample_graph.ALL[name]()
    report, plan = check(graph), plan_graph(graph)
    known = figures(report.graph, report.facts)
    names = {call.name for call in (*plan.losses, *plan.metrics)} | {"loss"}
    assert {n for n in known if not n.startswith("val_")} == names
    assert {n.removeprefix("val_") for n in known if n.startswith("val_")} in (set(), names)


def test_validation_is_reported_where_samples_are_held_back() -> None:
    graph = sample_graph.mlp()
    report = check(graph)
    found = figures(graph, report.facts)
    assert found == {
        "loss": "lower",
        "accuracy": "higher",
        "val_loss": "lower",
        "val_accuracy": "higher",
    }
    graph = edits.set_param(graph, "digits", "validation_split", 0.0)
    assert set(figures(graph, check(graph).facts)) == {"loss", "accuracy"}


def test_directions_of_metrics_are_those_that_keras_knows() -> None:
    ways = {"up": "higher", "down": "lower"}
    compared = 0
    for module in catalog().category("metric"):
        thing = counterpart(module) if module.keras else None
        if thing is None or not issubclass(thing, keras.metrics.Metric):
            continue
        assert module.better in ("higher", "lower"), module.kind
        try:
            way = getattr(thing(), "_direction", None)
        except TypeError:  # it has params without defaults
            continue
        if way:
            assert ways[way] == module.better, module.kind
            compared += 1
    assert compared >= 10
