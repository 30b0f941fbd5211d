"""Whether another process works on a run: two in one folder would spoil their checkpoints."""

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hornstudio.engine.disk.owner import GONE_AFTER_S, is_alive, owner_from
from hornstudio.engine.errors import RunError

ELSEWHERE_S = 60.0
"""Silence of a process on another machine after which its run may be gone on with."""


def refuse_in_use(run: Path, facts: Mapping[str, Any]) -> None:
    """Refuse a run that another process trains. facts: of its run.json. Raises: RunError."""
    owner = owner_from(facts.get("owner"))
    if facts.get("state") != "running" or owner is None or owner.pid == os.getpid():
        return
    silence = time.time() - last_sign(run)
    if is_alive(owner, silence + GONE_AFTER_S - ELSEWHERE_S):
        raise RunError(
            "{path} is being trained by process {pid} of {host}; wait for its end, or end it. "
            "After a crash of another machine, try again in a minute",
            path=str(run),
            pid=owner.pid,
            host=owner.host,
        )


def last_sign(run: Path) -> float:
    """When a file of the run was last written, in seconds since 1970."""
    times = [0.0]
    for name in ("metrics.jsonl", "run.json", "log.txt"):
        try:
            times.append((run / name).stat().st_mtime)
        except OSError:
            continue
    return max(times)
