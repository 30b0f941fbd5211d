"""Which arrays there are in files, and reading one."""

from pathlib import Path

import numpy as np

from hornstudio.engine.modules.arrays.reading import (
    array_names,
    file_of,
    find_arrays,
    is_archive,
    own_name,
    read_array,
)


def test_an_archive_names_its_arrays_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, z=np.ones(2), a=np.zeros(3))
    assert (is_archive(path), array_names(path), own_name(path)) == (True, ["z", "a"], None)
    assert read_array(path, "a").tolist() == [0, 0, 0]


def test_an_archive_is_one_whatever_it_is_called(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", z=np.ones(2))
    path = (tmp_path / "a.npz").rename(tmp_path / "a.npy")
    assert array_names(path) == ["z"]
    assert read_array(path, "z").tolist() == [1, 1]


def test_an_array_alone_has_those_of_its_folder_beside_it(tmp_path: Path) -> None:
    for name in ("x", "y", "._y"):
        np.save(tmp_path / f"{name}.npy", np.ones(2))
    path = (tmp_path / "x.npy").rename(tmp_path / "x.NPY")
    assert (array_names(path), own_name(path)) == (["x", "y"], "x")
    assert (file_of(path, "x"), file_of(path, "y")) == (path, tmp_path / "y.npy")
    assert read_array(path, "y").tolist() == [1, 1]
    (tmp_path / "more").mkdir()
    np.save(tmp_path / "more" / "z.npy", np.zeros(1))
    assert read_array(path, "more/z").tolist() == [0]


def test_files_are_found_below_the_data_folder(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HORNSTUDIO_DATA", str(tmp_path))
    np.save(tmp_path / "x.npy", np.ones(2))
    assert find_arrays("x.npy") == tmp_path / "x.npy"
