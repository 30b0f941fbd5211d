"""Files as programs and people write them."""

import csv
from pathlib import Path

import pytest

from hornstudio.engine.modules.tables import reading

ROWS = [["name", "größe", "이름"], ["a", "1.5", "가"], ["b, c", "", "나"]]


def write(path: Path, encoding: str = "utf-8", sign: str = ",", rows=ROWS) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=sign).writerows(rows)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_encoding_and_separator_are_seen(tmp_path: Path, encoding: str, sign: str) -> None:
    rows, found = reading.open_table(write(tmp_path / "t.csv", encoding, sign), "auto", "auto")
    assert found == sign
    assert list(rows) == ROWS


def test_files_of_old_programs_are_read(tmp_path: Path) -> None:
    korean = [["이름", "값"], ["홍길동", "1"]]
    latin = [["Größe", "Straße"], ["1", "é"]]
    for name, rows in (("cp949", korean), ("latin-1", latin)):
        path = write(tmp_path / name, name, rows=rows)
        assert list(reading.open_table(path, "auto", "auto")[0]) == rows


def test_what_was_chosen_is_not_guessed(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", rows=[["a;b", "c;d;e"]])
    assert list(reading.open_table(path, "utf-8-sig", "comma")[0]) == [["a;b", "c;d;e"]]


@pytest.mark.parametrize(
    ("cell", "sign", "number"),
    [
        (" 1.5 ", ",", 1.5),
        ("-2e3", ",", -2000),
        ("1,234,567.5", ",", 1234567.5),
        ("-1,234", ",", -1234),
        ("3,5", ";", 3.5),
        ("1.234,5", ";", 1234.5),
        ("3,25", "\t", 3.25),
        ("", ",", None),
        ("N/A", ",", None),
        (" ? ", ",", None),
        ("nan", ",", None),
    ],
)
def test_numbers_as_people_write_them(cell: str, sign: str, number: float | None) -> None:
    found = reading.number_in(cell, sign)
    assert found == number if number is not None else found != found
    assert reading.numbers_in(["1", cell], sign)[0] == 1


@pytest.mark.parametrize("cell", ["a", "1_0", "12,34", "1,2345", "1.2.3", ",5", "2024-01-01"])
def test_words_are_no_numbers(cell: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        reading.number_in(cell, ",")


def blocks_of(path: Path, header: str = "auto") -> tuple[list[str], list]:
    names, _, blocks = reading.table_blocks(path, "auto", "auto", header)
    return names, [column for block in blocks for column in zip(*block, strict=True)]


def test_a_first_row_with_a_number_is_no_heading(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", rows=[["5.1", "setosa"], ["4.9", "virginica"]])
    names, rows = blocks_of(path)
    assert names == ["column 1", "column 2"]
    assert rows == [("5.1", "setosa"), ("4.9", "virginica")]
    assert blocks_of(path, "yes") == (["5.1", "setosa"], [("4.9", "virginica")])


def test_names_are_made_different(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", rows=[["a", "a", "", "a (2)", "height, cm"], ["1"] * 5])
    names = ["a", "a (2)", "column 3", "a (2) (2)", "height cm"]
    assert blocks_of(path, "yes")[0] == names


def test_short_rows_are_filled_up_empty_lines_left_out_long_rows_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2\n\n3\n,\n", "utf-8")
    assert blocks_of(path)[1] == [("1", "2"), ("3", "")]
    path.write_text("a,b\n1,2,3\n", "utf-8")
    with pytest.raises(ValueError, match="3 cells, the first one 2"):
        blocks_of(path)


def test_many_rows_come_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 3)
    path = write(tmp_path / "t.csv", rows=[["n"], *[[str(i)] for i in range(10)]])
    assert [int(row[0]) for row in blocks_of(path)[1]] == list(range(10))


def test_a_table_is_found_below_the_data_folders(tmp_path: Path, monkeypatch) -> None:
    write(tmp_path / "mine.csv")
    monkeypatch.setenv("HORNSTUDIO_DATA", str(tmp_path))
    assert reading.find_table("mine.csv") == tmp_path / "mine.csv"
    assert reading.find_table("other.csv") == Path("other.csv")
