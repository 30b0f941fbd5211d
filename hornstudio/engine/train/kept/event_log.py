"""What a run has told, a line an event: its epochs, chart points, turns and statistics."""

import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from hornstudio.engine.disk.atomic import append, write_atomically
from hornstudio.engine.train.kept.encoding import event_from_json, event_to_json
from hornstudio.engine.train.kept.mark import Mark
from hornstudio.engine.watch.events import AnyEvent, Epoch, Event, Knob


class EventLog:
    """`metrics.jsonl`. losses: by what each epoch is judged, as far as was read or added."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.losses: dict[int, float] = {}

    def events(self) -> Iterator[AnyEvent]:
        """All that can be read, in order."""
        with suppress(FileNotFoundError):
            text = self._path.read_text("utf-8", errors="replace")
            for line in text.splitlines():
                with suppress(msgspec.DecodeError, ValueError):  # cut off when the power failed
                    yield event_from_json(line)

    def read(self) -> None:
        """Know the losses again."""
        self.losses = losses_of(self.events())

    def append(self, event: Event) -> None:
        """Add a line. Raises: FileError."""
        append(self._path, event_to_json(event) + b"\n")
        if isinstance(event, Epoch):
            self.losses[event.epoch] = judged_by(event.metrics)

    def rewind(self, first: Mark) -> None:
        """Forget what is now done again: all after this mark. Raises: FileError."""
        kept = [event for event in self.events() if _mark_of(event) <= first]
        write_atomically(self._path, b"".join(event_to_json(each) + b"\n" for each in kept))
        self.losses = losses_of(kept)


def losses_of(events: Iterable[AnyEvent]) -> dict[int, float]:
    """By what each epoch is judged."""
    return {e.epoch: judged_by(e.metrics) for e in events if isinstance(e, Epoch)}


def judged_by(metrics: Mapping[str, float]) -> float:
    """The figure by which epochs are compared, the lower the better: val_loss, otherwise loss."""
    return metrics.get("val_loss", metrics.get("loss", math.inf))


def _mark_of(event: AnyEvent) -> Mark:
    if isinstance(event, Knob):  # no checkpoint of that very step contains it
        return Mark(event.epoch, event.step + 1)
    return Mark(getattr(event, "epoch", 0), getattr(event, "step", 0))
