"""The module: what it gives, says, and refuses."""

from pathlib import Path
from typing import Any

import pytest

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.modules.tables.table import TABLE
from hornstudio.engine.shapes import Spec
from tests.engine.modules.tables.table_values import values

PASSENGERS = """Id,Survived,Name,Sex,Age,Fare,Empty
1,0,"Braund, Owen",male,22,7.25,
2,1,"Cumings, John",female,38,71.28,
3,1,"Heikkinen, Laina",female,,7.92,
4,0,"Allen, William",male,35,8.05,
,,,,,,
5,,"Moran, James",male,29,8.45,
"""


@pytest.fixture
def passengers(tmp_path: Path) -> Path:
    path = tmp_path / "passengers.csv"
    path.write_text(PASSENGERS, "utf-8")
    return path


def specs(path: Path | str, **given: Any) -> dict[str, Spec]:
    return TABLE.infer_outputs(values(path, **given))


def test_shapes_and_classes_are_known_before_anything_is_loaded(passengers: Path) -> None:
    found = specs(passengers, target="Survived", max_categories=3)
    assert found["features"] == Spec((5,))  # Id, Sex twice, Age, Fare
    assert found["target"] == Spec((), "int32", classes=2, names=("0", "1"))
    found = specs(passengers, target="Sex", target_type="categorical", ignore=["Id", "Name"])
    assert found["features"] == Spec((3,))
    assert found["target"] == Spec((2,), names=("female", "male"))
    assert specs(passengers, target="Fare")["target"] == Spec((1,))
    assert specs(passengers, target="Survived", target_type="number")["target"] == Spec((1,))


def test_without_the_file_a_graph_still_has_shapes(tmp_path: Path) -> None:
    found = specs(tmp_path / "elsewhere.csv")
    assert (found["features"], found["target"].is_label) == (Spec(("features",)), True)
    assert specs("", target_type="number")["target"] == Spec((1,))
    assert specs("", target_type="categorical")["target"] == Spec(("classes",))


@pytest.mark.parametrize(
    ("given", "param", "told"),
    [
        ({"target": "survived"}, "target", "has no column survived; there are Id, Survived, Name"),
        ({"target": "Sex", "ignore": ["Nam"]}, "ignore", "has no column Nam"),
        ({"target": "Sex", "target_type": "number"}, "target_type", "words in it, such as female"),
        ({}, "target", "the column Empty is empty"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_setting(passengers, given, param, told) -> None:
    with pytest.raises(ShapeError, match=told) as refusal:
        specs(passengers, **given)
    assert refusal.value.param == param
    if "survived" in told:
        assert refusal.value.remedies[0].action.value == "Survived"


def test_the_word_that_is_told_among_numbers_is_none(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("n,w\n1,2\n1,many\n", "utf-8")
    with pytest.raises(ShapeError, match="the column w has words in it, such as many"):
        specs(path, target_type="number")


def test_too_many_values_are_no_classes_and_no_columns_no_features(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("n,w\n" + "".join(f"{i},w{i}\n" for i in range(1200)), "utf-8")
    with pytest.raises(ShapeError, match="too many different values to be classes"):
        specs(path)
    with pytest.raises(ShapeError, match="has no column left to learn from"):
        specs(path, target="n")
    path.write_text("n;w\n1;2\n", "utf-8")
    with pytest.raises(ShapeError, match="has only one column, n;w; need one to predict"):
        specs(path, separator="bar")


def test_examples_are_counted_without_those_that_lack_the_target(passengers: Path) -> None:
    assert TABLE.examples is not None
    assert TABLE.examples(values(passengers, target="Survived", test_split=0.5)) == (2, 2, 0)
    assert TABLE.examples(values(passengers, target="Survived", missing="drop")) == (0, 0, 0)
    assert TABLE.examples(values("")) == (0, 0, 0)


def test_what_is_left_out_or_filled_is_said(passengers: Path) -> None:
    assert TABLE.own is not None
    remarks = TABLE.own.remarks(values(passengers, target="Survived", max_categories=3))
    assert tuple(reason for reason, remedies in remarks if not remedies) == (
        "leaves out Name, Empty: empty, or more than 3 different words",
        "leaves out 1 of 5 rows, which tell no Survived: their cells are empty or have a word for "
        "that, such as none or NA",
        "fills empty cells in Age: numbers by the mean of the rows to train on",
    )
    given = {"target": "Survived", "ignore": ["Name", "Empty"], "missing": "drop"}
    assert [str(reason) for reason, _ in TABLE.own.remarks(values(passengers, **given))][1:] == [
        "leaves out rows with empty cells in Age"
    ]
    p = values(passengers, target="Survived")
    assert TABLE.own.bounds(p, "features") == (1, 71.28)
    assert TABLE.own.bounds(p, "target") is None
    p = values(passengers, target="Survived", target_type="number")
    assert TABLE.own.bounds(p, "target") == (0, 1)
    assert {TABLE.own.bounds(values(""), port) for port in ("features", "target")} == {None}
