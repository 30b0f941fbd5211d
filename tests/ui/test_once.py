"""A property that is worked out once."""

from hornstudio.ui.once import once


class Sum:
    """Counts how often it is asked."""

    def __init__(self, *numbers: int) -> None:
        self.numbers, self.count = numbers, 0

    @once
    def total(self) -> int:
        """All of them."""
        self.count += 1
        return sum(self.numbers)


def test_each_owner_works_it_out_once():
    two, three = Sum(1, 1), Sum(1, 2)
    assert (two.total, three.total, two.total) == (2, 3, 2)
    assert (two.count, three.count) == (1, 1)


def test_the_class_tells_what_it_is():
    assert Sum.total.__doc__ == "All of them."
