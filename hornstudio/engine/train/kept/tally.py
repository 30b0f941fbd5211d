"""The epochs of a run, added up from `metrics.jsonl`, which grows while it trains."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from hornstudio.engine.train.kept.encoding import event_from_json
from hornstudio.engine.watch.events import LONGEST_S, AnyEvent, Epoch, Step
from hornstudio.engine.watch.rounds import Rounds

_AT_ONCE = 4 << 20
_EPOCH = b'{"event":"epoch"'
_KNOB = b'{"event":"knob"'
_STEP = b'{"event":"step"'
_CLOCK = re.compile(rb'"seconds":(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?),"seconds_left"')


class Tally:
    """What the epochs come to. `read_on` goes on where it ended the last time.

    step: how many steps were taken in the epoch after the last whole one. seconds: in all epochs.
    best_since: the first of the epochs among which one is the best, where not all are compared.
    clock_seconds: until the last step by the clocks of all processes, with what passes before an
    epoch and after it; clock: where that of the last one stood, told at clock_at in the file.
    """

    def __init__(self) -> None:
        self.offset = 0
        self.epochs = 0
        self.step = 0
        self.seconds = 0.0
        self.clock_seconds = 0.0
        self.clock = 0.0
        self.clock_at = -1
        self.last: Mapping[str, float] = {}
        self.best: Mapping[str, float] = {}
        self.best_epoch = self.best_since = 0
        self._rounds = Rounds()

    def read_on(self, path: Path, also: Callable[[bytes], None] = lambda _: None) -> None:
        """Take in the whole lines that have come since; a missing file has none.

        also: gets them, too, some at a time, so that nobody has to read them again.
        """
        try:
            with path.open("rb") as file:
                file.seek(self.offset)
                while chunk := file.read(_AT_ONCE):
                    end = chunk.rfind(b"\n") + 1
                    if not end and len(chunk) == _AT_ONCE:  # no line is that long
                        end = len(chunk)
                    if not end:
                        return
                    self._add_lines(chunk[:end])
                    also(chunk[:end])
                    self.offset += end
                    file.seek(self.offset)
        except OSError:
            return

    def _add_lines(self, chunk: bytes) -> None:
        for line in _telling_lines(chunk):
            try:
                event = event_from_json(line)
            except (msgspec.MsgspecError, ValueError):
                continue  # cut off when the power failed
            is_best = self._rounds.hear(event)
            if isinstance(event, Epoch):
                self._add(event, is_best)
        if (at := chunk.rfind(_STEP)) > chunk.rfind(_EPOCH):
            with suppress(msgspec.MsgspecError, ValueError):
                self._add_step(event_from_json(chunk[at : chunk.find(b"\n", at)]))
        for found in _CLOCK.finditer(chunk):
            self._add_time(float(found[1]), self.offset + found.start())

    def _add_step(self, event: AnyEvent) -> None:
        if isinstance(event, Step) and event.epoch == self.epochs + 1:
            self.step = event.step

    def _add_time(self, clock: float, at: int) -> None:
        """A clock that stands lower than before began anew as the run was gone on with."""
        if clock <= LONGEST_S:
            self.clock_seconds += clock - self.clock if clock >= self.clock else clock
            self.clock, self.clock_at = clock, at

    def _add(self, epoch: Epoch, is_best: bool) -> None:
        self.epochs, self.step = epoch.epoch, 0
        self.seconds += epoch.seconds
        self.last = epoch.metrics
        if is_best:
            self.best, self.best_epoch = epoch.metrics, epoch.epoch
            self.best_since = self._rounds.since


def _telling_lines(chunk: bytes) -> Iterator[bytes]:
    """Epochs and turns. Nearly all lines are chart points, so that only these are cut out."""
    found = sorted({*_lines_of(_EPOCH, chunk), *_lines_of(_KNOB, chunk)})
    return (chunk[begin:end] for begin, end in found)


def _lines_of(kind: bytes, chunk: bytes) -> Iterator[tuple[int, int]]:
    """Where the lines of a kind begin and end."""
    at = chunk.find(kind)
    while at >= 0:
        end = chunk.find(b"\n", at)
        if at == 0 or chunk[at - 1 : at] == b"\n":
            yield at, end
        at = chunk.find(kind, end)
