"""A test over many things fails where one of them does, and says which."""

import pytest

from tests.contract.every import every


def test_each_fault_names_its_thing() -> None:
    seen = []

    @every([1, 2, 3, 4], name="number {}".format)
    def test_is_odd(number: int) -> None:
        seen.append(number)
        if number == 2:
            with pytest.raises(ZeroDivisionError):
                pass
        assert number % 2 == 1, "even"

    with pytest.raises(BaseExceptionGroup, match="test_is_odd: number 2, number 4") as caught:
        test_is_odd()
    assert seen == [1, 2, 3, 4]
    not_raised, even = caught.value.exceptions
    assert isinstance(not_raised, pytest.fail.Exception)
    assert str(even).startswith("even")


def test_it_passes_where_all_do() -> None:
    @every(["a", "b"])
    def test_is_a_letter(letter: str) -> None:
        """A letter."""
        assert letter.isalpha()

    test_is_a_letter()
    assert (test_is_a_letter.__name__, test_is_a_letter.__doc__) == (
        "test_is_a_letter",
        "A letter.",
    )


def test_nothing_to_check_is_a_fault() -> None:
    with pytest.raises(AssertionError, match="nothing to check"):
        every([])
