"""What a run has told, a line an event: its epochs, chart points, turns and statistics."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from hornstudio.engine.disk.atomic import append, write_atomically
from hornstudio.engine.train.kept.encoding import event_from_json, event_to_json
from hornstudio.engine.train.kept.mark import Mark
from hornstudio.engine.watch.events import AnyEvent, Event, Knob
from hornstudio.engine.watch.rounds import Rounds


class EventLog:
    """`metrics.jsonl`. rounds: by what each epoch is judged, as far as was read or added."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rounds = Rounds()

    @property
    def size(self) -> int:
        """Bytes that are written so far."""
        return self.path.stat().st_size if self.path.exists() else 0

    def events(self) -> Iterator[AnyEvent]:
        """All that can be read, in order."""
        with suppress(FileNotFoundError):
            text = self.path.read_text("utf-8", errors="replace")
            for line in text.splitlines():
                with suppress(msgspec.DecodeError, ValueError):  # cut off when the power failed
                    yield event_from_json(line)

    def read(self) -> None:
        """Know again by what each epoch is judged."""
        self.rounds = Rounds(self.events())

    def append(self, event: Event) -> None:
        """Add a line. Raises: FileError."""
        append(self.path, event_to_json(event) + b"\n")
        self.rounds.hear(event)

    def rewind(self, first: Mark) -> None:
        """Forget what is now done again: all after this mark. Raises: FileError."""
        kept = [event for event in self.events() if _mark_of(event) <= first]
        write_atomically(self.path, b"".join(event_to_json(each) + b"\n" for each in kept))
        self.rounds = Rounds(kept)


def _mark_of(event: AnyEvent) -> Mark:
    if isinstance(event, Knob):  # no checkpoint of that very step contains it
        return Mark(event.epoch, event.step + 1)
    return Mark(getattr(event, "epoch", 0), getattr(event, "step", 0))
