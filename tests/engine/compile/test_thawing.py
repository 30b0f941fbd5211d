"""What is thawed learns as it would have from the beginning, and nothing else notices."""

from typing import Any

import jax
import numpy as np
import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.compile.inspection import Inspection
from hornstudio.engine.compile.live import LiveProgram
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.compile.thawing import THAWED, begun
from hornstudio.engine.graph import Node
from tests.engine.compile.sample_program import KEY, batch_of, program_of, same, small
from tests.engine.compile.test_live import close, falling, swapped
from tests.engine.sample_graph import node


def with_dense(optimizer: Node, **params: Any) -> Program:
    return program_of(small(node("dense", units=3, **params), sgd=optimizer))


def thawed(program: Program, missed: int = 0) -> dict[str, Any]:
    """A start in which `dense` is remembered by itself."""
    carry = program.start(0)
    others = {owner: w for owner, w in carry["weights"].items() if owner != "dense"}
    carry["optimizer"] = program.optimizer.init(others)
    late = {"dense": begun(program.optimizer, "dense", carry["weights"], missed)}
    return jax.tree.map(np.array, {**carry, THAWED: late})


def stepped(program: Program, carry: dict[str, Any], count: int = 3) -> dict[str, Any]:
    step, batch = jax.jit(program.step), batch_of(program)
    for number in range(count):
        carry, _ = step(carry, batch, jax.random.fold_in(KEY, number))
    return carry


@pytest.mark.parametrize(
    "optimizer",
    [
        node("adam", learning_rate=falling(0.1), global_clipnorm=0.01),
        node("sgd", learning_rate=0.1, momentum=0.9, gradient_accumulation_steps=2),
        node("adamw", learning_rate=0.1, use_ema=True),
        node("sophia", learning_rate=0.1),
    ],
)
def test_thawed_before_the_first_step_it_learns_as_if_it_had_never_been_frozen(
    optimizer: Node,
) -> None:
    program = with_dense(optimizer, kernel_regularizer="l2", bias_constraint="non_neg")
    plain, late = stepped(program, program.start(0)), stepped(program, thawed(program))
    assert close(plain["weights"], late["weights"])
    assert close(program.finished_weights(plain), program.finished_weights(late))


def test_a_schedule_goes_on_where_the_run_is() -> None:
    one = with_dense(node("sgd", learning_rate=falling(0.1)))
    step, batch = jax.jit(one.step), batch_of(one)
    carry = {**one.start(0), "optimizer": one.start(0)["optimizer"] | {"count": np.int32(30)}}
    usual, _ = step(carry, batch, KEY)
    late = thawed(one, missed=30)
    late["optimizer"] = late["optimizer"] | {"count": np.int32(30)}
    after, _ = step(late, batch, KEY)
    assert close(usual["weights"], after["weights"])
    assert not close(usual["weights"], step(thawed(one), batch, KEY)[0]["weights"])


def test_the_first_step_of_adam_is_no_larger_than_its_rate() -> None:
    """With the run's count it would be three times as large, and the next ones six times."""
    program = with_dense(node("adam", learning_rate=0.01))
    carry = thawed(program, missed=5000)
    carry["optimizer"] = carry["optimizer"] | {"count": np.int32(5000)}
    after = stepped(program, carry, 1)
    change = after["weights"]["dense"]["kernel"] - carry["weights"]["dense"]["kernel"]
    assert np.max(np.abs(change)) == pytest.approx(0.01, rel=1e-3)


def test_frozen_again_it_keeps_weights_and_memory_and_counts_what_it_misses() -> None:
    live = LiveProgram(with_dense(node("adam", learning_rate=0.1)).plan)
    carry = {**stepped(live, {**thawed(live, 5), "dials": live.numbers()}, 2)}
    held = stepped(live, {**carry, "dials": live.numbers({"dense.frozen": 1.0})}, 3)
    before, after = carry[THAWED]["dense"], held[THAWED]["dense"]
    assert same(carry["weights"]["dense"], held["weights"]["dense"])
    assert same(before["memory"], after["memory"])
    assert (int(before["missed"]), int(after["missed"])) == (5, 8)
    assert not same(carry["optimizer"], held["optimizer"])


@pytest.mark.parametrize("kind", [module.kind for module in catalog().category("optimizer")])
def test_every_optimizer_can_remember_a_node_by_itself(kind: str) -> None:
    program = LiveProgram(plan_graph(swapped(kind)))
    weights = program.form()["weights"]
    others = {owner: w for owner, w in weights.items() if owner != "hidden"}
    form = program.form(["hidden"]) | {
        "optimizer": jax.eval_shape(program.optimizer.init, others),
        "dials": program.numbers(),
    }
    after, _ = jax.eval_shape(program.step, form, batch_of(program), KEY)
    assert jax.tree.structure(after) == jax.tree.structure(form)
    assert set(jax.eval_shape(program.finished_weights, form)) == set(weights)


def test_gradients_and_updates_of_what_was_thawed_are_seen() -> None:
    program = with_dense(node("adam", learning_rate=0.1))
    look = jax.jit(Inspection(program).look)
    plain, late = (look(c, batch_of(program), KEY) for c in (program.start(0), thawed(program)))
    assert close(plain, late)
    assert late["nodes"]["dense"]["update_ratio"] > 0
