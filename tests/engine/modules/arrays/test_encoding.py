"""Arrays as the numbers that a network gets."""

import numpy as np
import pytest

from hornstudio.engine.modules.arrays import looking
from hornstudio.engine.modules.arrays.encoding import (
    as_inputs,
    as_targets,
    moments_of,
    places_among,
)
from hornstudio.engine.modules.arrays.looking import look_at_targets, target_plan

TYPES = ("?", "u1", ">i2", "i8", "u8", "f2", "<f4", ">f4", "f8")


@pytest.mark.parametrize("dtype", TYPES)
def test_any_type_and_order_of_bytes_is_read_as_its_numbers(dtype: str) -> None:
    whole = np.array([[0, 1, 1], [1, 0, 1]])
    x = np.asfortranarray(whole.astype(dtype))
    assert as_inputs(x, "float32", "none", None).tolist() == whole.tolist()
    assert as_inputs(x, "int32", "none", None).dtype == np.int32
    np.testing.assert_array_equal(
        as_inputs(x, "float32", "divide_by_255", None), (whole / 255).astype(np.float32)
    )
    assert as_inputs(x, "float32", "divide_by_255", None).dtype == np.float32


def test_one_number_for_each_sample_becomes_a_row() -> None:
    assert as_inputs(np.arange(3), "float32", "none", None).tolist() == [[0], [1], [2]]


def test_standardized_inputs_have_mean_0_and_spread_1_at_each_last_place() -> None:
    x = np.random.default_rng(0).normal((5, -3, 0), (2, 0.1, 7), (400, 4, 3))
    moments = moments_of(x, np.arange(400))
    scaled = as_inputs(x, "float32", "standardize", moments)
    np.testing.assert_allclose(scaled.mean(axis=(0, 1)), 0, atol=1e-6)
    np.testing.assert_allclose(scaled.std(axis=(0, 1)), 1, rtol=1e-5)


def test_moments_are_those_of_the_rows_that_train(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "BLOCK_NUMBERS", 12)
    x = np.random.default_rng(0).normal(3, 2, (50, 4))
    rows = np.arange(0, 50, 3)
    mean, spread = moments_of(x, rows)
    np.testing.assert_allclose(mean, x[rows].mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(spread, x[rows].std(axis=0), rtol=1e-12)


def test_moments_do_not_depend_on_how_an_array_lies_in_memory() -> None:
    x = np.random.default_rng(0).normal(size=(300, 5)).astype(np.float32)
    first = moments_of(x, np.arange(300))
    for other in (np.asfortranarray(x), x.astype(">f4")):
        for mine, theirs in zip(first, moments_of(other, np.arange(300)), strict=True):
            np.testing.assert_array_equal(mine, theirs)


def test_a_place_that_never_changes_is_not_blown_up() -> None:
    mean, spread = moments_of(np.full((7, 1), 0.1), np.arange(7))
    assert spread.tolist() == [1.0]
    scaled = as_inputs(np.full((7, 1), 0.1), "float32", "standardize", (mean, spread))
    assert np.abs(scaled).max() < 1e-6
    assert moments_of(np.arange(4), np.arange(4))[0].tolist() == [1.5]


def encoded(y, target_type: str = "auto", renumber: bool = False) -> np.ndarray:
    y = np.array(y)
    return as_targets(y, target_plan(look_at_targets(y), target_type, renumber))


def test_targets_as_classes_vectors_and_numbers() -> None:
    assert encoded([2, 0, 1]).tolist() == [2, 0, 1]
    assert encoded([[2], [0], [1]]).tolist() == [2, 0, 1]
    assert encoded([2, 0, 1]).dtype == np.int32
    assert encoded([1, 0], "categorical").tolist() == [[0, 1], [1, 0]]
    assert encoded([[0, 1], [1, 0]]).tolist() == [[0, 1], [1, 0]]
    assert encoded([[0, 1], [1, 0]], "int").tolist() == [1, 0]
    assert encoded([[0, 1], [1, 0]], "categorical").tolist() == [[0, 1], [1, 0]]
    assert encoded([[0, 1], [1, 0]], "categorical").dtype == np.float32
    assert encoded([1.5, 2]).tolist() == [[1.5], [2]]
    assert encoded([1, 2], "number").dtype == np.float32
    assert encoded([[1.5, 2]]).tolist() == [[1.5, 2]]
    assert encoded([[[0, 3], [1, 2]]]).tolist() == [[[0, 3], [1, 2]]]
    assert encoded([[1], [1]], "categorical").tolist() == [[0, 1], [0, 1]]


def test_many_classes_need_no_table_of_all_vectors() -> None:
    found = encoded([[0, 3], [200_000, 1]], "categorical")
    assert (found.shape, found.sum(), found[1, 0, 200_000]) == ((2, 2, 200_001), 4, 1)


def test_words_and_numbers_with_gaps_become_places() -> None:
    assert encoded(["dog", "cat", "dog"]).tolist() == [1, 0, 1]
    assert encoded([b"dog", b"cat"]).tolist() == [1, 0]
    assert encoded([-1, 1, 7], renumber=True).tolist() == [0, 1, 2]
    assert places_among(np.array(["ant", "cat", "emu"]), np.array(["cat", "dog"])).tolist() == [
        -1,
        0,
        -1,
    ]
