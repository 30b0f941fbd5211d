"""Faults in the maths of a module: told with node, file and line while a program is traced."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jax
import jax.numpy as jnp
import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.errors import RunError
from tests.engine.compile.sample_program import KEY, batch_of, small


def refusal(node: str, apply: Callable[..., Any]) -> RunError:
    """What a step says of a network, one module of which computes otherwise."""
    known = catalog()
    plan = plan_graph(small("relu"))
    calls = {"layers": plan.layers, "losses": plan.losses}
    changed = {
        name: tuple(
            replace(c, module=replace(c.module, apply=apply)) if c.node == node else c for c in held
        )
        for name, held in calls.items()
    }
    program = Program(replace(plan, modules=known, **changed))
    with pytest.raises(RunError) as caught:
        jax.jit(program.step)(program.start(0), batch_of(program), KEY)
    return caught.value


def fails(x: Any) -> Any:
    return x @ {}["kernel"]


def test_what_the_maths_raises_is_told_with_its_line() -> None:
    error = refusal("relu", fails)
    line = fails.__code__.co_firstlineno + 1
    assert error.node == "relu"
    assert str(error) == (
        f"the maths of relu failed: KeyError: 'kernel' (test_blame.py, line {line})"
    )
    assert isinstance(error.__cause__, KeyError)


@pytest.mark.parametrize(
    ("apply", "given"),
    [
        (lambda x: jnp.concatenate([x, x], axis=1), "float32 6×2 at relu.output"),
        (lambda x: x[:, 0], "float32 6 at relu.output"),
        (lambda x: jnp.int32(x), "int32 6×1 at relu.output"),
        (lambda x: None, "a NoneType at relu.output"),
    ],
)
def test_what_is_not_as_the_shape_rule_says_is_refused(apply: Any, given: str) -> None:
    error = refusal("relu", apply)
    assert error.node == "relu"
    assert str(error) == (
        f"the maths of relu gives {given}, a batch of it; its shape rule says float32 batch×1"
    )


def test_a_loss_is_one_number() -> None:
    error = refusal("loss", lambda prediction, target, weight=None: prediction[:, 0])
    assert error.node == "loss"
    assert "gives float32 6; need one number for the whole batch" in str(error)
