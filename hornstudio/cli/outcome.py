"""How a command ends, and how it says so."""

import difflib
import json
import math
import sys
from collections.abc import Iterable
from typing import Any

DONE = 0
FAULTY = 1
WRONG_USAGE = 2
INTERRUPTED = 130


class UsageError(Exception):
    """The command line itself is wrong."""

    code = WRONG_USAGE


def complain(text: str, code: int = FAULTY) -> int:
    """One line on standard error."""
    print(f"hornstudio: {' '.join(text.split())}", file=sys.stderr)
    return code


def note(text: str) -> None:
    """A remark for people that is no result."""
    print(text, file=sys.stderr)


def did_you_mean(word: str, names: Iterable[str], otherwise: str = "") -> str:
    """`did you mean NAME?` for a word that is close to one of them; else what is said otherwise."""
    close = difflib.get_close_matches(word, list(names), n=1)
    return f"did you mean {close[0]}?" if close else otherwise


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
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))] if rows else []
    for row in rows:
        cells = [
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())
