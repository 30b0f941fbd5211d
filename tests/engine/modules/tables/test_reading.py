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
    ("lines", "sign"),
    [
        (["5,1;3,5;0,2\n", "4,9;3,0;0,2\n"], ";"),
        (["5,1\t3,5\t0,2\r\n", "4,9\t3,0\t0,2\r\n"], "\t"),
        (["name, first;age\n", "Kim;3\n", "Lee;4\n"], ";"),
        (["a,b\n", '1,"x;y"\n', '2,"y;z"\n'], ","),
        (["a,b,c\n", "1,x|y,2\n"], ","),
        (["a;b;c\n", "1;2\n"], ";"),
        (['"a\n;b",c\n', "1,2\n"], ","),
        ([], ","),
    ],
)
def test_the_separator_is_what_each_line_has_as_often(lines: list[str], sign: str) -> None:
    assert reading.separator_of(lines, "auto") == sign


@pytest.mark.parametrize(
    ("rows", "sign", "decimal", "fraction"),
    [
        ([["3,5"]], ",", "auto", "."),
        ([["3,5"]], ";", "auto", ".,"),
        ([["987,654"], ["1,234,567"]], "\t", "auto", "."),
        ([["987,654", "1,234.5"]], ";", "auto", "."),
        ([["1,234.5"]], ";", "comma", ","),
        ([["3,5"]], ";", "point", "."),
    ],
)
def test_what_begins_fractions_is_seen(rows, sign: str, decimal: str, fraction: str) -> None:
    assert reading.fraction_of(rows, sign, decimal) == fraction


@pytest.mark.parametrize(
    ("cell", "fraction", "number"),
    [
        (" 1.5 ", ".", 1.5),
        ("-2e3", ".", -2000),
        ("1,234,567.5", ".", 1234567.5),
        ("-1,234", ".", -1234),
        ("3,5", ".,", 3.5),
        ("3.5", ".,", 3.5),
        ("1.234,5", ".,", 1234.5),
        ("1.234", ",", 1234),
        ("1.234.567,25", ",", 1234567.25),
        ("1\u202f234,5", ".,", 1234.5),
        ("1\u00a0234.5", ".", 1234.5),
        ("", ".", None),
        ("N/A", ".", None),
        (" ? ", ".", None),
        ("nan", ".", None),
        ("-inf", ".", None),
        ("#DIV/0!", ".", None),
    ],
)
def test_numbers_as_people_write_them(cell: str, fraction: str, number: float | None) -> None:
    found = reading.number_in(cell, fraction)
    assert found == number if number is not None else found != found
    many = reading.numbers_in(["1", cell], fraction)
    assert many[0] == 1
    assert many[1] == number if number is not None else many[1] != many[1]


@pytest.mark.parametrize(
    ("cell", "fraction"),
    [
        *((cell, ".") for cell in ("a", "1_0", "12,34", "1,2345", "1.2.3", ",5", "2024-01-01")),
        *((cell, ".") for cell in ("1,234.5,6", "1,2.5", "1e39", "1,234e400")),
        *((cell, ".,") for cell in ("1,234.56", "1,234,567", "1.23,5", "1.234.567")),
    ],
)
def test_words_are_no_numbers(cell: str, fraction: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        reading.number_in(cell, fraction)
    with pytest.raises(ValueError, match=r"."):
        reading.numbers_in([cell], fraction)


def blocks_of(path: Path, header: str = "auto") -> tuple[list[str], list]:
    names, _, blocks = reading.table_blocks(path, "auto", "auto", "auto", header)
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
