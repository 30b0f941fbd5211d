"""One row is made of another by as few places as can be told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hornstudio.engine.storage.hunks import hunks, rebuilt

ROW = list("abcdefgh")


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ("abcdefgh", []),
        ("abdefgh", [(2, 1, [])]),
        ("abcdefghij", [(8, 0, ["i", "j"])]),
        ("xbcdefgy", [(0, 1, ["x"]), (7, 1, ["y"])]),
        ("acdzegh", [(1, 1, []), (4, 0, ["z"]), (5, 1, [])]),
        ("", [(0, 8, [])]),
        ("abdcefgh", [(2, 2, ["d", "c"])]),
        ("abbcdefgh", [(2, 0, ["b"])]),
        ("axcdexgh", [(1, 5, ["x", "c", "d", "e", "x"])]),
    ],
)
def test_only_what_is_other_is_told(there: str, expected: list) -> None:
    assert hunks(ROW, list(there)) == expected
    assert rebuilt(ROW, expected) == list(there)


@given(st.lists(st.integers(0, 9), max_size=12), st.lists(st.integers(0, 9), max_size=12))
def test_any_row_is_made_of_any_other(here: list[int], there: list[int]) -> None:
    assert rebuilt(here, hunks(here, there)) == there
    assert rebuilt(tuple(here), hunks(tuple(here), tuple(there))) == there


@given(st.permutations(range(9)), st.sets(st.integers(0, 8)), st.sets(st.integers(0, 8)))
def test_what_stays_in_its_order_is_never_told(row, gone, came) -> None:
    here = [i for i in row if i not in came]
    there = [i for i in row if i not in gone]
    found = hunks(here, there)
    assert rebuilt(here, found) == there
    assert sum(count for _, count, _ in found) == len(set(here) - set(there))
    assert sum(len(items) for *_, items in found) == len(set(there) - set(here))


@pytest.mark.parametrize("found", [[(9, 0, [])], [(7, 2, [])], [(3, 1, []), (2, 0, ["x"])]])
def test_places_that_are_not_there_are_refused(found) -> None:
    with pytest.raises(ValueError, match="of 8 places"):
        rebuilt(ROW, found)
