"""Who waits until a large file is looked through, and who must not: an event loop."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from hornstudio.engine.text import Text

_waits = ContextVar("waits", default=True)


def waits() -> bool:
    """Whether whoever asks can wait for seconds; what takes that long is left open otherwise."""
    return _waits.get()


@contextmanager
def in_a_hurry() -> Iterator[None]:
    """What this thread asks of files meanwhile is answered at once. Others wait as ever."""
    before = _waits.set(False)
    try:
        yield
    finally:
        _waits.reset(before)


def not_yet(path: str) -> Text:
    """What somebody in a hurry is told of a file that is not known yet."""
    return Text("{path} is being looked through, which takes a moment", path=path)


_NOT_YET = not_yet("").template


def is_not_yet(text: str) -> bool:
    """Whether it is that, and not a fault of the file."""
    return isinstance(text, Text) and text.template == _NOT_YET
