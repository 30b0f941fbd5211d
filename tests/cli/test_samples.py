import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from hornstudio.cli.samples import by_input, read_samples, samples_in
from hornstudio.engine.errors import RunError
from hornstudio.engine.shapes import Spec

GREY = {"picture": Spec((4, 4, 1))}
COLOUR = {"picture": Spec((4, 4, 3))}


def saved(
    path: Path, size: tuple[int, int] = (4, 4), mode: str = "L", colour: object = 255
) -> Path:
    Image.new(mode, size, colour).save(path)  # type: ignore[arg-type]
    return path


def test_npz_gives_arrays_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, left=np.ones(2), right=np.zeros(3))
    assert {n: a.tolist() for n, a in read_samples([path], {}).items()} == {
        "left": [1, 1],
        "right": [0, 0, 0],
    }


def test_npz_without_arrays_by_input_is_read_as_that_of_the_training(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, x=np.ones(2))
    readers = {"left": lambda paths: np.zeros(1), "right": lambda paths: np.ones(1)}
    specs = dict.fromkeys(readers, Spec(()))
    found = read_samples([path], specs, readers)
    assert {name: array.tolist() for name, array in found.items()} == {"left": [0], "right": [1]}
    np.savez(path, left=np.full(2, 7.0))
    assert list(read_samples([path], specs, readers)) == ["left"]


