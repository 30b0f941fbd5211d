"""What a run keeps of arrays is enough to read further ones when they are gone."""

import json
from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.modules.arrays import survey as module
from hornstudio.engine.modules.arrays.arrays import ARRAYS
from hornstudio.engine.modules.arrays.content import keep_arrays, recall_arrays, why_other_arrays
from hornstudio.engine.modules.arrays.labelled import read_labelled_arrays

from .array_files import values


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_recalled", {})


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    path = tmp_path / "pets.npz"
    x = np.random.default_rng(0).normal(7, 2, (30, 3))
    np.savez(path, x=x, y=np.array(["cat", "dog", "emu"] * 10))
    return path


def test_further_arrays_are_read_alike_when_the_first_are_gone(pets: Path, tmp_path: Path) -> None:
    p = values(pets, scaling="standardize")
    kept = json.loads(json.dumps(keep_arrays(p, 0)))
    specs = ARRAYS.infer_outputs(p)
    more = tmp_path / "more.npz"
    np.savez(more, x=np.ones((2, 3)), y=np.array(["emu", "dog"]))
    before = read_labelled_arrays(p, str(more)).arrays
    pets.unlink()
    recall_arrays(p, kept)
    after = read_labelled_arrays(p, str(more)).arrays
    assert ARRAYS.infer_outputs(p) == specs
    for port in ("x", "y"):
        np.testing.assert_array_equal(after[port], before[port])


def test_what_a_run_has_learned_counts_when_the_file_has_changed(pets: Path) -> None:
    p = values(pets)
    kept = keep_arrays(p, 0)
    np.savez(pets, x=np.ones((4, 3)), y=np.array(["ant", "bee"] * 2))
    recall_arrays(p, kept)
    assert ARRAYS.infer_outputs(p)["y"].names == ("cat", "dog", "emu")


@pytest.mark.parametrize(
    ("arrays", "told"),
    [
        ({"x": np.ones((4, 5)), "y": np.array(["cat", "dog"] * 2)}, "has the shape 5; it was 3"),
        (
            {"x": np.ones((4, 3)), "y": np.array(["cat", "dog"] * 2)},
            "cat, dog; they were cat, dog,",
        ),
        ({"x": np.ones((4, 3)), "y": np.arange(4)}, "are 0 to 3; they were cat, dog, emu"),
        ({"x": np.ones((4, 3))}, "the classes are none; they were cat, dog, emu"),
        ({"x": np.ones((3, 3)), "y": np.array(["cat", "dog", "emu"])}, None),
        (None, None),
    ],
)
def test_weights_would_misread_other_arrays(pets: Path, arrays, told: str | None) -> None:
    p = values(pets)
    kept = keep_arrays(p, 0)
    pets.unlink()
    if arrays is not None:
        np.savez(pets, **arrays)
    why = why_other_arrays(p, p, kept)
    assert why is None if told is None else told in str(why)


@pytest.mark.parametrize(
    "kept", [None, [], {}, {"shape": 3, "look": None}, {"shape": [1], "look": {}}]
)
def test_what_tells_of_no_arrays_is_refused(pets: Path, kept) -> None:
    with pytest.raises(ValueError, match="tells of no arrays"):
        recall_arrays(values(pets), kept)


def test_what_stands_for_the_content_is_of_the_file_as_it_is_now(pets: Path) -> None:
    """Also where a run's was recalled: other samples are never taken for those that it had."""
    p = values(pets)
    assert ARRAYS.own is not None
    before = ARRAYS.own.digest(p)
    recall_arrays(p, keep_arrays(p, 0))
    assert ARRAYS.own.digest(p) == before
    np.savez(pets, x=np.ones((30, 3)), y=np.array(["cat", "dog", "emu"] * 10))
    assert ARRAYS.own.digest(p) != before
