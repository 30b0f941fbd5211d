"""Samples that come through a pipe."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hornstudio.engine.errors import RunError

STANDARD_INPUT = Path("-")
_ENDINGS = {b"PK": ".npz", b"\x93NUMPY": ".npy", b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg"}
"""By how a file begins; everything else is a table."""


@contextmanager
def piped(inputs: list[Path]) -> Iterator[list[Path]]:
    """The files that are meant: in the place of `-`, one with all that standard input gives.

    Raises: RunError where it gives nothing, or others are named beside it.
    """
    if STANDARD_INPUT not in inputs:
        yield inputs
        return
    if len(inputs) > 1:
        raise RunError("- is standard input; need it alone, or files alone")
    data = b"" if sys.stdin.isatty() else sys.stdin.buffer.read()
    if not data:
        raise RunError("nothing came through standard input; need a table, an array or a picture")
    ending = next((e for start, e in _ENDINGS.items() if data.startswith(start)), ".csv")
    # Windows removes no file that is still mapped, but sweeps that place now and then.
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder, f"stdin{ending}")
        path.write_bytes(data)
        yield [path]
