"""What is in each column."""

from pathlib import Path

import pytest

from hornstudio.engine.modules.tables import columns, reading


def looked_at(tmp_path: Path, text: str) -> tuple[dict[str, dict], int]:
    path = tmp_path / "t.csv"
    path.write_text(text, "utf-8")
    found, count = columns.look_at_columns(path, *["auto"] * 4)
    return {column["name"]: column for column in found}, count


TABLE = "n,word,gap,none,mixed\n3,b,,,1\n1,a,2.5,,x\n2,b,NA,-,2\n"


@pytest.mark.parametrize("rows_at_once", [1, 2, 1000])
def test_numbers_words_and_gaps_are_told_apart(tmp_path, monkeypatch, rows_at_once) -> None:
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", rows_at_once)
    found, count = looked_at(tmp_path, TABLE)
    assert count == 3
    is_number = {name: column["is_number"] for name, column in found.items()}
    assert is_number == {"n": True, "word": False, "gap": True, "none": True, "mixed": False}
    assert [found[n]["values"] for n in found] == [
        [1, 2, 3],
        ["a", "b"],
        [2.5],
        [],
        ["1", "2", "x"],
    ]
    assert [found[n]["gaps"] for n in found] == [0, 0, 2, 3, 0]
    assert (found["n"]["low"], found["n"]["high"], found["n"]["mean"]) == (1, 3, 2)
    assert found["gap"]["mean"] == 2.5
    assert "mean" not in found["none"]


@pytest.mark.parametrize(
    ("numbers", "is_count"),
    [
        (range(3, 15), True),
        ([*range(11), 12], False),
        ([*range(11), ""], False),
        (range(5), False),
        (range(12, 0, -1), False),
        ([i + 0.5 for i in range(12)], True),
    ],
)
@pytest.mark.parametrize("rows_at_once", [1, 5, 1000])
def test_numbers_of_rows_are_known(tmp_path, monkeypatch, numbers, is_count, rows_at_once) -> None:
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", rows_at_once)
    found, _ = looked_at(tmp_path, "n,w\n" + "".join(f"{i},w\n" for i in numbers))
    assert found["n"]["is_count"] == is_count


def test_words_after_many_numbers_make_a_column_of_words(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 10)
    found, _ = looked_at(tmp_path, "a\n" + "1.0\n" * 25 + "NA\nlast\n")
    assert (found["a"]["is_number"], found["a"]["values"]) == (False, ["1.0", "last"])
    assert found["a"]["gaps"] == 1


def test_one_number_written_in_several_ways_is_one_value(tmp_path) -> None:
    found, _ = looked_at(tmp_path, 'a\n1\n1.0\n 1\n"1,000"\n1000\n')
    assert found["a"]["values"] == [1, 1000]


def test_of_very_many_values_none_are_kept(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(columns, "MOST_VALUES", 5)
    text = "n,w\n" + "".join(f"{i},w{i}\n" for i in range(6))
    found, _ = looked_at(tmp_path, text)
    assert [column["values"] for column in found.values()] == [None, None]
    assert (found["n"]["low"], found["n"]["high"]) == (0, 5)
