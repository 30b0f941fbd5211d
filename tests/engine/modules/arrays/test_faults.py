"""Numbers that nothing can be learned from are counted, and the first is named."""

import numpy as np
import pytest

from hornstudio.engine.modules.arrays import faults
from hornstudio.engine.modules.arrays.faults import why_no_numbers, why_no_whole_numbers


@pytest.mark.parametrize("dtype", ["f2", ">f4", "f8"])
@pytest.mark.parametrize("size", [3, 1 << 20])
def test_missing_and_infinite_numbers_are_counted_and_the_first_named(
    monkeypatch, dtype: str, size: int
) -> None:
    monkeypatch.setattr(faults, "BLOCK_NUMBERS", size)
    x = np.zeros((6, 2, 2), dtype)
    x[4, 1, 0], x[5, 0, 1], x[5, 1, 1] = np.nan, np.inf, -np.inf
    told = str(why_no_numbers("x_train", x))
    assert (
        "numbers in x_train that are missing (nan), infinite or too large for 32 bits: 3;" in told
    )
    assert "the first is x_train[4, 1, 0] = nan, counted from 0" in told


def test_numbers_too_large_for_32_bits_count_too() -> None:
    told = str(why_no_numbers("x", np.array([[1.0, 1e39]])))
    assert "numbers in x that are missing (nan), infinite or too large for 32 bits: 1;" in told
    assert "x[0, 1] = 1e+39" in told


@pytest.mark.parametrize("dtype", ["?", "u1", "i8", "f4", "U3"])
def test_good_numbers_are_good(dtype: str) -> None:
    assert why_no_numbers("x", np.ones((3, 2)).astype(dtype)) is None


@pytest.mark.parametrize(
    ("array", "told"),
    [
        (np.array([1, 1 << 31]), "x[1] = 2.14748e+09, counted from 0, is no whole number of 32"),
        (np.array([1, 1 << 31], np.uint32), "x[1] = 2.14748e+09"),
        (np.array([[1.0, 0.5]]), "x[0, 1] = 0.5"),
        (np.array([1, np.nan]), "x[1] = nan"),
        (np.array([-(1 << 31), (1 << 31) - 1]), None),
        (np.array([3.0, 4.0]), None),
        (np.array([True]), None),
        (np.array([255], np.uint8), None),
        (np.array([1.5], np.float16), "x[0] = 1.5"),
    ],
)
def test_whole_numbers_have_to_be_whole_and_fit(array, told: str | None) -> None:
    found = why_no_whole_numbers("x", array)
    assert found is None if told is None else told in str(found)
