"""Every layer computes in bfloat16 too, as mixed precision asks of it."""

import functools

import jax
import jax.numpy as jnp
import pytest

from hornstudio.engine.compile.precision import EXACT, lowered
from hornstudio.engine.signature import signature_of
from tests.contract import array
from tests.contract.cases import CASES

LAYERS = [c for c in CASES if c.module.role == "layer" and c.module.category not in EXACT]


@pytest.mark.parametrize("case", LAYERS, ids=str)
def test_short_numbers_give_the_shapes_of_long_ones(case) -> None:
    held, tensors = array.arguments(case)
    asks = signature_of(case.module.apply)
    short = [lowered(tree) for tree in held[:1]] if asks.takes_weights else []
    short += held[len(short) :]  # the state stays as it is
    call = functools.partial(array.call, case)
    plain = jax.eval_shape(call, held, tensors)
    found = jax.eval_shape(call, short, lowered(tensors))
    assert jax.tree.map(jnp.shape, found) == jax.tree.map(jnp.shape, plain)
