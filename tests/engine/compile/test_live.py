"""Dials as arrays: the same numbers as the plain program's, and turning them needs no compiling."""

from typing import Any

import jax
import numpy as np
import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.compile.live import LiveProgram
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.params import Float
from tests.engine import sample_graph
from tests.engine.compile.test_program import batch_of, same, small
from tests.engine.sample_graph import node

KEY = jax.random.key(0)


ADAM_WITH_AVERAGE = node("adam", learning_rate=0.1, use_ema=True)


def live_of(graph: Graph) -> LiveProgram:
    return LiveProgram(plan_graph(graph))


def after_steps(program: Program, *turns: dict[str, float], count: int = 2) -> Any:
    """The carry after some steps at each of these turns."""
    carry = program.start(0)
    step, batch = jax.jit(program.step), batch_of(program)
    for turned in turns or ({},):
        if isinstance(program, LiveProgram):
            carry = {**carry, "dials": program.numbers(turned)}
        for number in range(count):
            carry, sums = step(carry, batch, jax.random.fold_in(KEY, number))
    carry.pop("dials", None)
    return carry, sums


def close(one: Any, other: Any) -> bool:
    equal = jax.tree.map(lambda a, b: bool(np.allclose(a, b, rtol=2e-4, atol=1e-6)), one, other)
    return all(jax.tree.leaves(equal))


def falling(rate: float) -> dict[str, Any]:
    return {
        "kind": "cosine_decay",
        "params": {"initial_learning_rate": rate, "decay_steps": 40},
    }


def dropping(rate: float, decay: float, dropped: float, weight: float) -> Graph:
    """Dropout before ten scores, a falling rate, and a share of the loss."""
    return small(
        node("dropout", rate=dropped),
        loss=node("categorical_crossentropy", weight=weight),
        sgd=node("sgd", learning_rate=falling(rate), weight_decay=decay),
    )


def test_turning_is_what_the_graph_with_these_values_computes() -> None:
    graph, other = dropping(0.1, 0.01, 0.2, 2.0), dropping(0.3, 0.5, 0.75, 3.0)
    turned = {
        "dropout.rate": 0.75,
        "sgd.learning_rate.factor": 3.0,
        "sgd.weight_decay": 0.5,
        "loss.weight": 3.0,
    }
    live = live_of(graph)
    assert close(after_steps(live, turned), after_steps(Program(plan_graph(other))))
    assert close(after_steps(live), after_steps(Program(plan_graph(graph))))


def test_frozen_keeps_weights_and_what_is_remembered_of_them_to_the_bit() -> None:
    program = live_of(small(node("dense", units=3), "layer_normalization", sgd=ADAM_WITH_AVERAGE))
    before, _ = after_steps(program, {})
    after, _ = after_steps(program, {}, {"dense.frozen": 1.0})
    thawed, _ = after_steps(program, {}, {"dense.frozen": 1.0}, {})
    assert same(before["weights"]["dense"], after["weights"]["dense"])
    assert not same(before["weights"]["out"], after["weights"]["out"])
    slots = [c["optimizer"]["optimizer"]["slots"] for c in (before, after, thawed)]
    averages = [c["optimizer"]["average"] for c in (before, after)]
    assert same(slots[0]["dense"], slots[1]["dense"])
    assert same(averages[0]["dense"], averages[1]["dense"])
    assert not same(slots[0]["out"], slots[1]["out"])
    assert not same(slots[1]["dense"], slots[2]["dense"])


def test_what_is_measured_counts_with_the_turned_weight_of_a_loss() -> None:
    program = live_of(small())
    carry, batch = program.start(0), batch_of(program)
    held = carry["weights"], carry["state"], batch
    plain = program.measure_batch(*held)["loss"]["total"]
    numbers = program.numbers({"loss.weight": 2.0})
    turned = program.measure_turned(numbers, *held)["loss"]["total"]
    assert float(turned) == pytest.approx(2 * float(plain), rel=1e-6)


@pytest.mark.parametrize("kind", [module.kind for module in catalog().category("optimizer")])
def test_every_optimizer_takes_traced_numbers(kind: str) -> None:
    program = live_of(swapped(kind))
    assert "sgd.learning_rate" in program.dials
    carry = program.form()
    form = {**carry, "dials": program.numbers()}
    after, _ = jax.eval_shape(program.step, form, batch_of(program), KEY)
    assert jax.tree.structure(after) == jax.tree.structure(form)


def swapped(kind: str) -> Graph:
    """The seed model with another optimizer, whose decays are all set."""
    params = catalog().find("optimizer", kind).params
    decays = {p.name: 0.01 for p in params if isinstance(p, Float) and p.live}
    return edits.replace_kind(sample_graph.mlp(), "sgd", kind, decays)
