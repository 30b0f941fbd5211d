"""Work on a figure in turns so short that the window draws a frame between two of them."""

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TypeVar

from hornstudio.ui.theme import current

T = TypeVar("T")

_TURN_S = 0.008


@contextmanager
def paper() -> Iterator[None]:
    """Meanwhile colours are those of paper: the light ones."""
    with current().borrowed("light"):
        yield


def in_turns(
    steps: Iterable[Callable[[], object]],
    around: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Generator[float, None, None]:
    """Take steps one after another on paper; after each turn comes the share that is done.

    around: what each turn is done in.
    """
    left = deque(steps)
    count = len(left)
    while left:
        until = time.perf_counter() + _TURN_S
        with paper(), around():
            left.popleft()()
            while left and time.perf_counter() < until:
                left.popleft()()
        yield 1 - len(left) / count


def within(turns: Generator[float, None, T], start: float, end: float) -> Generator[float, None, T]:
    """The same turns as a part of more: their shares go from `start` to `end`."""
    while True:
        try:
            share = next(turns)
        except StopIteration as last:
            result: T = last.value
            return result
        yield start + share * (end - start)


def at_once(turns: Generator[float, None, T]) -> T:
    """What comes of all turns, without a break."""
    while True:
        try:
            next(turns)
        except StopIteration as last:
            result: T = last.value
            return result


def slices(all_of_them: Sequence[T], length: int) -> list[Sequence[T]]:
    """A sequence in parts of a length, of which the last may be shorter."""
    return [all_of_them[at : at + length] for at in range(0, len(all_of_them), length)]
