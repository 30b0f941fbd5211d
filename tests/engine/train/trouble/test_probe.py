"""Which node makes the first number that is not finite."""

from typing import Any

import numpy as np
import pytest

from hornstudio.engine.catalog import BUILT_IN, Catalog
from hornstudio.engine.compile import halves
from hornstudio.engine.compile.live import LiveProgram
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import Module
from hornstudio.engine.train.trouble.probe import Fault, Probe, first_fault, look
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


def carry_of(program: Program, bias: float) -> Any:
    carry = jax.tree.map(np.array, program.start(0))
    if isinstance(program, LiveProgram):
        carry["dials"] = program.numbers({})
    carry["weights"]["hidden"]["bias"][:] = bias
    return carry


def batch_of(pixel: float) -> dict[str, np.ndarray]:
    return {
        "digits.image": np.full((2, 28, 28, 1), pixel, np.float32),
        "digits.label": np.eye(10, dtype=np.float32)[:2],
    }


def test_the_first_fault_of_a_step_is_named(plan: Any) -> None:
    see, carry, key = jax.jit(Probe(plan).look), carry_of(Program(plan), 1.0), jax.random.key(0)

    def fault(pixel: float) -> Fault | None:
        return first_fault(plan, *see(carry, batch_of(pixel), key))

    assert fault(0.0) is None
    assert fault(np.nan) == Fault("data", "digits", "digits.image", "nan")
    assert fault(3e38) in (
        Fault("forward", "hidden", "hidden.output", "inf"),
        Fault("forward", "hidden", "hidden.output", "nan"),  # both infinities in one sum
    )
    carry["weights"]["hidden"]["bias"][:] = 0.0
    slope = fault(0.0)
    assert slope is not None
    assert (slope.kind, slope.node) == ("gradient", "root")


def test_what_the_optimizer_spoils_is_named_where_dials_can_be_turned_too(plan: Any) -> None:
    program = LiveProgram(plan)
    before, after = carry_of(program, 1.0), carry_of(program, 1.0)
    after["weights"]["scores"]["kernel"][0, 0] = np.inf
    update = look(program, before, after, batch_of(0.0), jax.random.key(0))
    assert update == Fault("update", "scores", "scores.kernel", "inf")


def test_a_step_that_goes_in_halves_is_looked_through_too(monkeypatch: Any) -> None:
    nodes = {**GRAPH.nodes, "hidden": node("dense", units=3), "root": node("dense", units=3)}
    plan = plan_graph(graph(nodes, [(w.source, w.target) for w in GRAPH.wires]))
    monkeypatch.setattr(halves, "_LARGE", 0)
    assert any(has_halves for has_halves, _ in halves.stretches_of(plan.layers, 2))
    carry, key = Program(plan).start(0), jax.random.key(0)
    assert first_fault(plan, *jax.jit(Probe(plan).look)(carry, batch_of(0.5), key)) is None
