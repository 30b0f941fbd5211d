"""One test over many things: as many tests of a millisecond each take ten times as long."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

_FAULTS = (Exception, pytest.fail.Exception)


def every(things: Iterable[Any], name: Callable[[Any], str] = str) -> Callable:
    """Check each thing, also after one has failed; every fault says which it is of."""
    things = list(things)
    assert things, "there is nothing to check"

    def over_all(check: Callable[[Any], None]) -> Callable[[], None]:
        def test() -> None:
            faults = [fault for thing in things if (fault := _fault_of(check, thing, name))]
            if faults:
                where = ", ".join(fault.__notes__[-1] for fault in faults)
                raise BaseExceptionGroup(f"{check.__name__}: {where}", faults)

        test.__name__, test.__qualname__ = check.__name__, check.__qualname__
        test.__module__, test.__doc__ = check.__module__, check.__doc__
        return test

    return over_all


def _fault_of(
    check: Callable[[Any], None], thing: Any, name: Callable[[Any], str]
) -> BaseException | None:
    try:
        check(thing)
    except _FAULTS as fault:
        fault.add_note(name(thing))
        return fault
    return None
