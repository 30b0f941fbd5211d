import threading
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.compile import loop
from hornstudio.engine.data.rows import Rows
from hornstudio.engine.errors import DataError
from hornstudio.engine.train.steps.evaluation import evaluate

COUNT = 2 * loop.EVALUATION_BATCH + 7


def measure(weights: Any, state: Any, batch: Any) -> Any:
    values = batch["x"].astype(jnp.float32) * weights
    return {"loss": {"total": values.sum(), "count": jnp.float32(len(values))}}


def test_what_is_read_ahead_measures_the_same_bits_in_a_thread() -> None:
    numbers = np.random.default_rng(0).normal(size=(COUNT, 3)).astype(np.float32)
    readers: list[str] = []

    class File(np.ndarray):
        def __getitem__(self, rows: Any) -> Any:
            if isinstance(rows, slice):
                readers.append(threading.current_thread().name)
            return super().__getitem__(rows)

    lazy = {"x": Rows(numbers.view(File))}
    lying, none = evaluate(jax.jit(measure), 0.3, {}, {"x": numbers})
    arriving, waited = evaluate(jax.jit(measure), 0.3, {}, lazy)
    assert none == 0
    assert waited >= 0
    jax.tree.map(np.testing.assert_array_equal, lying, arriving)
    assert arriving["loss"]["count"] == COUNT
    assert readers == ["samples ahead"] * 3


def test_each_batch_is_there_before_it_is_measured() -> None:
    """A program whose samples are still on their way runs in another thread, beside others."""
    ready: list[bool] = []

    def watched(weights: Any, state: Any, batch: Any) -> Any:
        ready.append(isinstance(batch["x"], jax.Array) and batch["x"].is_ready())
        return measure(weights, state, batch)

    evaluate(watched, 0.3, {}, {"x": np.ones((COUNT, 3), np.float32)})
    assert ready == [True] * 3


def test_what_cannot_be_read_is_told_and_no_thread_stays() -> None:
    class Broken:
        shape, dtype = (COUNT, 3), np.dtype(np.float32)

        def __len__(self) -> int:
            return COUNT

        def __getitem__(self, rows: Any) -> Any:
            raise DataError("cat.png cannot be read")

    with pytest.raises(DataError, match=r"cat\.png"):
        evaluate(measure, 1.0, {}, {"x": Rows(Broken())})
    assert "samples ahead" not in [t.name for t in threading.enumerate()]
