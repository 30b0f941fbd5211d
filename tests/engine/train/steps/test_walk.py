"""The steps of an epoch, in order."""

from typing import Any

import numpy as np

from hornstudio.engine.graph import Training
from hornstudio.engine.lazy import jax
from hornstudio.engine.train.steps.walk import Walk


def zeros(rows: np.ndarray, key: Any) -> dict[str, np.ndarray]:
    return {"loss": np.zeros(len(rows), np.float32)}


def test_a_walk_meets_every_sample_once_and_counts_its_steps() -> None:
    walk = Walk(2, 10, Training(batch_size=4, seed=1), zeros)
    assert [part.rows.shape for part in walk.parts] == [(2, 4), (1, 2)]
    met = np.concatenate([part.rows.ravel() for part in walk.parts])
    assert sorted(met) == [*range(10)]
    keys = {tuple(jax.random.key_data(part.key).tolist()) for part in walk.parts}
    assert len(keys) == 2  # no two steps share random numbers
    walk.parts[0].done, walk.parts[0].log["loss"][:] = 2, (1.0, 2.0)
    assert (walk.step, walk.parts[0].left, walk.parts[1].left) == (2, 0, 1)
    assert walk.sums()["loss"] == 3.0
