"""The module: what it counts, says, and what stands for its content."""

from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.modules.arrays import arrays as module
from hornstudio.engine.modules.arrays.arrays import ARRAYS

from .array_files import small_pictures, values

OWN = ARRAYS.own
assert OWN is not None
assert ARRAYS.examples is not None


def test_samples_are_counted(tmp_path: Path) -> None:
    count = ARRAYS.examples
    assert count(values(small_pictures(tmp_path / "a.npz"))) == (40, 10, 0)
    np.savez(tmp_path / "b.npz", x=np.ones((20, 2)), x_val=np.ones((7, 2)))
    assert count(values(tmp_path / "b.npz", test_split=0.25)) == (15, 5, 7)
    assert count(values("")) == (0, 0, 0)
    np.savez(tmp_path / "c.npz", x=np.float64(1))
    assert count(values(tmp_path / "c.npz")) == (0, 0, 0)


def told(path: Path, **params: str) -> list[str]:
    return [str(text) for text, _ in OWN.remarks(values(path, **params))]


def test_what_is_read_and_what_is_not_is_said(tmp_path: Path, monkeypatch) -> None:
    assert told(small_pictures(tmp_path / "a.npz")) == []
    np.savez(tmp_path / "b.npz", x=np.ones((3, 2)), y=np.ones(3), z=np.ones(3))
    assert told(tmp_path / "b.npz") == ["does not read z"]
    for name in ("x", "y", "loss"):
        np.save(tmp_path / f"{name}.npy", np.ones(3))
    assert told(tmp_path / "x.npy") == ["also reads y, beside it"]
    assert told(tmp_path / "loss.npy")[0].startswith("has no array of targets: y gives the inputs")
    monkeypatch.setattr(module, "LARGE_BYTES", 10)
    assert told(tmp_path / "x.npy") == ["also reads y, beside it"]
    np.savez_compressed(tmp_path / "c.npz", x=np.ones((3, 2)), y=np.ones(3))
    assert told(tmp_path / "c.npz")[0].startswith("is packed, so that it takes 72 B of memory")


def test_inputs_to_measure_with_that_lack_their_targets_are_told_of(tmp_path: Path) -> None:
    arrays = {"x": np.ones((3, 2)), "y": np.ones(3), "x_val": np.ones((3, 2))}
    path = tmp_path / "a.npz"
    np.savez(path, **arrays)
    lack = "with x_val: its targets are missing; need an array y_val"
    assert told(path) == [f"does not validate {lack}"]
    np.savez(path, **arrays, x_test=np.ones((3, 2)), z=np.ones(3))
    assert told(path) == [
        f"does not validate {lack}",
        "does not test with x_test: its targets are missing; need an array y_test",
        "does not read z",
    ]
    np.savez(path, **arrays, y_val=np.ones(3))
    assert told(path) == []
    np.savez(path, x=arrays["x"], x_val=arrays["x_val"])  # nothing has targets
    assert not any("missing" in line for line in told(path))


def test_what_an_array_is_taken_for_without_being_called_so_is_said(tmp_path: Path) -> None:
    inputs = "takes {} for the inputs, as no array is called x or the like"
    targets = "takes {} for the targets, as no array is called y or the like"
    np.savez(tmp_path / "a.npz", spectra=np.ones((3, 2)))
    assert told(tmp_path / "a.npz")[0] == inputs.format("spectra")
    assert inputs.format("spectra") not in told(tmp_path / "a.npz", x="spectra")
    np.savez(tmp_path / "b.npz", np.ones((3, 2)), np.ones(3))
    assert told(tmp_path / "b.npz") == [inputs.format("arr_0"), targets.format("arr_1")]
    assert told(tmp_path / "b.npz", x="arr_0", y="arr_1") == []
    np.savez(tmp_path / "c.npz", x_train=np.ones((3, 2)), price=np.ones(3))
    assert told(tmp_path / "c.npz") == [targets.format("price")]
    np.save(tmp_path / "spectra.npy", np.ones((3, 2)))
    assert not any("takes" in line for line in told(tmp_path / "spectra.npy"))


@pytest.mark.parametrize(
    ("shape", "is_told"),
    [((3, 32, 32), True), ((1, 28, 28), True), ((32, 32, 3), False), ((3, 4, 4), False)],
)
def test_channels_that_come_first_are_told(tmp_path: Path, shape, is_told: bool) -> None:
    np.savez(tmp_path / "a.npz", x=np.zeros((2, *shape)), y=np.arange(2))
    found = [text for text in told(tmp_path / "a.npz") if "lead x through Permute" in text]
    assert bool(found) is is_told


def test_bounds_are_those_of_the_first_numbers_unless_they_are_scaled(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=np.array([[3.0, -7], [0, 90]]), y=np.array([5.0, 400]))
    assert OWN.bounds(values(tmp_path / "a.npz"), "x") == (-7, 90)
    assert OWN.bounds(values(tmp_path / "a.npz"), "y") == (5, 400)
    assert OWN.bounds(values(tmp_path / "a.npz", scaling="standardize"), "x") is None
    assert OWN.bounds(values(tmp_path / "a.npz", dtype="int32"), "x") is None
    path = small_pictures(tmp_path / "b.npz")
    assert OWN.bounds(values(path), "y") is None


def test_pictures_are_divided_other_numbers_standardized(tmp_path: Path) -> None:
    p = values(small_pictures(tmp_path / "a.npz"))
    setting = OWN.scaling(p, OWN.bounds(p, "x"))
    assert (setting.param, setting.value) == ("scaling", "divide_by_255")
    np.savez(tmp_path / "b.npz", x=np.arange(40).reshape(20, 2), y=np.arange(20))
    assert OWN.scaling(values(tmp_path / "b.npz"), (0, 39)).value == "standardize"


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_the_digest_is_of_what_is_read_wherever_it_lies(tmp_path: Path, save) -> None:
    x, y = np.arange(6.0).reshape(3, 2), np.arange(3)
    (tmp_path / "more").mkdir()
    save(tmp_path / "a.npz", x=x, y=y)
    np.savez(tmp_path / "more" / "b.npz", y=y, x=x, z=np.ones(1))
    first = OWN.digest(values(tmp_path / "a.npz"))
    assert first == OWN.digest(values(tmp_path / "more" / "b.npz"))
    save(tmp_path / "a.npz", x=x, y=y[::-1])
    assert OWN.digest(values(tmp_path / "a.npz")) != first
    save(tmp_path / "a.npz", x=y[::-1], y=y)
    assert OWN.digest(values(tmp_path / "a.npz", x="y", y="x")) != OWN.digest(
        values(tmp_path / "a.npz")
    )


def test_the_digest_of_files_beside_one_another_is_of_both(tmp_path: Path, monkeypatch) -> None:
    np.save(tmp_path / "x.npy", np.ones(3))
    np.save(tmp_path / "y.npy", np.ones(3))
    p = values(tmp_path / "x.npy")
    mark, digest = OWN.mark(p), OWN.digest(p)
    np.save(tmp_path / "y.npy", np.zeros(3))
    assert OWN.digest(p) != digest
    assert OWN.mark(p) != mark
    monkeypatch.setattr(module, "_MOST_BYTES", 10)
    assert OWN.digest(p) is None
