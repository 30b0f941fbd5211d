"""What is left of a graph without its disabled nodes, and what is said of it."""

from dataclasses import replace

import numpy as np
import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import Report, check
from hornstudio.engine.checking.disabling import live_part, living
from hornstudio.engine.codegen import export
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.composite.inside import body_of, with_body
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node
from hornstudio.engine.problem import Problem
from hornstudio.engine.storage import files
from hornstudio.engine.summary import summarize
from hornstudio.engine.train.kept.checkpoint import load_checkpoint
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.run import train
from tests.engine import sample_graph
from tests.engine.broken_graphs import FAULTS
from tests.engine.fault import MODULES


def disable(graph: Graph, *ids: str) -> Graph:
    for node_id in ids:
        graph = edits.set_attribute(graph, node_id, "disabled", True)
    return graph


CASES = {
    "a whole branch with its loss": (
        sample_graph.two_in_two_out,
        ("right_out",),
        ("right_out", "right_loss", "right_accuracy"),
    ),
    "one of two inputs of a merge": (sample_graph.convolutional, ("branch",), ("branch",)),
    "a metric": (sample_graph.mlp, ("accuracy",), ("accuracy",)),
    "the owner of shared weights": (sample_graph.two_in_two_out, ("encoder",), None),
}


@pytest.mark.parametrize("name", FAULTS)
def test_whatever_is_wrong_is_told_beside_a_disabled_node(name: str) -> None:
    graph = FAULTS[name].graph()
    node_id = graph.new_id("relu")
    beside = disable(edits.add_node(graph, node_id, Node("relu")), node_id)
    told = [p for p in check(beside, MODULES).problems if p.node != node_id]
    assert told == list(check(graph, MODULES).problems)


def grave(report: Report) -> list[Problem]:
    return [p for p in report.problems if p.severity != "info"]


@pytest.mark.parametrize("name", CASES)
def test_disabled_is_what_deleted_would_be(name: str) -> None:
    make, ids, gone = CASES[name]
    graph = make()
    disabled = disable(graph, *ids)
    left = living(disabled)
    if gone is not None:
        assert left == edits.remove_nodes(graph, gone)
    assert summarize(disabled) == summarize(left)
    assert files.from_text(files.to_text(disabled)) == disabled
    report = check(disabled)
    assert report.facts.keys() == disabled.nodes.keys()
    assert grave(report) == grave(check(left))
    again = check(disabled, before=check(graph))
    assert again == report
    assert check(graph, before=again) == check(graph)
    if not report.errors:
        assert export(disabled) == export(left)
        assert plan_graph(disabled) == plan_graph(left)


def test_who_shared_the_weights_of_what_is_left_out_share_on() -> None:
    graph = sample_graph.two_in_two_out()
    third = replace(graph.nodes["encoder_2"])
    graph = edits.add_node(graph, "encoder_3", third)
    left = living(disable(graph, "encoder"))
    assert left.nodes["encoder_2"].weights_of == ""
    assert left.nodes["encoder_3"].weights_of == "encoder_2"


def grouped() -> Graph:
    """hidden and relu in a composite, a second output port from hidden alone."""
    graph, _ = group_nodes(sample_graph.mlp(), ["hidden", "relu"], "Block", catalog())
    return graph


def test_inside_a_composite_it_counts_at_every_use() -> None:
    graph = grouped()
    body = body_of(graph, "block")
    disabled = with_body(graph, disable(body, "relu"))
    report = check(disabled)
    assert report.is_absent("block")
    assert report.is_absent("scores")
    assert "what it holds is disabled" in str(report.problems_of("block")[0].reason)
    assert report.facts["block"].module.outputs  # the canvas still draws its ports
    inner = check(body_of(disabled, "block"))
    assert not inner.errors
    assert live_part(disabled, report.modules).graph.groups is (
        live_part(disabled, report.modules).graph.groups
    )


def test_a_composite_of_which_one_output_is_left_out_gives_the_others() -> None:
    source = sample_graph.two_in_two_out()
    graph, use = group_nodes(source, ["both", "left_out", "right_out"], "Heads", catalog())
    disabled = with_body(graph, disable(body_of(graph, "heads"), "right_out"))
    report = check(disabled)
    assert not report.errors
    assert not report.is_absent(use)
    assert report.is_absent("right_loss")
    assert len(report.facts[use].module.outputs) == 2
    flat = flatten(living(disabled)).graph
    assert not any("right_out" in node for node in flat.nodes)
    assert "right_out" not in export(disabled)
    assert check(disabled, before=check(graph)) == report


@pytest.mark.parametrize(
    "name", ["a whole branch with its loss", pytest.param("a metric", marks=pytest.mark.soak)]
)
def test_training_is_that_of_the_graph_without_it_bit_for_bit(name: str, tmp_path) -> None:
    make, ids, gone = CASES[name]
    graph = make()
    assert gone is not None
    trees, metrics = [], []
    for place, each in enumerate((disable(graph, *ids), edits.remove_nodes(graph, gone))):
        events = list(train(each, run_dir=tmp_path / str(place)))
        metrics.append(events[-1].metrics)
        folder = RunFolder.open(tmp_path / str(place))
        trees.append(load_checkpoint(folder.checkpoints()[-1])[0])
    assert metrics[0] == metrics[1]
    assert_same(trees[0], trees[1])


def assert_same(one, other) -> None:
    assert type(one) is type(other)
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        for key in one:
            assert_same(one[key], other[key])
    elif isinstance(one, list | tuple):
        for a, b in zip(one, other, strict=True):
            assert_same(a, b)
    else:
        assert np.array_equal(one, other)
