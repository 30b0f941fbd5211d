"""Which node makes the first number that is not finite."""

from typing import Any

import numpy as np
import pytest

from hornstudio.engine.catalog import BUILT_IN, Catalog
from hornstudio.engine.compile.live import LiveProgram
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import Module
from hornstudio.engine.train.trouble.probe import Fault, look
from tests.engine.sample_graph import chain, graph, judged, node


def root(x: Any) -> Any:
    return jnp.sqrt(jnp.maximum(x, 0.0))  # its slope at zero is infinite


ROOT = Module(kind="root", title="Root", category="core", help="", infer=lambda p, x: x, apply=root)
MODULES = Catalog([*(m for family in BUILT_IN for m in family.MODULES), ROOT])
GRAPH = graph(
    {
        "digits": node("digits"),
        "flatten": node("flatten"),
        "hidden": node("dense", units=3),
        "root": node("root"),
        "scores": node("dense", units=10, activation="softmax"),
        "loss": node("categorical_crossentropy"),
        "sgd": node("sgd"),
    },
    [
        ("digits.image", "flatten.input"),
        *chain("flatten", "hidden", "root", "scores"),
        *judged("scores", "digits.label", "loss"),
        ("loss.loss", "sgd.loss"),
    ],
)


@pytest.fixture(scope="module")
def plan() -> Any:
    return plan_graph(GRAPH, modules=MODULES)


def fault_of(program: Program, bias: float, pixel: float, after: float = 0.0) -> Fault | None:
    carry = jax.tree.map(np.array, program.start(0))
    if isinstance(program, LiveProgram):
        carry["dials"] = program.numbers({})
    carry["weights"]["hidden"]["bias"][:] = bias
    batch = {
        "digits.image": np.full((2, 28, 28, 1), pixel, np.float32),
        "digits.label": np.eye(10, dtype=np.float32)[:2],
    }
    left = jax.tree.map(np.array, carry)
    left["weights"]["scores"]["kernel"][0, 0] = after
    return look(program, carry, left, batch, jax.random.key(0))


def test_the_first_fault_of_a_step_is_named(plan: Any) -> None:
    program = Program(plan)
    assert fault_of(program, bias=1.0, pixel=0.0) is None
    data = fault_of(program, bias=1.0, pixel=np.nan)
    assert data == Fault("data", "digits", "digits.image", "nan")
    assert fault_of(program, bias=1.0, pixel=3e38) in (
        Fault("forward", "hidden", "hidden.output", "inf"),
        Fault("forward", "hidden", "hidden.output", "nan"),  # both infinities in one sum
    )
    update = fault_of(program, bias=1.0, pixel=0.0, after=np.inf)
    assert update == Fault("update", "scores", "scores.kernel", "inf")


def test_a_slope_is_named_by_its_node_where_dials_can_be_turned_too(plan: Any) -> None:
    slope = fault_of(LiveProgram(plan), bias=0.0, pixel=0.0)
    assert slope is not None
    assert (slope.kind, slope.node) == ("gradient", "root")
