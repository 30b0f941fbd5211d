"""The loops, with a step that is simple enough to reckon by hand."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.compile import loop


def test_keys_differ_by_seed_and_purpose() -> None:
    keys = [loop.key_of(seed, purpose) for seed in (0, 1) for purpose in ("init/a/kernel", "b")]
    drawn = {float(jax.random.uniform(key)) for key in keys}
    assert len(drawn) == 4
    assert float(jax.random.uniform(loop.key_of(1, "b"))) in drawn


def test_each_node_has_a_key_of_its_own() -> None:
    key = loop.key_of(0, "epoch")
    one, other = loop.node_key(key, "dropout"), loop.node_key(key, "dropout_2")
    assert float(jax.random.uniform(one)) != float(jax.random.uniform(other))
    assert loop.node_key(None, "dropout") is None


@pytest.mark.parametrize(
    ("count", "size", "shapes"),
    [
        (10, 5, [(2, 5)]),
        (11, 5, [(2, 5), (1, 1)]),
        (3, 5, [(1, 3)]),
        (5, 5, [(1, 5)]),
        (1, 1, [(1, 1)]),
    ],
)
def test_an_epoch_takes_every_sample_once(
    count: int, size: int, shapes: list[tuple[int, int]]
) -> None:
    parts = loop.epoch_rows(count, size, seed=0, epoch=1)
    assert [p.shape for p in parts] == shapes
    assert sorted(np.concatenate([p.ravel() for p in parts]).tolist()) == list(range(count))
    assert {p.dtype for p in parts} == {np.dtype(np.int32)}


def test_epochs_and_seeds_are_shuffled_otherwise() -> None:
    orders = [
        loop.epoch_rows(100, 100, seed, epoch)[0].tolist() for seed in (0, 1) for epoch in (1, 2)
    ]
    assert len({tuple(o[0]) for o in orders}) == 4
    again = loop.epoch_rows(100, 100, 1, 2)[0].tolist()
    assert again == orders[-1]


def add_batch(carry, batch, key):
    """Adds the batch to the carry; reports the batch's sum and a random number."""
    total = jnp.sum(batch["x"])
    return carry + total, {"sum": total, "noise": jax.random.uniform(key)}


DATA = {"x": jnp.arange(10, dtype=jnp.float32)}
ROWS = jnp.arange(10, dtype=jnp.int32).reshape(5, 2)


def take(first: int, count: int, carry, log):
    return loop.run_steps(add_batch, carry, log, DATA, ROWS, loop.key_of(0, "e"), first, count)


def test_steps_leave_their_sums_in_the_log() -> None:
    empty = loop.empty_log(add_batch, jnp.float32(0), DATA, ROWS, loop.key_of(0, "e"))
    assert {k: v.shape for k, v in empty.items()} == {"sum": (5,), "noise": (5,)}
    carry, log = take(1, 3, jnp.float32(100), empty)
    assert float(carry) == 100 + 5 + 9 + 13
    assert log["sum"].tolist() == [0, 5, 9, 13, 0]


def test_cutting_the_steps_changes_nothing() -> None:
    empty = loop.empty_log(add_batch, jnp.float32(0), DATA, ROWS, loop.key_of(0, "e"))
    whole = take(0, 5, jnp.float32(0), empty)
    carry, log = take(0, 2, jnp.float32(0), empty)
    cut = take(2, 3, carry, log)
    assert jax.tree.map(lambda a: a.tolist(), whole) == jax.tree.map(lambda a: a.tolist(), cut)
    assert len(set(whole[1]["noise"].tolist())) == 5


def test_sums_are_added_in_double_precision() -> None:
    many = {"total": np.full(3_000_000, 0.1, np.float32)}
    total = loop.add_up([many, many])["total"]
    assert total == pytest.approx(6_000_000 * float(np.float32(0.1)), rel=1e-12)


def test_evaluation_goes_over_all_samples_in_order() -> None:
    seen = []

    def measure(weights, state, batch):
        seen.append(len(batch["x"]))
        return {"total": jnp.sum(batch["x"]) * weights, "count": jnp.float32(len(batch["x"]))}

    count = 2 * loop.EVALUATION_BATCH + 7
    data = {"x": np.ones(count, np.float32)}
    sums = loop.evaluate(measure, 2.0, {}, data)
    assert seen == [loop.EVALUATION_BATCH, loop.EVALUATION_BATCH, 7]
    assert (float(sums["total"]), float(sums["count"])) == (2.0 * count, count)


def test_large_samples_are_measured_in_fewer_at_once() -> None:
    side = 1 << 10
    data = {"x": np.broadcast_to(np.float32(1), (20, side, side))}  # 4 MiB each, as far as it says
    counts = [len(take()["x"]) for take in loop.evaluation_batches(data)]
    assert counts == [8, 8, 4]
    huge = {"x": np.broadcast_to(np.float32(1), (2, 16 * side, side))}
    assert [len(take()["x"]) for take in loop.evaluation_batches(huge)] == [1, 1]
