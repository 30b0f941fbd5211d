import json

import pytest

from hornstudio.cli.outcome import print_json, print_table


def test_what_is_no_number_is_null(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"loss": float("nan"), "all": [1.5, float("inf")], "shape": (2, None)})
    text = capsys.readouterr().out
    assert json.loads(text, parse_constant=pytest.fail) == {
        "loss": None,
        "all": [1.5, None],
        "shape": [2, None],
    }


def test_columns_stand_under_each_other_in_korean_and_with_notes_of_several_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_table(
        [("name", "n", "note"), ("멋진 이름", "12", "one\ntwo"), ("e\u0301", "3", "")], right=(1,)
    )
    assert capsys.readouterr().out.splitlines() == [
        "name        n  note",
        "멋진 이름  12  one two",
        "e\u0301           3",
    ]
