import os
import unicodedata
from pathlib import Path

import numpy as np
from keras.src.utils.dataset_utils import index_directory

from hornstudio.engine.modules.pictures import files
from tests.engine.modules.pictures.folder_of_pictures import make_pictures


def test_pictures_and_labels_come_in_the_order_of_keras(tmp_path: Path) -> None:
    make_pictures(tmp_path, ("b", "B", "a2", "a10"), count=2)
    make_pictures(tmp_path / "b", ("deeper", "Deeper"), count=2)
    (tmp_path / "a2" / "note.txt").write_text("not a picture")
    (tmp_path / "a2" / "LOUD.JPG").write_bytes(b"")
    (tmp_path / ".hidden").mkdir()
    theirs, numbers, names = index_directory(
        str(tmp_path), "inferred", files.PICTURE_ENDINGS, shuffle=False, verbose=False
    )
    classes = list(files.class_folders(tmp_path))
    paths, labels = files.list_pictures(tmp_path, classes)
    assert classes == names == ["B", "a10", "a2", "b"]
    assert paths == theirs
    np.testing.assert_array_equal(labels, numbers)
    assert labels.dtype == np.int32


def test_what_a_desktop_leaves_beside_pictures_is_none(tmp_path: Path) -> None:
    make_pictures(tmp_path, ("a",), count=1)
    (tmp_path / "a" / "._0.png").write_bytes(b"no picture")
    assert len(files.list_pictures(tmp_path, ["a"])[0]) == 1


def test_a_name_that_a_mac_has_written_apart_is_the_same_class(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", "강아지")
    make_pictures(tmp_path, (apart,), count=1)
    make_pictures(tmp_path, ("강아지", "고양이"), count=2)
    assert list(files.class_folders(tmp_path)) == ["강아지", "고양이"]
    paths, labels = files.list_pictures(tmp_path, ["강아지", "고양이"])
    assert labels.tolist() == [0, 0, 0, 1, 1]
    assert {Path(path).parent.name for path in paths[:3]} == {apart, "강아지"}


def test_parts_are_folders_with_classes(tmp_path: Path) -> None:
    make_pictures(tmp_path / "Train", ("a", "b"), count=1)
    assert files.part_folders(tmp_path) == [tmp_path / "Train", None, None]
    make_pictures(tmp_path / "val", ("a",), count=1)
    make_pictures(tmp_path / "testing", ("b",), count=1)
    found = files.part_folders(tmp_path)
    assert [p.name for p in found] == ["Train", "testing", "val"]


def test_a_class_may_be_called_train(tmp_path: Path) -> None:
    make_pictures(tmp_path, ("train", "plane"), count=1)
    assert files.part_folders(tmp_path) == [tmp_path, None, None]
    assert files.subfolders(tmp_path) == ["plane", "train"]


def test_relative_folders_are_below_the_data_folders(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HORNSTUDIO_DATA", f"/nowhere{os.pathsep}{tmp_path}")
    (tmp_path / "pets").mkdir()
    assert files.find_folder("pets") == tmp_path / "pets"
    assert files.find_folder(str(tmp_path)) == tmp_path
    assert files.find_folder("elsewhere") == Path("elsewhere")


def test_labels_are_numbers_or_one_hot() -> None:
    numbers = np.array([2, 0], np.int32)
    assert files.as_labels(numbers, "abc", "int") is numbers
    np.testing.assert_array_equal(
        files.as_labels(numbers, "abc", "categorical"), [[0, 0, 1], [1, 0, 0]]
    )
