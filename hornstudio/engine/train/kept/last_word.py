"""What can still be said of a run on a full disk: a word of run.json gives way to one as long."""

import os
from pathlib import Path

_RUNNING = b'"state": "running"'
_FAILED = b'"state":  "failed"'


def say_failed(folder: Path) -> bool:
    """Let a run be known to have failed though no file can be written anew; whether it is now.

    Otherwise it would be taken to be running for as long as the process lives that ran it.
    """
    try:
        handle = os.open(folder / "run.json", os.O_RDWR | getattr(os, "O_BINARY", 0))
    except OSError:
        return False
    try:
        at = os.read(handle, os.fstat(handle).st_size).find(_RUNNING)
        if at < 0:
            return False
        os.lseek(handle, at, os.SEEK_SET)
        os.write(handle, _FAILED)
        os.fsync(handle)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True
