"""Many batches to one update: the numbers of one large batch."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np

from hornstudio.engine.compile.accumulation import in_turns
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from tests.engine import sample_graph

SAMPLES = {"x": np.arange(10, dtype=np.float32)}


def take(state: jax.Array, batch: dict[str, jax.Array], key: jax.Array) -> tuple:
    x = batch["x"]
    return {"mean": x.mean()}, (state + 1, {"count": jnp.float32(len(x)), "total": x.sum()})


def test_each_sample_counts_alike_where_the_last_batch_is_smaller() -> None:
    means, (turns, sums) = in_turns(take, jnp.int32(0), SAMPLES, 4, jax.random.key(0))
    assert float(means["mean"]) == 4.5
    assert int(turns) == 3
    assert {name: float(value) for name, value in sums.items()} == {"count": 10, "total": 45}


def test_fewer_samples_than_a_batch_are_one_turn() -> None:
    means, (turns, _) = in_turns(take, jnp.int32(0), SAMPLES, 64, jax.random.key(0))
    assert (float(means["mean"]), int(turns)) == (4.5, 1)


def test_every_turn_has_a_key_of_its_own() -> None:
    def draw(state: jax.Array, batch: dict[str, jax.Array], key: jax.Array) -> tuple:
        return jax.random.normal(key), (state.at[len(batch["x"])].add(1), {})

    def drawn(size: int) -> float:
        return float(in_turns(draw, jnp.zeros(11), SAMPLES, size, jax.random.key(0))[0])

    assert len({drawn(10), drawn(5), drawn(2)}) == 3
    assert drawn(5) == drawn(5)


def test_many_batches_give_the_update_of_one_large_one() -> None:
    plain = sample_graph.mlp(batch_size=4)
    many = replace(plain, training=replace(plain.training, gradient_accumulation=3))
    rng = np.random.default_rng(0)
    samples = {
        "digits.image": rng.random((10, 28, 28, 1), np.float32),  # two batches and a half
        "digits.label": rng.integers(0, 10, 10).astype(np.int32),
    }
    program, key = Program(plan_graph(plain)), jax.random.key(0)
    start = program.start(0)
    one, ours = (jax.jit(Program(plan_graph(g)).step)(start, samples, key) for g in (plain, many))
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-6), one, ours)
