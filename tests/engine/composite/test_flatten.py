"""Unfolding: the same computation without composites, with names that lead back."""

from dataclasses import replace

import jax
import numpy as np
import pytest

from hornstudio.engine import codegen
from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Graph, Group, Node, Wire, freeze
from hornstudio.engine.summary import summarize
from tests.engine import sample_graph
from tests.engine.composite.sample_composite import residual
from tests.engine.mistakes import mistakes


def losses(graph: Graph) -> list[float]:
    """Of a few steps on made-up digits."""
    program = Program(plan_graph(graph))
    draw = np.random.default_rng(0)
    batch = {
        "digits.image": draw.random((4, 28, 28, 1)).astype("float32"),
        "digits.label": draw.integers(10, size=4),
    }
    carry, found, run = program.start(0), [], jax.jit(program.step)
    for step in range(2):
        carry, sums = run(carry, batch, jax.random.key(step))
        found.append(program.results(sums)["loss"])
    return found


def test_a_graph_without_uses_stays() -> None:
    graph = sample_graph.mlp()
    assert flatten(graph).graph is graph


def test_names_are_identifiers_and_lead_back() -> None:
    flat = flatten(residual())
    assert flat.places["block_1__normal__scale"] == ("block_1", "normal", "scale")
    assert flat.places["first"] == ("first",)
    assert flat.ids_of("block_2") == [
        "block_2__wide",
        "block_2__normal__scale",
        "block_2__add",
    ]
    assert list(flat.places) == list(flat.graph.nodes)
    assert not flat.graph.groups
    assert flat.graph.wires_into("block_2__add") == [
        Wire("block_2__normal__scale.output", "block_2__add.inputs"),
        Wire("block_1__add.output", "block_2__add.inputs"),
    ]
    assert flat.graph.nodes["block_1__wide"].params == {"units": 16, "activation": "relu"}


def test_a_taken_name_gets_another() -> None:
    graph = edits.add_node(residual(), "block_1__wide", Node("relu"))
    flat = flatten(graph)
    assert flat.places["block_1__wide_"] == ("block_1", "wide")
    assert flat.places["block_1__wide"] == ("block_1__wide",)


def test_the_flat_graph_has_the_same_shapes_weights_and_cost() -> None:
    graph = residual()
    whole, flat = check(graph), check(flatten(graph).graph)
    assert not mistakes(flat)
    assert whole.weight_count == flat.weight_count
    assert whole.spec("block_2.output") == flat.spec("block_2__add.output")
    assert summarize(graph)["totals"] == summarize(flatten(graph).graph)["totals"]


def test_frozen_and_bypassed_uses() -> None:
    graph = edits.set_attribute(residual(), "block_1", "frozen", True)
    graph = edits.set_attribute(graph, "block_2", "bypassed", True)
    flat = flatten(graph).graph
    assert all(flat.nodes[i].frozen for i in flat.nodes if i.startswith("block_1"))
    assert not [i for i in flat.nodes if i.startswith("block_2")]
    assert flat.wires_into("scores") == [Wire("block_1__add.output", "scores.input")]
    assert not check(flat).errors


def test_shared_uses_share_all_weights_inside() -> None:
    graph = edits.set_attribute(residual(), "block_2", "weights_of", "block_1")
    flat = flatten(graph).graph
    assert flat.nodes["block_2__wide"].weights_of == "block_1__wide"
    assert flat.nodes["block_2__normal__scale"].weights_of == "block_1__normal__scale"
    report = check(graph)
    assert not mistakes(report)
    assert report.weight_count == check(flat).weight_count
    assert (
        report.weight_count == check(residual()).weight_count - report.facts["block_2"].weight_count
    )
    bypassed = flatten(edits.set_attribute(graph, "block_1", "bypassed", True)).graph
    assert bypassed.nodes["block_2__wide"].weights_of == ""


def test_a_port_that_leads_straight_through_is_a_wire() -> None:
    graph = residual()
    body = graph.groups["normal"].body
    through = replace(
        body,
        nodes=freeze({i: n for i, n in body if i != "scale"}),
        wires=(Wire("input.output", "output.input"),),
    )
    groups = {**graph.groups, "normal": Group(body=through)}
    flat = flatten(replace(graph, groups=freeze(groups))).graph
    assert flat.wires_into("block_1__add")[0].source == "block_1__wide.output"


def test_what_has_no_end_is_refused() -> None:
    group = Group(body=Graph(nodes=freeze({"n": Node("a")})))
    graph = Graph(nodes=freeze({"x": Node("a")}), groups=freeze({"a": group}))
    with pytest.raises(GraphError, match="a: the composite holds itself: a → a"):
        flatten(graph)
    assert any("holds itself" in p.reason for p in check(graph).problems)


def test_a_graph_with_composites_has_the_plan_of_the_flat_one() -> None:
    graph = edits.set_attribute(residual(), "block_2", "weights_of", "block_1")
    plan, flat = plan_graph(graph), plan_graph(flatten(graph).graph)
    assert plan.layers == flat.layers
    assert plan.starts == flat.starts
    assert {s.owner for s in plan.starts} >= {"block_1__wide", "block_1__normal__scale"}


def test_grouping_does_not_change_what_is_learned() -> None:
    """With a start that does not depend on names, even the ids inside make no difference."""
    start = {"kind": "constant", "params": {"value": 0.01}}
    graph = edits.remove_nodes(sample_graph.mlp(), ["accuracy"])
    source = next(iter(graph.nodes))
    graph = edits.rename_node(edits.replace_kind(graph, source, "digits", {}), source, "digits")
    for node in ("hidden", "scores"):
        graph = edits.set_param(graph, node, "kernel_initializer", start)
    grouped, _ = group_nodes(graph, ["hidden", "relu", "scores"], "Body", catalog())
    assert losses(grouped) == losses(graph)


@pytest.mark.parametrize("target", ["jax", "keras", "flax"])
def test_a_graph_with_composites_is_exported(target: str) -> None:
    text = codegen.export(residual(), target)
    compile(text, "script", "exec")
    assert "Residual block: a composite of 3 layers." in text
