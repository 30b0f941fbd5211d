"""Further arrays are read as those that a network has learned from."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from hornstudio.engine.errors import DataError
from hornstudio.engine.modules.arrays import labelled, opening
from hornstudio.engine.modules.arrays.labelled import read_inputs, read_labelled_arrays
from hornstudio.engine.modules.arrays.loading import open_arrays

from .array_files import given, small_pictures, values


@pytest.mark.parametrize("is_large", [False, True])
def test_of_the_file_itself_the_part_to_test_with_is_measured(tmp_path, monkeypatch, is_large):
    if is_large:
        monkeypatch.setattr(labelled, "SMALL_BYTES", 10)
        monkeypatch.setattr(opening, "LARGE_BYTES", 10)
    p = values(small_pictures(tmp_path / "a.npz"), scaling="standardize", target_type="categorical")
    _, test, _ = open_arrays(**given(p))
    found = read_labelled_arrays(p, p.path)
    for port in ("x", "y"):
        np.testing.assert_array_equal(found.arrays[port][:], test[port])
    assert [str(text) for text in found.remarks] == ["measures on x_test and y_test"]
    np.testing.assert_array_equal(read_inputs(p, [p.path])[:], test["x"])


def test_a_further_file_is_scaled_and_numbered_as_the_first(tmp_path: Path) -> None:
    x = np.random.default_rng(0).normal(7, 2, (30, 3))
    np.savez(tmp_path / "a.npz", x=x, y=np.array(["cat", "dog", "emu"] * 10))
    p = values(tmp_path / "a.npz", scaling="standardize", test_split=0.0)
    train, *_ = open_arrays(**given(p))
    np.savez(tmp_path / "b.npz", features=x[:2], labels=np.array(["cat", "dog"]))
    found = read_labelled_arrays(p, str(tmp_path / "b.npz"))
    np.testing.assert_array_equal(found.arrays["x"], train["x"][:2])
    assert found.arrays["y"].tolist() == [0, 1]
    np.save(tmp_path / "new.npy", x[5:7])
    np.testing.assert_array_equal(read_inputs(p, [str(tmp_path / "new.npy")]), train["x"][5:7])


def test_without_targets_inputs_are_measured_on_themselves(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=np.ones((3, 2)))
    found = read_labelled_arrays(values(tmp_path / "a.npz"), str(tmp_path / "a.npz"))
    assert found.arrays["y"] is found.arrays["x"]


@pytest.mark.parametrize(
    ("arrays", "told"),
    [
        (
            {"x": np.zeros((2, 5)), "y": np.zeros(2)},
            "a sample of x is 5 numbers; the network was trained on 3 numbers",
        ),
        ({"x": np.zeros((2, 3)), "y": np.zeros((2, 2))}, "a sample of y is 2 numbers;"),
        ({"x": np.zeros((2, 3)), "y": np.array(["a", "b"])}, "a sample of y is a word; the"),
        ({"x": np.zeros((2, 3)), "y": np.zeros(3)}, "x has 2 samples, y has 3; need as many"),
        ({"x": np.zeros((0, 3)), "y": np.zeros(0)}, "x has no samples"),
        ({"x": np.zeros((2, 3))}, "has no array of targets, which tell how good the network is"),
        ({"a": np.zeros((2, 3)), "b": np.zeros(2)}, "does not tell which of its arrays has the"),
        (
            {"x": np.full((2, 3), np.nan), "y": np.zeros(2)},
            "numbers in x that are missing (nan), infinite or too large for 32 bits: 6;",
        ),
        (
            {"x": np.zeros((2, 3)), "y": np.array([0, 7])},
            "b.npz: y has the class 7, which the samples",
        ),
        ({"x": np.float64(1), "y": np.zeros(2)}, "a sample of x is one number;"),
    ],
)
def test_what_the_network_has_not_learned_is_refused(
    tmp_path, arrays: dict[str, Any], told
) -> None:
    np.savez(tmp_path / "a.npz", x=np.ones((4, 3)), y=np.array([0, 1, 0, 1]))
    np.savez(tmp_path / "b.npz", **arrays)
    with pytest.raises(DataError) as refused:
        read_labelled_arrays(values(tmp_path / "a.npz"), str(tmp_path / "b.npz"))
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("name", "arrays"),
    [
        ("x", {"x": np.full((2, 3), np.nan), "y": np.zeros(2)}),
        ("y", {"x": np.zeros((2, 3)), "y": np.array([0.0, np.inf])}),
    ],
)
def test_no_numbers_are_told_with_array_and_file(tmp_path, name, arrays: dict[str, Any]) -> None:
    np.savez(tmp_path / "a.npz", x=np.ones((4, 3)), y=np.array([0, 1, 0, 1]))
    np.savez(tmp_path / "b.npz", **arrays)
    with pytest.raises(DataError) as refused:
        read_labelled_arrays(values(tmp_path / "a.npz"), str(tmp_path / "b.npz"))
    assert str(refused.value).startswith(f"{tmp_path / 'b.npz'}: numbers in {name} that are")


@pytest.mark.parametrize(("name", "told"), [("", "is a folder"), ("gone.npz", "there is no file")])
def test_what_there_is_not_is_refused(tmp_path: Path, name: str, told: str) -> None:
    np.savez(tmp_path / "a.npz", x=np.ones((4, 3)), y=np.array([0, 1, 0, 1]))
    with pytest.raises(DataError, match=told):
        read_labelled_arrays(values(tmp_path / "a.npz"), str(tmp_path / name))


@pytest.mark.parametrize(("scaling", "high"), [("divide_by_255", 1), ("none", 255)])
@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 3)])
def test_a_picture_is_read_as_the_arrays_had_theirs(tmp_path, scaling, high, shape) -> None:
    x = np.random.default_rng(0).integers(0, 256, (5, *shape), np.uint8)
    np.savez(tmp_path / "a.npz", x=x, y=np.arange(5))
    Image.new("RGB", (9, 7), "white").save(tmp_path / "a.png")
    found = read_inputs(values(tmp_path / "a.npz", scaling=scaling), [str(tmp_path / "a.png")])
    assert (found.shape, found.min(), found.max()) == ((1, *shape), high, high)


def test_a_picture_of_arrays_from_0_to_1_stays_so(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=np.random.default_rng(0).uniform(size=(5, 4, 4)), y=np.arange(5))
    Image.new("L", (4, 4), 255).save(tmp_path / "a.png")
    found = read_inputs(values(tmp_path / "a.npz"), [str(tmp_path / "a.png")])
    np.testing.assert_allclose(found, 1)


def test_a_picture_is_refused_where_samples_are_none(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=np.ones((4, 3)), y=np.array([0, 1, 0, 1]))
    Image.new("L", (4, 4), 255).save(tmp_path / "a.png")
    with pytest.raises(DataError, match="is a picture; the network was trained on samples of"):
        read_inputs(values(tmp_path / "a.npz"), [str(tmp_path / "a.png")])
