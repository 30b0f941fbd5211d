"""What a run has come to, as its events tell: in metrics.jsonl, run.json and log.txt."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hornstudio.engine.composite.way import way_text
from hornstudio.engine.disk.atomic import append, write_atomically
from hornstudio.engine.text import Text
from hornstudio.engine.train.kept.duration import FROM
from hornstudio.engine.train.kept.encoding import sentence_to_json
from hornstudio.engine.train.kept.event_log import EventLog
from hornstudio.engine.train.kept.run_facts import RunFacts, plain, why_ended
from hornstudio.engine.watch.events import (
    Epoch,
    Event,
    Failed,
    Finished,
    Knob,
    Note,
    Preparing,
    Started,
    Statistics,
    Step,
)

STATISTICS_S = 10.0
"""Least time between two lines of statistics in `metrics.jsonl`."""


class Record:
    """What is written of a run from when it begins until it ends.

    is_open: whether it is written already; a run that was refused must leave an older one alone.
    former: files as they were before a run was to be resumed, until it goes on.
    """

    def __init__(self, path: Path, facts: RunFacts, told: EventLog) -> None:
        """path: of the folder. facts, told: its run.json and metrics.jsonl."""
        self._path, self._facts, self._told = path, facts, told
        self.former: Mapping[Path, bytes] = {}
        self._next_statistics = 0.0
        self.is_open = False

    def log(self, text: str) -> None:
        """A line of `log.txt`, with the time. Raises: FileError."""
        append(self._path / "log.txt", f"{now_text()}  {text}\n".encode())

    def hear(self, event: Event) -> None:
        """Note an event in every file that it concerns, once it is open. Raises: FileError."""
        match event:
            case Started():
                self._note_start(event)
            case Epoch():
                self._told.append(event)
                self.log(f"epoch {event.epoch}: {_figures(event.metrics)} ({event.seconds:.2f} s)")
            case Step():
                self._told.append(event)
            case Knob():
                self._note_knob(event)
            case Statistics():
                if time.monotonic() >= self._next_statistics:
                    self._next_statistics = time.monotonic() + STATISTICS_S
                    self._told.append(event)
            case Finished():
                self._note_end(event)
            case Failed() if self.former:
                self._go_back(f"could not go on: {event.reason}\n{event.traceback}".rstrip())
            case Failed():
                self._facts.update(state="failed", ended=now_text(), **why_ended(event.reason))
                self.log(f"failed: {event.reason}\n{event.traceback}".rstrip())
            case Preparing() | Note():
                if not getattr(event, "done", 0):
                    self.log(event.what)

    def _go_back(self, why: str) -> None:
        """The run is as it was before it was to be resumed."""
        for path, content in self.former.items():
            write_atomically(path, content)
        self.former = {}
        self.is_open = False
        self.log(why)

    def _note_start(self, event: Started) -> None:
        facts = plain(event)
        del facts["knobs"]  # run.json has all of them, also those that come again
        facts["source_parts"] = sentence_to_json(event.source)
        if event.seconds_before:
            facts[FROM] = self._told.size
        self._facts.update(**facts, state="running", started=now_text())
        self.log("\n".join([f"training on {event.device}; {event.source}", *event.notes]))

    def _note_knob(self, event: Knob) -> None:
        self._told.append(event)
        self._facts.keep_knob(event)
        turn = f"{_shown(event.old)} -> {_shown(event.new)} after step {event.step}"
        self.log(f"{way_text(event.node)}.{event.param}: {turn}")

    def _note_end(self, event: Finished) -> None:
        self.former = {}
        state = "stopped" if event.stopped else "finished"
        self._facts.update(
            state=state,
            ended=now_text(),
            metrics=plain(event)["metrics"],
            epochs=event.epochs,
            clock=event.seconds,
            **why_ended(event.reason),
        )
        why = f": {event.reason}" if event.reason else ""
        self.log(f"{state} after {event.epochs} epochs, {event.seconds:.1f} s{why}")

    def end_imported(self, source: Text, weights: int) -> None:
        """Note that nothing was trained: the checkpoint has come from elsewhere.

        source: what from. weights: how many numbers they are.
        """
        self._facts.update(
            state="imported",
            ended=now_text(),
            epochs=0,
            weights=weights,
            source=source,
            source_parts=sentence_to_json(source),
        )
        self.log(f"imported: {source}")

    def break_off(self) -> None:
        """Note that a run ends here which has told no end; one that has is left as it is."""
        if self.former:
            self._go_back("broken off before it went on")
        elif self.is_open and self._facts.read().get("state") == "running":
            self._facts.update(state="interrupted", ended=now_text())
            self.log("broken off")


def _figures(metrics: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.4f}" for name, value in metrics.items())


def _shown(value: Any) -> str:
    """A setting for people: a rate of a device has digits that nobody has set."""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def now_text() -> str:
    """The date and time here, as people write it in a log."""
    return time.strftime("%Y-%m-%d %H:%M:%S")
