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

    file: the author's; the last line there that led to the error is named, if one did.
    """
    if isinstance(error, HornError):
        return error.text
    text = str(error).strip()
    what = text.splitlines()[0][:_LONGEST] if text else ""
    if isinstance(error, SyntaxError):  # says itself where it is
        return what
    name = type(error).__name__
    said = f"{name}: {what}" if what else name
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == file]
    return f"{said} ({Path(file).name}, line {lines[-1]})" if lines else said


def file_of(function: Callable[..., Any] | None) -> str:
    """The file that a function is written in, or "" where none is known."""
    code = getattr(inspect.unwrap(function), "__code__", None) if function else None
    return code.co_filename if code else ""
