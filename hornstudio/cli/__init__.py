"""The command line. Exit codes: 0 done, 1 problems in the input, 2 wrong usage, 130 interrupted,
141 stopped as its reader has gone.

Nothing heavy is imported before a command needs it, so that `--help` answers at once.
"""

import io
import os
import sys
from collections.abc import Sequence

from hornstudio.cli.outcome import FAULTY, INTERRUPTED, UsageError, complain, has_gone, let_go
from hornstudio.cli.parser import parse
from hornstudio.cli.plain import PLAIN
from hornstudio.cli.words import speak_to_person, tr, tr_engine


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command. Returns the exit code; never shows a traceback."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed from the start, as some servers do
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # an old terminal must not break a run
            stream.reconfigure(errors=PLAIN)
    speak_to_person(sys.stdout, sys.stderr)
    try:
        command = parse(list(sys.argv[1:] if argv is None else argv))
        code = command()
        sys.stdout.flush()  # here, where a reader that has gone is no error
        return code
    except SystemExit as ending:  # --help and --version
        return int(ending.code or 0)
    except KeyboardInterrupt:
        return complain(tr("interrupted"), INTERRUPTED)
    except OSError as error:
        if not has_gone(error):
            return complain(_in_words(error), FAULTY)
        let_go(sys.stdout)  # its reader has seen enough; nothing must complain at the end either
        return 0
    except UsageError as error:
        return complain(error.text, error.code)
    except Exception as error:
        return complain(_in_words(error), FAULTY)


def _in_words(error: Exception) -> str:
    """What went wrong. With $HORNSTUDIO_TRACEBACK set, the error itself is let through."""
    if os.environ.get("HORNSTUDIO_TRACEBACK"):
        raise error
    if isinstance(error, ImportError):  # what follows may need the very package that is missing
        return tr("the installation is not complete: {error}", error=error)
    from hornstudio.engine.train.failure import failure_of

    return tr_engine(failure_of(error).reason)
