"""Runs that are turned at steps of one's choice. For tests."""

from typing import Any

from hornstudio.engine.train.run import STOP
from hornstudio.engine.watch.events import Knob, Step


def driven(run: Any, plan: dict[tuple[int, int], Any], stop_at: int = 0) -> list[Any]:
    """All events; what the plan says is asked for as soon as its step is over."""
    events, wish = [], None
    while True:
        try:
            event = run.send(wish)
        except StopIteration:
            return events
        events.append(event)
        wish = plan.get((event.epoch, event.step)) if isinstance(event, Step) else None
        if isinstance(event, Step) and event.epoch == stop_at:
            wish = STOP


def knobs(events: list[Any]) -> list[tuple[Any, ...]]:
    found = [e for e in events if isinstance(e, Knob)]
    return [(k.node, k.param, k.old, k.new, k.epoch, k.step) for k in found]
