"""Files and folders are renamed, removed and opened also where somebody looks into them just then.

Windows refuses that while they are open elsewhere, and virus scanners and indexers open what was
just written for a moment. So there it is tried again for a while.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hornstudio.engine.text import Text

PATIENCE_S = 1.0
_AGAIN_S = 0.02

_Made = TypeVar("_Made")


def patiently(do: Callable[[], _Made]) -> _Made:
    """What `do` gives, once the system lets it. Raises: what it raises, at last."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            return do()
        except PermissionError:
            if sys.platform != "win32" or time.monotonic() >= until:
                raise
        time.sleep(_AGAIN_S)


def move(source: Path, target: Path) -> None:
    """Let a file stand at the target, whatever stood there; a folder only where nothing does.

    Raises: OSError.
    """
    try:
        patiently(lambda: os.replace(source, target))
    except PermissionError as error:
        if sys.platform == "win32" and target.exists():
            raise _in_use_or_forbidden() from error
        raise


def remove(path: Path) -> None:
    """Let there be no such file. Raises: OSError."""
    patiently(lambda: path.unlink(missing_ok=True))


def _in_use_or_forbidden() -> OSError:
    """Windows says the same of what may not be written and of what is in use."""
    return PermissionError(None, Text("another program has it open, or it may not be written"))
