"""How a command ends, and how it says so."""

import difflib
import json
import math
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, TextIO
from unicodedata import combining, east_asian_width

DONE = 0
FAULTY = 1
WRONG_USAGE = 2
INTERRUPTED = 130


class UsageError(Exception):
    """The command line itself is wrong."""

    code = WRONG_USAGE


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
    close = difflib.get_close_matches(word, list(names), n=1)
    return f"did you mean {close[0]}?" if close else otherwise


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


def print_json(facts: Any) -> None:
    """Facts for programs; what is no number is null, as JSON has no word for it."""
    print(json.dumps(_as_json_has_it(facts), indent=1, ensure_ascii=False, allow_nan=False))


def _as_json_has_it(facts: Any) -> Any:
    if isinstance(facts, float):
        return facts if math.isfinite(facts) else None
    if isinstance(facts, dict):
        return {name: _as_json_has_it(value) for name, value in facts.items()}
    return [_as_json_has_it(each) for each in facts] if isinstance(facts, list | tuple) else facts


def print_table(rows: list[tuple[str, ...]], right: tuple[int, ...] = ()) -> None:
    """Columns as wide as they need to be; those in `right` end at the same place."""
    lines = [tuple(" ".join(cell.splitlines()) for cell in row) for row in rows]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [
            " " * (width - _width(cell)) + cell
            if i in right
            else cell + " " * (width - _width(cell))
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())


def _width(text: str) -> int:
    """Places that it takes in a terminal: two for a sign of Korean, none for one over another."""
    if text.isascii():  # nearly all are, and there may be 10,000 runs
        return len(text)
    return sum(0 if combining(sign) else 1 + (east_asian_width(sign) in "FW") for sign in text)
