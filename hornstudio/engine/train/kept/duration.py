"""How long a run took: over all the times that it went on, without its pauses.

What a process had computed since the last checkpoint when it was killed, and what is forgotten
where a run goes on from an earlier one, took its time, too.
"""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hornstudio.engine.train.kept.in_use import last_sign
from hornstudio.engine.train.kept.tally import Tally
from hornstudio.engine.watch.events import LONGEST_S

BEFORE, FROM = "seconds_before", "told_from"
"""Facts of a run that was gone on with: what it took before that, and from where in
`metrics.jsonl` it tells of the time after that.
"""
_RUNNING = "running"
_WITHOUT_STEPS = ("finished", "imported")


def seconds_of(path: Path, facts: Mapping[str, Any], tally: Tally) -> float:
    """What a run took: its steps, and what has come after the last one. facts: its run.json."""
    before, clock, told = 0.0, tally.clock, tally.clock_seconds
    if FROM in facts:  # earlier programs did not note it
        clock = tally.clock if tally.clock_at >= _number(facts, FROM) else 0.0
        before, told = _number(facts, BEFORE), clock
    after = _number(facts, "clock") - clock
    told += after if facts.get("state") != _RUNNING and after > 0 else 0.0
    return max(before + told, tally.seconds) or _so_far(path, facts)


def _so_far(path: Path, facts: Mapping[str, Any]) -> float:
    """Seconds from a run's start to its last event: how long one took that came to no step.

    Where the clock was set back meanwhile nobody knows.
    """
    if facts.get("state") in _WITHOUT_STEPS:
        return 0.0
    try:
        began = _time_of(facts.get("started") or facts.get("begun"))
        ended = facts.get("ended") if facts.get("state") != _RUNNING else ""
        return max(0.0, (_time_of(ended) if ended else last_sign(path)) - began)
    except (TypeError, ValueError, OverflowError):
        return 0.0


def _time_of(text: Any) -> float:
    return time.mktime(time.strptime(text, "%Y-%m-%d %H:%M:%S"))


def _number(facts: Mapping[str, Any], name: str) -> float:
    value = facts.get(name)
    return float(value) if isinstance(value, int | float) and abs(value) <= LONGEST_S else 0.0
