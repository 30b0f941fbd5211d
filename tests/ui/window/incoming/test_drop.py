"""Which of several dropped files is meant."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

from hornstudio.ui.window.incoming.drop import (
    arrays,
    files_in,
    meant,
    pictures,
    several_data,
    single_pictures,
    why_none,
)
from tests.engine.modules.pictures.folder_of_pictures import make_pictures


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["/a/b.horn"], "/a/b.horn"),
        (["/a/b.HORN"], "/a/b.HORN"),
        (["/a/b.Keras"], "/a/b.Keras"),
        (["/a/b.txt"], None),
        (["/a/b.horn", "/a/c.horn"], None),
        (["/a/b.horn", "/a/c.h5"], None),
        (["/a/b.txt", "/a/c.horn"], "/a/c.horn"),
        ([], None),
    ],
)
def test_one_file_that_can_be_taken_is_meant(names, found):
    assert meant([Path(name) for name in names]) == (Path(found) if found else None)


def test_addresses_elsewhere_are_no_files():
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.horn"), QUrl.fromLocalFile("/a/b.horn")])
    assert files_in(data) == [Path("/a/b.horn")]


@pytest.mark.parametrize("names", [[], ["a.csv"], ["README"], ["a.horn", "b.horn"]])
def test_every_refusal_says_what_can_be_dropped(qapp, names):
    words = why_none([Path(name) for name in names])
    assert ".horn" in words
    assert ".keras, .h5, .json" in words


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("sales.XLSX", "save each sheet as a table (.csv)"),
        ("arrays.mat", "or as arrays (.npz), as numpy.savez does"),
        ("pets.zip", "Unpack it"),
        ("rows.txt", "let its name end in .csv"),
    ],
)
def test_a_file_of_another_kind_is_told_its_way_in(qapp, name, way):
    assert way in why_none([Path(name)])
    assert why_none([Path("film.mp4")]).endswith("for each class.")


def test_a_folder_of_pictures_is_meant_also_where_another_wraps_it(tmp_path):
    folder = make_pictures(tmp_path / "archive" / "pets", count=1)
    for dropped in (folder, folder.parent):
        assert pictures([dropped]) == folder
    parts = make_pictures(tmp_path / "parts" / "train", count=1).parent
    assert pictures([parts]) == parts
    for paths in ([folder / "cat"], [folder, parts], [tmp_path / "gone"], []):
        assert pictures(paths) is None


def test_tables_and_folders_of_pictures_go_together(tmp_path):
    folder = make_pictures(tmp_path / "archive" / "pets", count=1)
    one, other, note = (tmp_path / name for name in ("a.csv", "b.tsv", "c.txt"))
    for path in (one, other, note):
        path.write_text("x,y\n1,2\n", "utf-8")
    assert several_data([one, folder.parent, other]) == [one, folder, other]
    for paths in ([one], [folder], [one, note], [one, folder / "cat"], [one, tmp_path / "gone"]):
        assert several_data(paths) == []


def test_pictures_by_themselves_are_taken_together(tmp_path):
    folder = make_pictures(tmp_path / "pets", ("cat",), count=2) / "cat"
    paths = sorted(folder.iterdir())
    assert single_pictures(paths) == paths
    assert single_pictures([]) == []
    assert single_pictures([*paths, tmp_path / "notes.txt"]) == []
    assert single_pictures([folder]) == []


def test_arrays_are_taken_together(tmp_path):
    names = ("a.npz", "x.npy", "Y.NPY")
    for name in (*names, "t.csv"):
        (tmp_path / name).write_bytes(b"")
    paths = [tmp_path / name for name in names]
    assert arrays(paths) == paths
    assert arrays([*paths, tmp_path / "t.csv"]) == []
    assert several_data([*paths, tmp_path / "t.csv"]) == [*paths, tmp_path / "t.csv"]
    assert arrays([tmp_path / "gone.npz"]) == []