def test_npy_goes_to_the_only_input(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    np.save(path, np.ones((2, 4, 4, 1)))
    assert read_samples([path], GREY)["picture"].shape == (2, 4, 4, 1)


@pytest.mark.parametrize("heading", ["", "a,b,c,d\n", "\n\na,b,c,d\n\n"])
def test_table_has_a_sample_in_each_row(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(heading + "1,2,3,4\n5,6e0,7,8\n")
    table = read_samples([path], {"x": Spec((2, 2))})["x"]
    assert table.tolist() == [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]


@pytest.mark.parametrize("between", [";", "\t"])
def test_table_may_have_other_signs_between_its_numbers(tmp_path: Path, between: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(between.join("abcd") + "\n" + between.join("1234"))
    assert read_samples([path], {"x": Spec((4,))})["x"].tolist() == [[1, 2, 3, 4]]


@pytest.mark.parametrize("content", ["nan,2\n3,inf\n", "# of today\nnan,2\n\n3,inf # much\n"])
def test_a_first_row_with_what_is_no_number_is_a_sample(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.csv").write_text(content)
    made = read_samples([tmp_path / "a.csv"], {"x": Spec((2,))})["x"]
    np.testing.assert_array_equal(made, [[np.nan, 2], [3, np.inf]])


@pytest.mark.parametrize("content", ["", "a,b\n", "\n\n", "a,b\n# none yet\n"])
def test_table_without_rows_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.csv").write_text(content)
    with pytest.raises(RunError, match=r"a\.csv has no rows; need one for each sample"):
        read_samples([tmp_path / "a.csv"], GREY)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,b\n\n1,x\n", "has 'x' in line 3; need a number"),
        ("1,2\n3,\n", "has '' in line 2; need a number"),
        ("1,2\n# a remark\n3,x\n", "has 'x' in line 3; need a number"),
        ("1;2\n3;4;5\n", "has 3 numbers in line 2; need 2, as in those before"),
    ],
)
def test_table_names_the_line_that_is_odd(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "a.csv").write_text(content)
    with pytest.raises(RunError, match=re.escape(f"a.csv {words}")):
        read_samples([tmp_path / "a.csv"], {"x": Spec((2,))})


def test_table_of_other_width_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("1,2,3\n")
    with pytest.raises(RunError, match=r"rows of 3 numbers; need 16 \(4×4×1\)"):
        read_samples([path], GREY)
    with pytest.raises(RunError, match=r"rows of 3 numbers; need 4$"):
        read_samples([path], {"x": Spec((4,))})


def test_pictures_are_brought_to_size_colour_and_range(tmp_path: Path) -> None:
    paths = [
        saved(tmp_path / "a.png"),
        saved(tmp_path / "b.jpg", (9, 7), "RGB", (0, 0, 0)),
        saved(tmp_path / "c.png", (4, 4), "RGBA", (255, 255, 255, 255)),
    ]
    pictures = read_samples(paths, GREY)["picture"]
    assert pictures.shape == (3, 4, 4, 1)
    assert pictures.mean(axis=(1, 2, 3)).tolist() == [1, 0, 1]
    assert read_samples(paths, COLOUR)["picture"].shape == (3, 4, 4, 3)
    assert read_samples(paths, {"p": Spec((4, 4))})["p"].shape == (3, 4, 4)


def test_pictures_of_16_bits_and_of_turned_cameras_are_seen_as_in_a_training(
    tmp_path: Path,
) -> None:
    deep = tmp_path / "deep.png"
    Image.fromarray(np.full((4, 4), 32768, np.uint16)).save(deep)
    assert read_samples([deep], GREY)["picture"].max() == pytest.approx(128 / 255)
    turned, orientation = tmp_path / "turned.png", Image.Exif()
    orientation[0x0112] = 6
    Image.fromarray(np.uint8([[0, 255], [0, 255]])).save(turned, exif=orientation)
    assert read_samples([turned], {"x": Spec(("H", "W"))})["x"].tolist() == [[[0, 0], [1, 1]]]


def test_pictures_need_an_input_for_pictures(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="is a picture; the network takes 16 numbers"):
        read_samples([saved(tmp_path / "a.png")], {"x": Spec((16,))})


@pytest.mark.parametrize("name", ["a.npz", "a.npy", "a.csv", "a.png"])
def test_damaged_file_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x93neither this,nor,that\n")
    with pytest.raises(RunError, match=f"cannot read .*{name}"):
        read_samples([path], GREY)


@pytest.mark.parametrize("name", ["a.npz", "a.npy"])
def test_what_numpy_says_of_a_damaged_file_stands_in_brackets(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x93NUMPYxx")
    with pytest.raises(RunError, match=r"damaged, or not as NumPy .*; save it again \(.+\)$"):
        read_samples([path], GREY)


def test_of_many_pictures_the_damaged_one_is_named(tmp_path: Path) -> None:
    paths = [saved(tmp_path / f"{n}.png") for n in range(3)]
    paths[1].write_bytes(paths[1].read_bytes()[:40])
    with pytest.raises(
        RunError, match=r"cannot read .*1\.png: it is no picture, or a damaged one$"
    ):
        read_samples(paths, GREY)


@pytest.mark.parametrize("name", ["a.npz", "a.npy", "a.csv", "a.png"])
def test_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(RunError, match=f"there is no file .*{name}"):
        read_samples([tmp_path / name], GREY)


def test_pickled_arrays_are_never_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    np.save(path, np.array([{"evil": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(RunError, match="cannot read"):
        read_samples([path], GREY)


@pytest.mark.parametrize("name", ["a.npz", "a.npy"])
def test_what_is_no_file_of_arrays_is_told_without_how_to_load_it_unsafely(tmp_path, name) -> None:
    path = tmp_path / name
    path.write_text("hello")
    with pytest.raises(RunError) as refused:
        read_samples([path], GREY)
    assert f"{name}: it holds no numbers" in str(refused.value)
    assert "pickle" not in str(refused.value)


def test_one_array_for_two_inputs_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    np.save(path, np.ones(2))
    with pytest.raises(RunError, match="is for one input, and the network has left, right"):
        read_samples([path], {"left": Spec((2,)), "right": Spec((2,))})


def test_tables_come_alone(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"2 files were given, .*a\.csv among them; need one"):
        read_samples([tmp_path / "a.csv", tmp_path / "b.csv"], GREY)


def test_tables_for_several_inputs_want_their_names(tmp_path: Path) -> None:
    tables = [tmp_path / "a.csv", tmp_path / "b.csv"]
    with pytest.raises(RunError, match=r"a file for each, as in left=FILE"):
        read_samples(tables, {"left": Spec((2,)), "right": Spec((2,))})


def test_files_are_told_apart_by_the_input_before_them() -> None:
    assert by_input([Path("a.csv"), Path("up=b.csv")], ["left", "right"]) == {}
    named = [Path("left=a.png"), Path("right=x=b.csv"), Path("left=c.png")]
    assert by_input(named, ["left", "right"]) == {
        "left": [Path("a.png"), Path("c.png")],
        "right": [Path("x=b.csv")],
    }


@pytest.mark.parametrize("paths", [["left=a.csv", "b.csv"], ["b.csv", "left=a.csv"]])
def test_a_file_for_no_input_beside_others_is_refused(paths: list[str]) -> None:
    with pytest.raises(RunError, match=r"^b\.csv is for no input; need left, right,"):
        by_input([Path(path) for path in paths], ["left", "right"])


def test_a_folder_means_its_pictures(tmp_path: Path) -> None:
    for name in ("b/2.PNG", "a/1.png", "a/notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    one = tmp_path / "x.png"
    found = samples_in([one, tmp_path])
    assert found == [one, tmp_path / "a/1.png", tmp_path / "b/2.PNG"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(RunError, match="empty is a folder without pictures; need some in it"):
        samples_in([tmp_path / "empty"])
