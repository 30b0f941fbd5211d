"""Attention by kernels of our own: values, gradients and bits, and where there are none."""

import os
import subprocess
import sys
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.kernels import calling
from hornstudio.engine.kernels.attention.heads import Heads
from hornstudio.engine.modules.layers.attention import own
from tests.engine.kernels.guarded import needs_kernels

pytestmark = needs_kernels

BATCH, QUERIES, KEYS, HEADS, SIZE = 3, 9, 21, 4, 10
CASES = {
    "plain": (KEYS, 4, None, False),
    "groups": (KEYS, 2, None, False),
    "causal": (QUERIES, 4, None, True),
    "pairs": (KEYS, 2, (BATCH, HEADS, QUERIES, KEYS), False),
    "keys that do not count": (KEYS, 4, (BATCH, 1, 1, KEYS), False),
    "queries that do not count": (KEYS, 4, (1, 1, QUERIES, 1), False),
}


@pytest.fixture(autouse=True)
def on_two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "cores", lambda: 2)
    monkeypatch.setattr(own, "cores", lambda: 2)


def two_ways(case: str) -> tuple[tuple[Any, Any, Any], Any, Any]:
    """Query, keys and values, our attention of them and JAX's own."""
    keys, sources, masked, is_causal = CASES[case]
    rng = np.random.default_rng(1)
    shapes = (QUERIES, HEADS), (keys, sources), (keys, sources)
    given = [jnp.asarray(rng.normal(size=(BATCH, *shape, SIZE)), jnp.float32) for shape in shapes]
    mask = None
    if masked:
        some = rng.random(masked) < 0.6
        some[0, 0, 0] = False  # queries that may look at nothing
        mask = jnp.asarray(some)
    mine = partial(own.attend, mask=mask, is_causal=is_causal)

    def other(query: Any, keys: Any, values: Any) -> Any:
        keys, values = (jnp.repeat(x, HEADS // sources, axis=2) for x in (keys, values))
        scores = jnp.einsum("btnh,bsnh->bnts", query, keys) / SIZE**0.5
        allowed = jnp.tri(QUERIES, dtype=bool) if is_causal else mask
        scores = scores if allowed is None else jnp.where(allowed, scores, -1e9)
        return jnp.einsum("bnts,bsnh->btnh", jax.nn.softmax(scores), values)

    return (given[0], given[1], given[2]), mine, other


def near(mine: Any, other: Any) -> None:
    np.testing.assert_allclose(mine, other, rtol=1e-4, atol=2e-5)


@pytest.mark.parametrize("case", CASES)
def test_values_and_gradients_are_those_of_the_plain_operation(case: str) -> None:
    given, mine, other = two_ways(case)

    def both(by: Any) -> Any:
        y, back = jax.vjp(by, *given)
        return y, *back(jnp.sin(y))

    program = jax.jit(partial(both, mine))
    assert program.lower().as_text().count("custom_call @horn_") == 2
    for a, b in zip(program(), jax.jit(partial(both, other))(), strict=True):
        near(a, b)


@pytest.mark.parametrize("case", ["groups", "causal", "pairs"])
def test_gradients_have_gradients_both_ways(case: str) -> None:
    given, mine, other = two_ways(case)

    def twice(by: Any) -> Any:
        slopes = jax.grad(lambda *given: jnp.sin(by(*given)).sum(), (0, 1, 2))

        def bent(*given: Any) -> Any:
            return sum(jnp.sin(part).sum() for part in slopes(*given))

        forwards = jax.jvp(slopes, given, tuple(x / 9 for x in given))[1]
        return *jax.grad(bent, (0, 1, 2))(*given), *forwards

    for a, b in zip(jax.jit(partial(twice, mine))(), jax.jit(partial(twice, other))(), strict=True):
        near(a, b)


def test_many_at_once_are_as_each_alone() -> None:
    given, mine, other = two_ways("plain")

    def slopes(by: Any, *given: Any) -> Any:
        return jax.grad(lambda *given: jnp.sin(by(*given)).sum(), (0, 1, 2))(*given)

    def alone(*one: Any) -> Any:
        return slopes(mine, *(x[None] for x in one))

    for a, b in zip(jax.vmap(alone)(*given), slopes(other, *given), strict=True):
        near(a[:, 0], b)


def test_bits_are_the_same_each_time() -> None:
    given, mine, _ = two_ways("groups")
    run = jax.jit(lambda *given: jax.vjp(mine, *given)[1](given[0]))
    first = [np.asarray(slopes) for slopes in run(*given)]
    for _ in range(20):
        for slopes, before in zip(run(*given), first, strict=True):
            np.testing.assert_array_equal(slopes, before)


def test_other_types_and_processors_have_none(monkeypatch: pytest.MonkeyPatch) -> None:
    given, mine, _ = two_ways("plain")
    assert mine(*given) is not None
    assert mine(*(x.astype(jnp.bfloat16) for x in given)) is None
    monkeypatch.setattr(calling.machine_code, "processor", lambda: None)
    assert mine(*given) is None


def test_nothing_is_compiled_before_a_program_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> Any:
        raise AssertionError("compiled too soon")

    monkeypatch.setattr(calling, "_target", refused)
    given, mine, _ = two_ways("plain")
    made = str(jax.make_jaxpr(jax.grad(lambda *given: mine(*given).sum()))(*given))
    assert "horn_attention_slopes" in made


@pytest.mark.parametrize(
    ("heads", "samples", "does"),
    [
        (Heads(128, 128, 4, 4, 32), 32, True),
        (Heads(2000, 2000, 2, 1, 64), 1, False),
        (Heads(2000, 2000, 2, 1, 64), 2, True),
        (Heads(64, 64, 1, 1, 64), 1, True),
        (Heads(1, 16000, 2, 2, 64), 1, False),
    ],
    ids=["many", "long and for one core", "long for two", "small", "one query for many keys"],
)
def test_where_it_pays(heads: Heads, samples: int, does: bool) -> None:
    assert own.pays(heads, samples, cores=2) is does


SEVERAL = """
import jax, jax.numpy as jnp, numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec
from hornstudio.engine.modules.layers.attention import own
x = jnp.asarray(np.random.default_rng(0).normal(size=(8, 9, 4, 10)), jnp.float32)
def slopes(x):
    return jax.grad(lambda x: jnp.sin(own.attend(x, x, x, mask=None, is_causal=True)).sum())(x)
dealt = jax.device_put(x, NamedSharding(Mesh(np.array(jax.devices()), "b"), PartitionSpec("b")))
made = jax.jit(slopes).lower(dealt).compile()
assert "horn_" not in made.as_text(), "each device would compute the whole batch"
assert "horn_" in jax.jit(slopes).lower(x).compile().as_text()
np.testing.assert_allclose(made(dealt), jax.jit(slopes)(x), rtol=1e-4, atol=1e-4)
"""


def test_several_devices_share_a_batch_by_the_plain_one() -> None:
    flags = {"XLA_FLAGS": "--xla_force_host_platform_device_count=4", "JAX_PLATFORMS": "cpu"}
    done = subprocess.run(
        [sys.executable, "-c", SEVERAL], capture_output=True, text=True, env=os.environ | flags
    )
    assert done.returncode == 0, done.stderr
