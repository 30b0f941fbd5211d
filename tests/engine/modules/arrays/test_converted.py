"""A large array of which only the wanted rows become numbers for a network."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.data.rows import Rows, chosen, is_in_memory
from hornstudio.engine.errors import DataError
from hornstudio.engine.modules.arrays import converted
from hornstudio.engine.modules.arrays.converted import Converted


def halved(seen: list[int]) -> Callable[[np.ndarray], np.ndarray]:
    def halve(rows: np.ndarray) -> np.ndarray:
        seen.append(len(rows))
        return (rows / 2).astype(np.float32)

    return halve


@pytest.mark.parametrize("rows", [None, np.array([5, 1, 3])])
def test_rows_are_made_when_they_are_wanted(tmp_path, monkeypatch, rows) -> None:
    monkeypatch.setattr(converted, "BLOCK_NUMBERS", 4)
    np.save(tmp_path / "x.npy", np.arange(12, dtype=np.uint8).reshape(6, 2))
    array = np.load(tmp_path / "x.npy", mmap_mode="r")
    seen: list[int] = []
    made = Converted(array, rows, halved(seen), "x")
    expected = (np.array(array) / 2)[slice(None) if rows is None else rows]
    assert (made.shape, made.dtype, len(made)) == (expected.shape, np.float32, len(expected))
    assert made.nbytes == expected.size * 4
    for wanted in (slice(1, 3), np.array([2, 0, 2])):
        np.testing.assert_array_equal(made[wanted], expected[wanted])
        assert type(made[wanted]) is np.ndarray
    del seen[:]
    np.testing.assert_array_equal(made.in_memory(), expected)
    assert max(seen) == 2


def test_it_stays_where_it_is_until_it_is_trained_on() -> None:
    made = Converted(np.arange(6.0), None, halved([]), "x")
    assert not is_in_memory(made)
    picked = chosen(made, np.array([4, 2]))
    assert isinstance(picked, Rows)
    assert picked[np.array([1, 0])].tolist() == [1, 2]
    assert "x" in picked.mark


ON_WINDOWS = sys.platform == "win32"  # where nobody may write into a file that is mapped


def mapped(path: Path) -> Converted:
    np.save(path, np.arange(60_000, dtype=np.float64))
    return Converted(np.load(path, mmap_mode="r"), None, halved([]), "x")


@pytest.mark.skipif(ON_WINDOWS, reason="refused by the system")
@pytest.mark.parametrize("is_cut_short", [True, False])
def test_a_file_that_is_written_over_is_refused(tmp_path: Path, is_cut_short: bool) -> None:
    path = tmp_path / "x.npy"
    made = mapped(path)
    assert made[[50_000]].tolist() == [25_000]
    if is_cut_short:
        os.truncate(path, 1_000)  # to read on would end the process
    else:
        os.utime(path, ns=(0, 0))  # of any time, however coarse its clock is
    with pytest.raises(DataError, match=r"x\.npy was written over while its samples were read"):
        made[[50_000]]


@pytest.mark.skipif(ON_WINDOWS, reason="refused by the system")
def test_another_file_in_its_place_or_none_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.npy"
    made = mapped(path)
    np.save(tmp_path / "new.npy", np.zeros(3))
    os.replace(tmp_path / "new.npy", path)
    assert made[[50_000]].tolist() == [25_000]
    path.unlink()
    assert made[[50_000]].tolist() == [25_000]
