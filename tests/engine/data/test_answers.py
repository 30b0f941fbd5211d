"""What a network said, as a table for spreadsheets."""

from pathlib import Path

import numpy as np

from hornstudio.engine.data.answers import as_csv, sample_names, with_shares


def test_scores_become_shares_where_their_loss_has_it_so() -> None:
    outputs = {"a": np.log([[1.0, 3.0]]) + 500, "b": np.array([[1.0, 3.0]])}
    shares = with_shares(outputs, ["a"])
    np.testing.assert_allclose(shares["a"], [[0.25, 0.75]])
    assert shares["b"] is outputs["b"]


def test_each_sample_is_a_row_with_its_likeliest_class_and_all_numbers() -> None:
    outputs = {
        "kind": np.array([[0.25, 0.75], [1.0, 0.0]]),
        "price": np.array([[2.5e6], [-1.0]]),
        "place": np.array([[1, 2], [3, 4]]),
    }
    table = as_csv(["1", "2"], outputs, {"kind": ["고양이", "dog, big"]}).decode("utf-8-sig")
    assert table.splitlines() == [
        'sample,kind,kind: 고양이,"kind: dog, big",price,place 1,place 2',
        '1,"dog, big",0.25,0.75,2500000,1,2',
        "2,고양이,1,0,-1,3,4",
    ]


def test_samples_are_called_by_their_files_or_rows() -> None:
    assert sample_names([Path("/x/a.png"), Path("b.png")], 2) == ["a.png", "b.png"]
    assert sample_names([Path("x/a.png"), Path("y/a.png")], 2) == ["x/a.png", "y/a.png"]
    assert sample_names([Path("a.csv")], 3) == ["1", "2", "3"]


def test_without_a_sample_there_is_a_heading() -> None:
    outputs = {"a": np.zeros((0, 2)), "b": np.zeros((0, 1))}
    assert as_csv([], outputs, {}).decode("utf-8-sig") == "sample,a 1,a 2,b\n"
