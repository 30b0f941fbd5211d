"""How far an optimizer has counted, whoever wrote it."""

from typing import Any

import numpy as np
import optax
import pytest

from hornstudio.engine.train.live.count import count_of

WEIGHTS = {"dense": {"kernel": np.ones((2, 3), np.float32)}}


def decay() -> Any:
    return optax.cosine_decay_schedule(0.1, 16)


@pytest.mark.parametrize(
    "optimizer",
    [
        optax.adam(0.1),
        optax.adam(decay()),
        optax.sgd(decay(), momentum=0.9),
        optax.chain(optax.clip(1.0), optax.adamw(decay())),
        optax.inject_hyperparams(optax.adam)(learning_rate=decay()),
        optax.chain(optax.scale_by_adam(), optax.scale_by_schedule(decay())),
    ],
)
def test_steps_that_an_optimizer_of_optax_has_taken(optimizer: Any) -> None:
    memory = optimizer.init(WEIGHTS)
    assert count_of(memory) == 0
    for _ in range(3):
        _, memory = optimizer.update(WEIGHTS, memory, WEIGHTS)
    assert count_of(memory) == 3


def test_the_part_that_follows_a_schedule_says_how_far_it_is() -> None:
    adam = optax.ScaleByAdamState(count=np.int32(9), mu={}, nu={})
    assert count_of((adam, optax.ScaleByScheduleState(count=np.int32(4)))) == 4


def test_an_optimizer_that_counts_nothing_or_not_alike_has_no_count() -> None:
    assert count_of(optax.sgd(0.1).init(WEIGHTS)) is None
    assert count_of({"count": {"kernel": np.ones(3)}}) is None
    assert count_of({"a": {"count": np.int32(1)}, "b": {"count": np.int32(2)}}) is None
    assert count_of({"a": {"count": np.float32(1.0)}}) is None


def test_ours_count_in_a_dict() -> None:
    assert count_of({"count": np.int32(7), "slots": {"count": np.int32(2)}}) == 7
