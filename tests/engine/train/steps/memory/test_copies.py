"""Copies lie where there is room for them, and no dispatch uses them up."""

from types import SimpleNamespace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.train.steps.memory import copies

TREE = {"w": np.arange(8, dtype=np.float32), "n": np.array(3)}


@pytest.fixture
def carried() -> Any:
    return jax.tree.map(jnp.array, TREE)


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Arrays seem to lie on a device with memory of its own, of which so much is free."""
    known = SimpleNamespace(platform="gpu", free=1 << 20)
    monkeypatch.setattr(
        copies, "_device_of", lambda tree: known if _has_device_arrays(tree) else None
    )
    monkeypatch.setattr(copies, "free_bytes", lambda: known.free)
    return known


def _has_device_arrays(tree: Any) -> bool:
    return any(isinstance(array, jax.Array) for array in jax.tree.leaves(tree))


def test_a_processor_copies_into_main_memory_and_takes_that_again(carried: Any) -> None:
    assert not copies.lies_on_device(carried)
    assert copies.copy_bytes(carried) == sum(array.nbytes for array in carried.values())
    copy = copies.copied(carried)
    assert all(type(array) is np.ndarray for array in copy.values())
    again = copies.copied(jax.tree.map(lambda x: x + 1, carried), into=copy)
    assert again is copy
    np.testing.assert_array_equal(again["w"], TREE["w"] + 1)
    assert copies.to_use_up(copy) is copy


def test_where_a_device_has_room_the_copy_lies_there_and_stays(carried: Any, card: Any) -> None:
    copy = copies.copied(carried)
    assert _has_device_arrays(copy)
    use_up = jax.jit(lambda tree: jax.tree.map(lambda x: x + 1, tree), donate_argnums=0)
    use_up(copies.to_use_up(copy))
    use_up(carried)
    np.testing.assert_array_equal(copy["w"], TREE["w"])


def test_where_it_has_little_room_the_copy_lies_in_main_memory(carried: Any, card: Any) -> None:
    there = copies.copied(carried)
    card.free = 100
    assert copies.copy_bytes(carried) == 0
    copy = copies.copied(carried, into=there)
    assert not _has_device_arrays(copy)
    np.testing.assert_array_equal(copy["w"], TREE["w"])


def test_what_is_not_finite_is_found_on_either_side(carried: Any, card: Any) -> None:
    given = [jnp.array([1.0, jnp.nan]), jnp.array([1, 2]), jnp.array([jnp.inf]), jnp.ones(3)]
    expected = [False, True, False, True]
    assert copies.are_finite(given) == expected
    assert copies.are_finite([np.asarray(array) for array in given]) == expected
