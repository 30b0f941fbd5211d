"""Of many like cases, which run every time."""

import pytest

from tests.contract.few import few, often


@pytest.mark.parametrize(
    ("count", "most", "kept"),
    [
        (3, 3, [0, 1, 2]),
        (5, 3, [0, 2, 4]),
        (9, 2, [0, 8]),
        (1, 3, [0]),
        (12, 4, [0, 4, 7, 11]),
        (4, 1, [3]),
    ],
)
def test_first_last_and_some_between_are_kept(count: int, most: int, kept: list[int]) -> None:
    found = few(range(count), lambda _: "one group", most)
    assert [thing for thing in found if isinstance(thing, int)] == kept
    assert len(found) == count


def test_every_group_keeps_some() -> None:
    found = few("aaaabb", lambda letter: letter, 2)
    assert [thing for thing in found if isinstance(thing, str)] == ["a", "a", "b", "b"]
    assert all(p.marks[0].name == "soak" for p in found if not isinstance(p, str))


def test_what_is_not_chosen_is_a_long_run() -> None:
    found = often("abc", "b")
    assert [thing for thing in found if isinstance(thing, str)] == ["b"]
    assert [p.values for p in found if not isinstance(p, str)] == [("a",), ("c",)]
