"""A property that is worked out once.

Until Python 3.12 `functools.cached_property` takes a lock each time, which thousands of nodes and
wires notice: it was a twelfth of the time that opening a large network takes.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 - reads as `property` does
    """As `functools.cached_property`, without its lock; for what one thread looks at."""

    def __init__(self, work_out: Callable[[Any], T]) -> None:
        self._work_out = work_out
        self._name = work_out.__name__
        self.__doc__ = work_out.__doc__

    @overload
    def __get__(self, owner: None, kind: type[Any]) -> "once[T]": ...
    @overload
    def __get__(self, owner: object, kind: type[Any]) -> T: ...
    def __get__(self, owner: object | None, kind: type[Any]) -> "once[T] | T":
        """The value, which hides this from the second time on."""
        if owner is None:
            return self
        found = owner.__dict__[self._name] = self._work_out(owner)
        return found
