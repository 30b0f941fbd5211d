"""Rows that another program measures, each with a limit: one that takes too long is told as such.

The program prints a line of JSON before each row, `{"begins": NAME}`, and one after it,
`{"row": NAME, "found": ...}`. Where a row finds no end the process is ended, and another one goes
on with those behind it; its names are the command's last argument.
"""

import json
import queue
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

CREATE = "create_s"
"""The row that all others need: without it there is nothing to measure. It comes first in every
process, and may take as long as several others."""
_CREATE_ROWS = 5


def measure(
    command: Sequence[str], names: Sequence[str], env: Mapping[str, str], row_s: float, all_s: float
) -> dict[str, Any]:
    """What each row came to; `{"more_than_s": row_s}` where that was its limit."""
    found: dict[str, Any] = {}
    until = time.monotonic() + all_s
    while rest := [name for name in names if name not in found]:
        if time.monotonic() > until:
            why = f"all rows took more than {all_s:g} s"
            found |= {name: {"not measured": why} for name in rest}
            break
        _one_process([*command, ",".join(rest)], rest, found, env, (row_s, until))
        if isinstance(found.get(CREATE), dict):
            why = "the graph was not made"
            found |= {name: {"not measured": why} for name in names if name not in found}
    return found


def by_part(rows: Mapping[str, Any]) -> dict[str, Any]:
    """Rows such as `close pan` in a dict for `close`."""
    found: dict[str, Any] = {}
    for name, figures in rows.items():
        part, _, row = name.partition(" ")
        if row:
            found.setdefault(part, {})[row] = figures
        else:
            found[part] = figures
    return found


def _one_process(
    command: Sequence[str],
    names: Sequence[str],
    found: dict[str, Any],
    env: Mapping[str, str],
    limits: tuple[float, float],
) -> None:
    """Take rows from a process until it ends, one takes too long, or all do.

    limits: seconds a row, and when all has to be done.
    """
    process = subprocess.Popen(command, env=dict(env), stdout=subprocess.PIPE, text=True)
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_read, args=(process, lines), daemon=True).start()
    current, (row_s, until) = names[0], limits
    limit = _CREATE_ROWS * row_s
    try:
        while (line := lines.get(timeout=limit)) is not None:
            told = json.loads(line) if line.startswith("{") else {}
            current = told.get("begins", current)
            limit = (_CREATE_ROWS if current == CREATE and "row" not in told else 1) * row_s
            limit = min(limit, max(until - time.monotonic(), 0.0))
            if "row" in told:
                found[told["row"]] = told["found"]
        process.wait()
    except queue.Empty:
        if time.monotonic() < until:
            found[current] = {"more_than_s": limit}
        return
    finally:
        process.kill()
        process.wait()
    for name in (current, names[0]):  # it ended by itself in a row, or before the first
        found.setdefault(name, {"failed": process.returncode})


def _read(process: "subprocess.Popen[str]", lines: "queue.Queue[str | None]") -> None:
    assert process.stdout
    for line in process.stdout:
        lines.put(line)
    lines.put(None)
