"""Units of a script: the layers of one use of a composite together, or a layer by itself."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def in_order(
    units: Mapping[str, Sequence[T]], takes: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, Sequence[T]]]:
    """Units in an order in which each comes after those that it takes from; else as they are."""
    done: set[str] = set()
    waiting = dict(units)
    while waiting:
        name = next(n for n in waiting if set(takes[n]) - {n} <= done)
        done.add(name)
        yield name, waiting.pop(name)


def free(wish: str, taken: set[str]) -> str:
    """The name, with `_` behind it while it is taken; it is taken then."""
    while wish in taken:
        wish += "_"
    taken.add(wish)
    return wish


def inputs_of(sources: Sequence[str]) -> list[tuple[str, str]]:
    """What flows in, each with the name of an argument: `x`, or `x_1`, `x_2` ..."""
    single = len(sources) == 1
    return [(s, "x" if single else f"x_{n}") for n, s in enumerate(sources, 1)]


def about(title: str, count: int) -> str:
    """The docstring of a composite's function."""
    words = " ".join(title.replace("\\", "/").replace('"', "'").split())
    return f'"""{words}: a composite of {count} layers."""'
