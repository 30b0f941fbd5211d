"""Python's collector of circles, kept from searching again and again what stays anyway."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def building() -> Iterator[None]:
    """While a document is read and shown: nothing is searched, nor any of it afterwards.

    A graph of thousands of nodes is a million small objects that stay; each search of them all
    holds the window up for a fifth of a second, and there would be several. What was built for the
    document before is searched for again from here on.
    """
    is_on = gc.isenabled()
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if is_on:
            gc.enable()


def release() -> None:
    """A document was closed: what was built for it is searched for again."""
    gc.unfreeze()
