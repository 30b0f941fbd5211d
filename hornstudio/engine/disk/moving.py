"""Files and folders get another name, also where somebody looks into them just then.

Windows renames nothing that is open, and virus scanners and indexers open what was just written for
a moment. So there it is tried again for a while.
"""

import os
import sys
import time
from pathlib import Path

from hornstudio.engine.text import Text

PATIENCE_S = 1.0
_AGAIN_S = 0.02


def move(source: Path, target: Path) -> None:
    """Let a file stand at the target, whatever stood there; a folder only where nothing does.

    Raises: OSError.
    """
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            os.replace(source, target)
            return
        except PermissionError as error:
            if sys.platform != "win32":
                raise
            if time.monotonic() >= until:
                raise _in_words(error, target) from None
        time.sleep(_AGAIN_S)


def _in_words(error: PermissionError, target: Path) -> OSError:
    """Windows says the same of what may not be written and of what is in use."""
    if not target.exists():
        return error
    return PermissionError(None, Text("another program has it open, or it may not be written"))
