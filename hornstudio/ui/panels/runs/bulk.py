"""Very many runs, read into the index by another process."""

import subprocess
from collections.abc import Callable

from hornstudio.ui.subcommand import program

_LOOK_S = 0.5
_NO_CONSOLE = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows one would flash up


def read_elsewhere(tell: Callable[[], None], is_closed: Callable[[], bool]) -> bool:
    """Let a process of this program refresh the index; whether it did. Call it in a thread.

    tell: called now and then while it goes on.  is_closed: whether to leave off.
    """
    command = [*program(), "runs", "--limit", "1", "--json"]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_CONSOLE,
        )
    except OSError:
        return False
    with process:
        while not is_closed():
            try:
                return process.wait(_LOOK_S) == 0
            except subprocess.TimeoutExpired:
                tell()
        process.kill()
    return False
