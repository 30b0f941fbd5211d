"""How a command ends, and how it says so."""

import errno
import json
import math
import os
import shlex
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import reduce
from typing import Any, TextIO

from hornstudio.cli.plain import for_stream
from hornstudio.cli.words import tr

DONE = 0
FAULTY = 1
WRONG_USAGE = 2
INTERRUPTED = 130
UNREAD = 141
"""Of what is stopped as its reader has gone: what shells call the end by a broken pipe."""


class UsageError(Exception):
    """The command line itself is wrong; `text` says it in the person's language."""

    code = WRONG_USAGE

    def __init__(self, template: str, **values: Any) -> None:
        self.text = tr(template, **values)
        super().__init__(self.text)


def complain(text: str, code: int = FAULTY) -> int:
    """One line on standard error."""
    note(f"hornstudio: {' '.join(text.split())}")
    return code


def note(text: str) -> None:
    """A remark for people that is no result; lost where nobody reads any more."""
    with suppress(OSError):
        tell(f"{text}\n", sys.stderr)


def did_you_mean(word: str, names: Iterable[str], otherwise: str = "") -> str:
    """`did you mean NAME?` for a word that is close to one of them; else what is said otherwise."""
    from hornstudio.engine.spelling import closest  # only a slip needs it: help is there sooner

    close = closest(word, names)
    return tr("did you mean {name}?", name=close) if close else otherwise


def one_of(names: Iterable[str]) -> str:
    """`jax or keras or flax`."""
    return reduce(lambda one, other: tr("{one} or {other}", one=one, other=other), names)


def tell(text: str, stream: TextIO) -> None:
    """Write at once. Raises: OSError where whoever read has gone; what follows goes nowhere."""
    try:
        stream.write(text)
        stream.flush()
    except OSError:
        let_go(stream)
        raise


def let_go(stream: TextIO) -> None:
    """What nobody reads any more, as a pipe or terminal that was closed, is written nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def has_gone(error: OSError) -> bool:
    """Whether who read has gone, which Windows calls an argument that is not valid."""
    if sys.platform == "win32" and error.errno == errno.EINVAL:
        return error.filename is None  # it says so of names that cannot be, too
    return error.errno == errno.EPIPE


def as_typed(argument: str) -> str:
    """An argument as it is typed in the system's own terminal."""
    if sys.platform != "win32":
        return shlex.quote(argument)
    import subprocess  # only this needs it: help is there sooner without

    return subprocess.list2cmdline([argument])


def print_json(facts: Any) -> None:
    """Facts for programs; what is no number is null, as JSON has no word for it."""
    text = json.dumps(_as_json_has_it(facts), indent=1, ensure_ascii=False, allow_nan=False)
    print(for_stream(text, sys.stdout))


def _as_json_has_it(facts: Any) -> Any:
    if isinstance(facts, float):
        return facts if math.isfinite(facts) else None
    if isinstance(facts, dict):
        return {name: _as_json_has_it(value) for name, value in facts.items()}
    return [_as_json_has_it(each) for each in facts] if isinstance(facts, list | tuple) else facts
