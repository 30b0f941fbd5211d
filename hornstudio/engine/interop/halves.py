"""States of both directions, which are one here: in Keras each direction has its own.

A half is written as the port with a number behind it: `reader.state_h/0` is the forward one's.
"""

from collections.abc import Iterable

from hornstudio.engine.interop.modules import NoCounterpartError


def halves_of(port: str) -> tuple[str, str]:
    """The forward and the backward half."""
    return f"{port}/0", f"{port}/1"


def whole_of(ports: Iterable[str]) -> str | None:
    """The port of which these are both halves in order, or None."""
    stem = next(iter(ports := list(ports)), "").partition("/")[0]
    return stem if ports == list(halves_of(stem)) else None


def need_whole(port: str) -> str:
    """A port that is no half. Raises: NoCounterpartError."""
    if "/" in port:
        raise NoCounterpartError(
            "takes the state of one direction by itself; here those of both are one"
        )
    return port
