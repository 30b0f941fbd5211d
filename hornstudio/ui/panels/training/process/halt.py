"""Whether a process was stopped by a signal, as the system knows at once and for certain."""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from hornstudio.engine.lazy import psutil


def is_halted(pid: int) -> bool:
    """Whether a child process is stopped (SIGSTOP, SIGTSTP) and has not been let go on.

    False where the system does not say. Nothing is taken from whoever waits for its end.
    """
    if sys.platform == "linux":
        return _state_on_linux(pid) == b"T"  # one that a debugger looks at has another letter
    if sys.platform == "win32":
        return False  # no signal stops a process there
    return _is_stopped(pid)


def let_go_on(pid: int) -> None:
    """Have a child process go on that was stopped; one that was not hears nothing of it."""
    if sys.platform != "win32" and pid:
        with suppress(OSError):
            os.kill(pid, signal.SIGCONT)


def _state_on_linux(pid: int) -> bytes:
    """Its letter. psutil knows as much, but would be imported for it while the window starts."""
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0]
    except (OSError, IndexError):
        return b""


def _is_stopped(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_STOPPED)
    except psutil.Error:
        return False
