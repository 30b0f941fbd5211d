"""A mistake in code that somebody else has written, in one line: what it is, in which file, where.

A person who writes a module of their own mends it by that line; nobody else sees a traceback.
"""

import inspect
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hornstudio.engine.errors import HornError

_LONGEST = 300


def told(error: BaseException, file: str = "") -> str:
    """`NameError: name 'x' is not defined (my_layer.py, line 14)`.

    file: the author's; the last line that led to the error is named, there or in a file beside it.
    """
    if isinstance(error, HornError):
        return error.text
    text = str(error).strip()
    what = text.splitlines()[0][:_LONGEST] if text else ""
    if isinstance(error, SyntaxError):  # says itself where it is
        return what
    name = type(error).__name__
    said = f"{name}: {what}" if what else name
    way = traceback.extract_tb(error.__traceback__) if file else []
    own = [frame for frame in way if Path(frame.filename).parent == Path(file).parent]
    return f"{said} ({Path(own[-1].filename).name}, line {own[-1].lineno})" if own else said


def file_of(function: Callable[..., Any] | None) -> str:
    """The file that a function is written in, or "" where none is known."""
    code = getattr(inspect.unwrap(function), "__code__", None) if function else None
    return code.co_filename if code else ""
