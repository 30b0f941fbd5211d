"""The latest rows of a log on the device."""

import numpy as np
import pytest

from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.train.steps import latest
from hornstudio.engine.train.steps.latest import latest_rows

ROWS = 23
LOG = {"loss": np.arange(ROWS, dtype=np.float32), "table": np.arange(ROWS * 6).reshape(ROWS, 2, 3)}


@pytest.mark.parametrize("block_bytes", [1 << 20, 200, 1])
@pytest.mark.parametrize(("first", "count"), [(0, 1), (3, 2), (0, ROWS), (20, 3), (5, 17)])
def test_rows_are_those_of_the_log_in_blocks_of_any_size(
    monkeypatch: pytest.MonkeyPatch, block_bytes: int, first: int, count: int
) -> None:
    monkeypatch.setattr(latest, "BLOCK_BYTES", block_bytes)
    recent = latest_rows(jax.tree.map(jnp.asarray, LOG), first, count)
    for name, array in LOG.items():
        np.testing.assert_array_equal(recent[name], array[first : first + count])


def test_of_a_large_log_only_blocks_are_brought_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latest, "BLOCK_BYTES", 400)
    brought: list[int] = []
    rows = latest._rows

    def noted(block: dict, first: int, last: int) -> dict:
        brought.append(len(block["loss"]))
        return rows(block, first, last)

    monkeypatch.setattr(latest, "_rows", noted)
    log = {"loss": jnp.arange(1000.0)}
    np.testing.assert_array_equal(latest_rows(log, 590, 20)["loss"], np.arange(590.0, 610.0))
    assert brought == [100]


def test_the_next_dispatch_uses_up_the_log_that_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latest, "BLOCK_BYTES", 400)
    add_one = jax.jit(lambda log: log + 1.0, donate_argnums=0)
    log = jnp.arange(1000.0)
    place = log.unsafe_buffer_pointer()
    for _ in range(3):
        recent = latest_rows({"loss": log}, 900, 10)["loss"]
        log = add_one(log)
        assert recent.shape == (10,)
        assert log.unsafe_buffer_pointer() == place
