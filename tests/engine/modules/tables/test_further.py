"""Tables of their own to validate and to test with."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hornstudio.engine.check import check
from hornstudio.engine.data.dataset import load_dataset
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import DataError
from hornstudio.engine.graph import Graph
from hornstudio.engine.modules.patience import in_a_hurry, is_not_yet
from hornstudio.engine.modules.tables import survey
from hornstudio.engine.modules.tables.further import (
    mark_of_tables,
    open_table_file,
    why_not_further,
)
from hornstudio.engine.modules.tables.sampling import load_table
from hornstudio.engine.modules.tables.table import TABLE
from hornstudio.engine.params import Values
from tests.engine import sample_graph
from tests.engine.modules.tables import table_values

FLOWERS = "length,color,kind\n5,red,a\n,blue,b\n7,,a\n6,red,b\n"
OTHERS = "kind,color,length,note\nb,red,1,x\na,green,,y\n,red,3,z\na,blue,4,w\n"


@pytest.fixture
def write(tmp_path):
    def write(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, "utf-8")
        return str(tmp_path / name)

    return write


@pytest.fixture
def values(write):
    """`values(text, **given)`: settings of FLOWERS with a table of this text to validate with."""

    def values(text: str = OTHERS, **given: Any) -> Values:
        path = write("flowers.csv", FLOWERS)
        given = {"validation_path": write("others.csv", text), "test_split": 0.0} | given
        return table_values.values(path, **given)

    return values


def asked(p: Values) -> dict[str, Any]:
    return {**p, "seed": 0}


def test_columns_and_classes_are_those_of_the_rows_to_train_on(values) -> None:
    train, test, validation = open_table_file(**asked(values()))
    assert test == {}
    assert len(train["target"]) == 4
    mean = 6.0  # of all rows that train: none is kept back
    expected = [[1, 0, 1], [mean, 0, 0], [4, 1, 0]]  # green is neither blue nor red
    np.testing.assert_array_equal(validation["features"], np.array(expected, np.float32))
    np.testing.assert_array_equal(validation["target"], [1, 0, 0])


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"missing": "drop"},
        {"target_type": "categorical"},
        {"target": "length", "target_type": "number"},
        {"ignore": ["color"]},
        {"order": 3, "validation_split": 0.5},
    ],
    ids=str,
)
@pytest.mark.parametrize("param", ["validation_path", "test_path"])
def test_scripts_load_what_the_engine_loads(values, write, given, param) -> None:
    more = {"validation_path": "", "test_split": 0.25} | {param: write("more.csv", OTHERS)} | given
    p = values(**more)
    engine, script = open_table_file(**asked(p)), load_table(None, **asked(p))
    for mine, theirs in zip(engine, script, strict=True):
        assert mine.keys() == theirs.keys()
        for port, array in mine.items():
            np.testing.assert_array_equal(array, theirs[port])
            assert array.dtype == theirs[port].dtype
    assert bool(script[2]) is (param == "validation_path")
    assert len(script[0]["target"]) >= 2


def test_a_table_without_names_has_its_columns_in_their_order(values) -> None:
    p = values("4,red,b\n5,blue,a\n")
    for found in (open_table_file(**asked(p)), load_table(None, **asked(p))):
        np.testing.assert_array_equal(found[2]["features"], [[4, 0, 1], [5, 1, 0]])
        np.testing.assert_array_equal(found[2]["target"], [1, 0])
    assert why_not_further(p, "validation_path") is None


def test_the_rows_are_counted(values) -> None:
    assert TABLE.examples is not None
    assert TABLE.examples(values()) == (4, 0, 3)
    path = values()["validation_path"]
    assert TABLE.examples(values(validation_path="", test_path=path, test_split=0.5)) == (4, 3, 0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("color,kind\nred,a\n", "others.csv has no column length; need those of flowers.csv: "),
        ("length,color,kind\n1,red,a\n2,red,c\n", "the column kind has classes that flowers.csv"),
        ("length,color,kind\nlong,red,a\n", "the column length has words in it, such as long"),
        ("length,color,kind\n1,red,\n2,red,\n", "the column kind is empty in all rows"),
        ("", "others.csv has no rows"),
    ],
)
def test_what_does_not_fit_is_told_with_the_file_before_a_training(values, text, told) -> None:
    p = values(text)
    reason = why_not_further(p, "validation_path")
    assert told in str(reason)
    graph = sample_graph.of_table(p["path"])
    graph = graph_with(graph, validation_path=p["validation_path"], target_type="auto")
    problems = [each for each in check(graph).problems if each.param == "validation_path"]
    assert [str(each.reason) for each in problems] == [str(reason)]
    with pytest.raises(DataError, match="others"):
        load_dataset(graph, check(graph))


def graph_with(graph: Graph, **params: Any) -> Graph:
    for name, value in params.items():
        graph = edits.set_param(graph, "table", name, value)
    return graph


def test_a_file_that_is_not_there_and_the_table_itself_are_refused(values, monkeypatch) -> None:
    p = values(validation_path="gone.csv")
    assert "there is no file gone.csv" in str(why_not_further(p, "validation_path"))
    p = values()
    same = Values({**p, "test_path": p["path"]})
    assert "is the table to train on itself" in str(why_not_further(same, "test_path"))
    monkeypatch.chdir(Path(p["path"]).parent)
    same = Values({**p, "test_path": Path(p["path"]).name})
    assert "is the table to train on itself" in str(why_not_further(same, "test_path"))
    assert why_not_further(p, "validation_path") is None
    assert why_not_further(p, "test_path") is None


def test_files_of_the_same_name_are_told_apart(values, tmp_path) -> None:
    (tmp_path / "val").mkdir()
    (tmp_path / "val" / "flowers.csv").write_text("length,color\n1,red\n", "utf-8")
    p = values(validation_path=str(tmp_path / "val" / "flowers.csv"))
    assert str(tmp_path / "val" / "flowers.csv") in str(why_not_further(p, "validation_path"))


def test_words_that_are_new_are_told_of(values) -> None:
    told = [str(text) for text, _ in TABLE.own.remarks(values())]
    assert (
        "others.csv: the column color has words that flowers.csv does not have: green; they count "
        "as none of those it has"
    ) in told
    told = [str(text) for text, _ in TABLE.own.remarks(values(missing="drop"))]
    assert any("green; rows with one are left out" in text for text in told)


def test_a_large_table_is_looked_through_by_whoever_can_wait(values, monkeypatch) -> None:
    monkeypatch.setattr(survey, "_LARGE_BYTES", len(FLOWERS) + 5)
    text = "length,color,kind\n" + "1,red,a\n" * 20
    p = values(text)
    with in_a_hurry():
        assert is_not_yet(why_not_further(p, "validation_path"))
    assert why_not_further(p, "validation_path") is None
    with in_a_hurry():
        assert why_not_further(p, "validation_path") is None


def test_the_mark_follows_what_is_in_each_table_and_not_where_it_is(values, write) -> None:
    p = values()
    marks = {mark_of_tables(p), mark_of_tables(values(OTHERS + "a,red,1,q\n"))}
    marks.add(mark_of_tables(values(validation_path="")))
    marks.add(mark_of_tables(values(validation_path="", test_path=write("others.csv", OTHERS))))
    assert len(marks) == 4
    assert mark_of_tables(values(validation_path=write("elsewhere.csv", OTHERS))) in marks


def test_shares_that_nothing_is_kept_back_by_are_idle(values) -> None:
    assert list(TABLE.own.idle(values())) == ["validation_split"]
    assert "others.csv validates" in str(TABLE.own.idle(values())["validation_split"])
    p = values(validation_path="", test_path=values()["validation_path"])
    assert list(TABLE.own.idle(p)) == ["test_split"]
    assert TABLE.own.idle(values(validation_path="")) == {}


def test_a_dataset_is_hashed_by_what_is_in_its_tables(values, write) -> None:
    def loaded(p: Values):
        graph = graph_with(
            sample_graph.of_table(p["path"]),
            target_type="auto",
            validation_path=p["validation_path"],
        )
        return load_dataset(graph, check(graph))

    p = values()
    first = loaded(p)
    assert str(first.source).endswith(f"(from {p['path']}, {p['validation_path']})")
    assert (first.n_train, first.n_validation, first.n_test) == (4, 3, 0)
    assert loaded(values(validation_path=write("same.csv", OTHERS))).hash == first.hash
    assert loaded(values(OTHERS.replace("b,red,1", "b,red,2"))).hash != first.hash


def test_a_folder_is_no_table(tmp_path: Path, values) -> None:
    p = values(validation_path=str(tmp_path))
    assert "is a folder; choose a text file" in str(why_not_further(p, "validation_path"))
