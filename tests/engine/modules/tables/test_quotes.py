"""Quotes that nobody closed are noticed by what they swallow."""

from pathlib import Path

import pytest

from hornstudio.engine.modules.tables.quotes import LONG_LINES, OpenCell, open_cell

ROWS = "3,4,x\n" * 4


def look(tmp_path: Path, text: str, encoding: str = "utf-8") -> OpenCell | None:
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode(encoding))
    return open_cell(path, "auto", "auto")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f'a,b,c\n1,"2,x\n{ROWS}', 2),
        (f'a,b,c\r\n{ROWS}1,2,"x', 6),
        (f'a,b,c\n"one\ntwo",2,x\n1,"2,x\n{ROWS}', 4),
        (f'"a,b,c\n{ROWS}', 1),
        (f'a,b,c\n1,"2,x\n{ROWS * 8000}', 2),  # more than a cell can hold
    ],
)
def test_a_quote_that_is_never_closed_is_found_with_its_line(tmp_path, text, line) -> None:
    found = look(tmp_path, text)
    assert found is not None
    assert (found.first, found.is_closed) == (line, False)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f'a,b,c\n1,"2,x\n{ROWS}1,"2",x\n', (2, 7)),  # words right behind the quote
        (f'a,b,c\n1,"2,x\n{ROWS}1,2",x\n', (2, 7)),  # what is between looks like rows
        ('a,b\n1,"' + "word\n" * LONG_LINES + '"\n1,2\n', (2, 2 + LONG_LINES)),
    ],
)
def test_a_quote_that_another_one_has_closed_is_found(tmp_path, text, lines) -> None:
    assert look(tmp_path, text) == OpenCell(*lines)


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"a,b,c\n{ROWS}",
        f'a,b,c\n"1","say ""hi""",x\n{ROWS}',
        f'a,b,c\n1,"two\n\nlines, of text",x\n{ROWS}"1","2","3"',
        f'a,b,c\n1,5" pipe,x\n{ROWS}',
        'a,b\n1,"one, two\nthree, four\nfive"\n',
        '"a","b"\n\n1,2\n',
        f'a,b\n1,"{"x" * 200_000}"\n',
    ],
)
def test_what_is_quoted_well_is_left_alone(tmp_path, text: str) -> None:
    assert look(tmp_path, text) is None
    assert look(tmp_path, text, "utf-16") is None
