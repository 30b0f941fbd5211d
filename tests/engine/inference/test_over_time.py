"""A module on every step of a sequence by itself."""

from dataclasses import replace

import jax
import numpy as np
import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.inference.over_time import can_go_over_time, over_time
from hornstudio.engine.remedies import apply_remedy
from hornstudio.engine.shapes import Spec
from tests.engine.sample_graph import chain, graph, node


def steps(*shape: int | None) -> Graph:
    """A sequence, and a dense layer on a flattened step of it."""
    return graph(
        {
            "steps": node("input", shape=list(shape)),
            "row": replace(node("flatten"), over_time=True),
            "dense": node("dense", units=3),
        },
        chain("steps", "row", "dense"),
    )


def test_each_step_has_the_shape_that_the_module_gives() -> None:
    report = check(steps(5, 2, 4))
    assert report.spec("row.output") == Spec((5, 8))
    assert check(steps(None, 2, 4)).spec("row.output").shape[1] == 8
    single = check(edits.set_attribute(steps(5, 2, 4), "row", "over_time", False))
    assert single.spec("row.output") == Spec((40,))


def test_weights_are_those_of_one_step_and_the_cost_is_that_of_all() -> None:
    pictures = graph(
        {"steps": node("input", shape=[5, 8, 8, 1]), "conv": node("conv2d", filters=2)},
        chain("steps", "conv"),
    )
    facts = check(edits.set_attribute(pictures, "conv", "over_time", True)).facts["conv"]
    alone = graph(
        {"steps": node("input", shape=[8, 8, 1]), "conv": node("conv2d", filters=2)},
        chain("steps", "conv"),
    )
    one = check(alone).facts["conv"]
    assert facts.weights == one.weights
    assert facts.flops == 5 * one.flops


def test_one_number_a_sample_has_no_steps_and_the_remedy_turns_it_off() -> None:
    whole = graph(
        {"x": node("input", shape=[]), "relu": replace(node("relu"), over_time=True)},
        chain("x", "relu"),
    )
    (problem,) = [p for p in check(whole).problems if p.node == "relu" and p.severity == "error"]
    assert str(problem.reason) == "gets a single number; over time it needs a sequence: steps first"
    mended = apply_remedy(whole, problem, problem.remedies[0].action)
    assert not check(mended).problems_of("relu")


@pytest.mark.parametrize(
    ("kind", "can"),
    [("dense", True), ("conv2d", True), ("batch_normalization", False), ("add", False)],
)
def test_what_shares_nothing_between_steps_can(kind: str, can: bool) -> None:
    assert can_go_over_time(catalog().get(kind)) == can


def test_the_same_module_gives_the_same_object() -> None:
    dense = catalog().get("dense")
    assert over_time(dense) is over_time(dense)


def test_every_step_is_computed_by_itself() -> None:
    program = Program(plan_graph(steps(5, 2, 4), for_training=False))
    weights, state = program.init(0)
    x = np.random.default_rng(0).random((3, 5, 2, 4), np.float32)
    tensors, _ = program.forward(weights, state, {"steps.output": x}, training=False)
    assert tensors["row.output"].shape == (3, 5, 8)
    np.testing.assert_array_equal(tensors["row.output"], x.reshape(3, 5, 8))


def test_each_step_draws_random_numbers_of_its_own() -> None:
    whole = graph(
        {"x": node("input", shape=[4, 50]), "drop": replace(node("dropout"), over_time=True)},
        chain("x", "drop"),
    )
    program = Program(plan_graph(whole, for_training=False))
    x = np.ones((2, 4, 50), np.float32)
    tensors, _ = program.forward({}, {}, {"x.output": x}, training=True, key=jax.random.key(0))
    kept = np.asarray(tensors["drop.output"]) > 0
    assert 0.2 < kept.mean() < 0.8
    assert not (kept == kept[:, :1]).all()
    still, _ = program.forward({}, {}, {"x.output": x}, training=False)
    np.testing.assert_array_equal(still["drop.output"], x)
