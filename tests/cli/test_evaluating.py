"""`hornstudio evaluate RUN DATA`: a trained network is measured on other files."""

import json
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.check import check
from hornstudio.engine.data.dataset import load_dataset
from hornstudio.engine.modules.tables import survey
from hornstudio.engine.storage import files
from hornstudio.engine.train.run import train
from hornstudio.engine.train.steps import compiled
from tests.engine.modules.pictures.folder_of_pictures import make_pictures

from .conftest import TINY, Run
from .test_trained import network_of, two_tables


@pytest.fixture
def plants(horn: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The run of a network that tells elms from oaks, by a table that has changed since."""
    monkeypatch.setattr(survey, "_recalled", {})
    table = tmp_path / "plants.csv"
    assert horn("train", network_of(table), "--run", tmp_path / "run").code == 0
    table.write_text("colour,size,tree\ngreen,1,fir\n", "utf-8")
    monkeypatch.setattr(survey, "_recalled", {})  # as in a process of its own
    return tmp_path / "run"


def table_of(run: Path, *lines: str) -> Path:
    path = run.with_name("more.csv")
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_another_table_is_read_as_the_run_has_learned(horn: Run, plants: Path) -> None:
    """Also where it has one class and one word alone, and its columns stand in another order."""
    right = table_of(plants, "tree,colour,size", "oak,red,0", "oak,red,1", "oak,red,2")
    told = horn("evaluate", plants, right, "--json").json
    assert (told["samples"], told["remarks"], told["data"]) == (3, [], [str(right)])
    wrong = table_of(plants, "tree,colour,size", "elm,red,0", "elm,red,1", "elm,red,2")
    assert horn("evaluate", plants, wrong, "--json").json["metrics"]["test_loss"] > 1
    assert told["metrics"]["test_loss"] < 0.5
    assert horn("evaluate", plants, wrong).out.splitlines()[1] == "samples: 3"


def test_the_file_of_the_training_itself_comes_to_the_same_figures(
    horn: Run, tmp_path: Path
) -> None:
    table, run = tmp_path / "plants.csv", tmp_path / "run"
    file = network_of(table)
    assert horn("train", file, "--run", run, "--set", "plants.test_split=0.5").code == 0
    report = check(files.load(run / "graph.horn"))
    test = load_dataset(report.graph, report).test
    arrays = tmp_path / "test.npz"
    np.savez(arrays, features=test["plants.features"], target=test["plants.target"])
    own = horn("evaluate", run, "--json").json["metrics"]
    assert horn("evaluate", run, arrays, "--json").json["metrics"] == own


def test_rows_without_an_answer_and_words_that_were_not_learned_are_told(
    horn: Run, plants: Path
) -> None:
    more = table_of(plants, "size,colour,tree", "1,red,oak", "2,blue,", "0,green,elm")
    told = horn("evaluate", plants, more)
    assert told.err.splitlines()[0] == (
        "note: plants: leaves out 1 of 3 rows, in which not all is filled in that has to be"
    )
    assert "plants: colour has words that the network was not trained on" in told.err
    assert told.out.endswith("samples: 2\n")


@pytest.mark.usefixtures("korean")
def test_what_programs_read_is_the_same_in_every_language(horn: Run, plants: Path) -> None:
    more = table_of(plants, "size,colour,tree", "1,red,oak", "2,blue,", "0,green,elm")
    told = horn("evaluate", plants, more, "--json").json["remarks"]
    assert told[0].startswith("plants: leaves out 1 of 3 rows, in which")
    assert "참고: plants: 채워져" in horn("evaluate", plants, more).err
    out = plants.with_name("out.csv")
    (told,) = horn("predict", plants, more, "-o", out, "--json").json["remarks"]
    assert told.startswith("colour has words that the network was not trained on")


def test_a_file_of_a_spreadsheet_program_is_told_as_such(horn: Run, plants: Path) -> None:
    book = plants.with_name("book.csv")
    book.write_bytes(b"PK\3\4\0\0\0")
    said = "book.csv is no text; if a spreadsheet program has made it, save it there as CSV"
    assert said in horn("evaluate", plants, book).err
    assert said in horn("predict", plants, book, "-o", plants.with_name("out.csv")).err


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["size,tree", "1,oak"], "more.csv has no column colour; need all that the network"),
        (["size,colour", "1,red"], "more.csv has no column tree, whose values tell how good"),
        (["size,colour,tree", "1,red,fir"], "the column tree has fir, a class that the network"),
        (["size,colour,tree", "big,red,oak"], "the column size has words in it, such as big"),
        (["size,colour,tree"], "more.csv has no rows"),
        ([""], "more.csv has no rows"),
        (["size,colour,tree", "1,red,"], "more.csv has no row that tells tree"),
        (["size,colour,tree", "1,red,oak,4"], "row 2 of more.csv has 4 cells"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(
    horn: Run, plants: Path, lines: list[str], said: str
) -> None:
    told = horn("evaluate", plants, table_of(plants, *lines))
    assert (told.code, said in told.err) == (1, True), told.err


def test_what_is_not_there_or_no_table_is_refused(horn: Run, plants: Path) -> None:
    none = plants.with_name("none.csv")
    assert f"there is no file {none}" in horn("evaluate", plants, none).err
    assert "is a folder; need the file of a table" in horn("evaluate", plants, plants.parent).err
    told = horn("evaluate", plants, none, none)
    assert (told.code, "need one file or folder" in told.err) == (2, True)


def test_a_number_to_predict_is_measured(horn: Run, tmp_path: Path) -> None:
    left, right, run = (tmp_path / name for name in ("l.csv", "r.csv", "run"))
    left.write_text("a,b,c\n" + "1,red,3\n1,blue,4.5\n" * 20)
    right.write_text("d,e\n" + "9,2\n,7\n" * 20)
    list(train(two_tables(left, right), run_dir=run))
    told = horn("evaluate", run, f"table={left}", f"other={right}", "--json").json
    assert told["samples"] == 40
    assert "need what to measure with for each" in horn("evaluate", run, left).err
    right.write_text("d,e\n9,2\n")
    assert "unequal counts" in horn("evaluate", run, f"table={left}", f"other={right}").err
    left.write_text("a,b,c\n1,red,much\n")
    told = horn("evaluate", run, f"table={left}", f"other={right}")
    assert "the column c has words in it, such as much" in told.err


@pytest.fixture
def pets(horn: Run, tmp_path: Path) -> Path:
    """The run of a network that tells cats from dogs, whose pictures are gone."""
    folder, file = tmp_path / "pets", tmp_path / "pets.horn"
    make_pictures(folder, ("cat", "dog"), count=3)
    data = {"directory": str(folder), "image_size": [4, 4], "validation_split": 0.0}
    tiny = json.loads(TINY)
    tiny["nodes"]["digits"] = {"kind": "image_folder", "params": data}
    tiny["nodes"]["scores"]["params"]["units"] = 2
    file.write_text(json.dumps(tiny))
    assert horn("train", file, "--run", tmp_path / "run", "--epochs", 60).code == 0
    folder.rename(tmp_path / "moved")
    return tmp_path / "run"


def test_another_folder_of_pictures_is_measured(
    horn: Run, pets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its classes are the numbers that they were, also where one has no folder."""
    moved = pets.with_name("moved")
    monkeypatch.setattr(compiled, "_programs", OrderedDict())  # as in another process
    told = horn("evaluate", pets, moved, "--json").json
    assert (told["samples"], told["metrics"]["test_accuracy"] > 0.6) == (6, True)
    (moved / "cat").rename(pets.with_name("cats"))
    dogs = horn("evaluate", pets, moved, "--json").json["metrics"]["test_accuracy"]
    assert dogs > 0.6
    (moved / "dog").rename(moved / "cat")
    as_cats = horn("evaluate", pets, moved, "--json").json["metrics"]["test_accuracy"]
    assert as_cats == pytest.approx(1 - dogs)


def test_a_folder_that_does_not_fit_is_refused(horn: Run, pets: Path) -> None:
    moved, empty = pets.with_name("moved"), pets.with_name("empty")
    assert f"there is no folder {empty}" in horn("evaluate", pets, empty).err
    empty.mkdir()
    assert "has no subfolders; need one for each class" in horn("evaluate", pets, empty).err
    (empty / "cat").mkdir()
    assert "has no pictures in its subfolders" in horn("evaluate", pets, empty).err
    make_pictures(moved, ("bird",))
    told = horn("evaluate", pets, moved).err
    assert "moved has bird, which the network was not trained on" in told
    assert "called as in the training: cat, dog" in told
    make_pictures(empty / "train", ("cat",))
    assert (
        f"name the one that counts, such as {empty / 'train'}" in horn("evaluate", pets, empty).err
    )
    assert "is a file; need a folder" in horn("evaluate", pets, pets / "run.json").err


def test_a_damaged_picture_is_named(horn: Run, pets: Path) -> None:
    (pets.with_name("moved") / "cat" / "0.png").write_bytes(b"no picture")
    told = horn("evaluate", pets, pets.with_name("moved"))
    assert (told.code, "cat/0.png cannot be read: it is no picture, or" in told.err) == (1, True)


def test_arrays_are_measured_where_data_is_no_file_of_ones_own(
    horn: Run, trained: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.npz"
    image, label = np.zeros((4, 28, 28, 1)), np.array([0, 1, 2, 3])
    np.savez(path, **{"digits.image": image, "label": label})
    assert horn("evaluate", trained, path, "--json").json["samples"] == 4
    for given, said in (
        ({"image": image}, "has no array label; need image, label, and there is image"),
        ({"image": image[:, :4], "label": label}, "has the shape 4×4×28×1; need 28×28×1 numbers"),
        ({"image": image, "label": label + 8}, "has numbers from 8 to 11; need classes from 0"),
        ({"image": image, "label": label[:2]}, "image 4, label 2 samples"),
    ):
        np.savez(path, **given)
        assert said in horn("evaluate", trained, path).err
    path.write_bytes(b"x")
    assert "cannot read" in horn("evaluate", trained, path).err
    table = tmp_path / "a.csv"
    table.write_text("1,2\n")
    assert (
        "is no .npz; the network was trained on Digits, and needs an .npz with the arrays"
        in horn("evaluate", trained, table).err
    )
