"""`hornstudio` and `python -m hornstudio`: nothing is imported outside of what Ctrl+C may break."""

import os
import sys
import threading
from contextlib import suppress


def main() -> int:
    """Carry out the command line; the exit code."""
    try:
        from hornstudio.cli import main as carry_out

        code = carry_out()
        if "jax" in sys.modules:
            leave(code)
        return code
    except KeyboardInterrupt:  # while Python was still reading the program
        return 130


def leave(code: int) -> None:
    """End the process once all is written, without Python taking itself apart.

    Threads of XLA may want Python once more meanwhile, and the system then aborts the process:
    about one of 300 trainings that were told to stop ended with SIGABRT instead of its code.
    """
    # As Python does first: pools end, and all threads but daemons are waited for.
    threading._shutdown()  # type: ignore[attr-defined]
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
