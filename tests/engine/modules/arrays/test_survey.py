"""What is said of arrays at once, and kept until their files change."""

import os
from pathlib import Path

import numpy as np
import pytest

from hornstudio import paths
from hornstudio.engine.modules.arrays import survey as module
from hornstudio.engine.modules.arrays.survey import survey
from hornstudio.engine.modules.patience import in_a_hurry, is_not_yet

from .array_files import small_pictures, values


def test_names_shapes_and_classes(tmp_path: Path) -> None:
    found = survey(values(small_pictures(tmp_path / "a.npz")))
    assert found.names == ("x_train", "y_train", "x_test", "y_test")
    assert found.assigned == {
        "x": "x_train",
        "y": "y_train",
        "x_test": "x_test",
        "y_test": "y_test",
    }
    assert (found.count, found.headers["x_test"].shape) == (40, (10, 4, 4))
    assert found.look is not None
    assert found.look["values"] == [0, 1, 2, 3]
    assert found.bounds == (0.0, 255.0)
    assert (found.has(""), found.has("_test"), found.has("_val")) == (True, True, False)


def test_many_inputs_are_not_read(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "_LARGE_BYTES", 500)
    opened: list[str] = []
    whole = module.open_array
    monkeypatch.setattr(module, "open_array", lambda f, n: opened.append(n) or whole(f, n))
    x = np.full((40, 4, 4), np.nan)  # such numbers count for no bounds
    x[0] = 7
    found = survey(values(small_pictures(tmp_path / "a.npz", x_train=x)))
    assert opened == ["y_train"]
    assert (found.trouble, found.bounds) == (None, (7, 7))


def test_what_is_known_is_kept_until_a_file_changes(tmp_path: Path, monkeypatch) -> None:
    for name in ("x", "y"):
        np.save(tmp_path / f"{name}.npy", np.zeros(3))
    p = values(tmp_path / "x.npy")
    first = survey(p)
    assert survey(p) is first
    np.save(tmp_path / "y.npy", np.zeros(4))
    again = survey(p)
    assert again.headers["y"].shape == (4,)
    np.save(tmp_path / "x_test.npy", np.zeros(2))
    os.utime(tmp_path, ns=(1, 1))  # as a file system whose times are coarse may not tell
    assert survey(p).headers["x_test"].shape == (2,)
    (tmp_path / "y.npy").unlink()
    os.utime(tmp_path, ns=(2, 2))
    assert "y" not in survey(p).headers


def test_many_targets_are_waited_for_only_by_who_can(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "_LARGE_BYTES", 10)
    p = values(small_pictures(tmp_path / "a.npz"))
    with in_a_hurry():
        found = survey(p)
    assert is_not_yet(found.trouble)
    assert found.headers["x"].shape == (40, 4, 4)
    assert survey(p).trouble is None
    module._kept.clear()
    with in_a_hurry():  # from the disk
        assert survey(p).look == survey(p).look is not None
    assert list((paths.cache_dir() / "arrays").iterdir())


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("", "needs a file of arrays: an .npz that numpy.savez has written"),
        ("gone.npz", "there is no file {folder}/gone.npz; choose an .npz"),
        ("", "needs a file"),
        (".", "is a folder; choose an .npz"),
    ],
)
def test_what_there_is_not_is_told(tmp_path: Path, path: str, told: str) -> None:
    path = str(tmp_path / path) if path else ""
    assert told.format(folder=tmp_path) in str(survey(values(path)).trouble)


@pytest.mark.parametrize(
    ("y", "told"),
    [
        (
            np.array([1.0, np.nan, 2.0]),
            "numbers in y that are missing (nan), infinite or too large for 32 bits: 1;",
        ),
        (np.array([b"\xff", b"a", b"b"]), "y has words that are not written in UTF-8"),
    ],
)
def test_targets_that_cannot_be_read_are_told_at_once(tmp_path: Path, y, told: str) -> None:
    np.savez(tmp_path / "a.npz", x=np.zeros((3, 2)), y=y)
    assert told in str(survey(values(tmp_path / "a.npz")).trouble)


def test_few_inputs_are_looked_through_at_once(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=np.array([[1, 2], [np.nan, 4]]), y=np.arange(2))
    told = str(survey(values(tmp_path / "a.npz")).trouble)
    assert "numbers in x that are missing (nan)" in told
    assert "the first is x[1, 0] = nan" in told


def test_names_lead_to_files_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "labels").mkdir()
    np.save(tmp_path / "x.npy", np.zeros((3, 2)))
    np.save(tmp_path / "labels" / "all.npy", np.arange(3))
    found = survey(values(tmp_path / "x.npy", y="labels/all"))
    assert found.look is not None
    assert found.look["values"] == [0, 1, 2]
