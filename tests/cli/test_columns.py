import pytest

from hornstudio.cli.columns import cut, padded, print_table, width_of, wrapped


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("loss", 4), ("손실", 4), ("손실 loss", 9), ("e\u0301", 1), ("█", 1)],
)
def test_korean_takes_two_places_a_sign(text: str, width: int) -> None:
    assert width_of(text) == width


def test_blanks_fill_up_to_a_place() -> None:
    assert padded("오류", 7) == "오류   "
    assert padded("오류", 7, right=True) == "   오류"
    assert padded("longer", 3) == "longer"


@pytest.mark.parametrize(
    ("text", "width", "rest"),
    [
        ("epoch 2", 5, "epoch"),
        ("에포크 2", 4, "에포"),
        ("에포크 2", 5, "에포"),
        ("에포크", 9, "에포크"),
    ],
)
def test_what_is_cut_off_fits(text: str, width: int, rest: str) -> None:
    assert cut(text, width) == rest


def test_lines_end_in_time() -> None:
    text = "실행의 폴더, 또는 `hornstudio runs`에 나오는 이름"
    lines = wrapped(text, 20)
    assert " ".join(lines) == text
    assert max(map(width_of, lines)) <= 20
    assert wrapped("one verylongwordindeed two", 8) == ["one", "verylongwordindeed", "two"]
    assert wrapped("", 8) == []


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
