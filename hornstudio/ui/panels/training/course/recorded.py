"""Runs of other days, read from their folders as curves, in a thread."""

import json
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from hornstudio.engine.errors import HornError
from hornstudio.engine.runs.notes import read_notes
from hornstudio.engine.runs.reading import latest_checkpoint, read_run
from hornstudio.engine.runs.record import RunRecord
from hornstudio.engine.storage import files
from hornstudio.engine.storage.beside import with_data_beside
from hornstudio.engine.train.kept.duration import seconds_of
from hornstudio.engine.train.kept.encoding import event_from_json, sentence_from_json
from hornstudio.engine.train.kept.tally import Tally
from hornstudio.engine.watch.events import Epoch, Finished, Knob, Started, Statistics, Step
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.widgets.latest import IsWanted, Latest
from hornstudio.ui.words.title import run_text
from hornstudio.ui.words.translate import tr, tr_engine


class RecordedRuns(QObject):
    """come(runs): those of the last `read` that could be read, in order.

    ready(run, graph, int)  a run that is to be gone on with, and how many epochs more than planned
    failed(text)            why it cannot be
    """

    come = Signal(object)
    ready = Signal(object, object, int)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reading = Latest(self)
        self._reading.come.connect(self.come)

    def read(self, paths: list[str]) -> None:
        """Read run folders; what an earlier call has asked for is wanted no more."""

        def work(_: IsWanted) -> list[Run]:
            runs = [read_recorded(Path(path)) for path in paths]
            return [run for run in runs if run and run.metrics]

        self._reading.start("recorded runs", work)

    def read_to_resume(self, path: str, more: int = 0) -> None:
        """Read a run with its graph; `ready` tells it, with `more`."""

        def work() -> None:
            with suppress(RuntimeError):  # the window has just gone
                try:
                    graph = files.load(Path(path) / "graph.horn")
                    graph, _ = with_data_beside(graph, Path(path).parent)
                except HornError as error:
                    self.failed.emit(tr_engine(error.text))
                    return
                if run := read_recorded(Path(path)):
                    self.ready.emit(run, graph, more)
                else:
                    self.failed.emit(tr("The run in {path} cannot be read.", path=path))

        threading.Thread(target=work, name="recorded run", daemon=True).start()


def gone_on_elsewhere(run: Run) -> RunRecord | None:
    """What has become of a run that another program has trained on, as in a terminal; else None."""
    path = Path(run.started.run)
    latest = latest_checkpoint(path)
    return read_run(path) if latest and latest.epoch - bool(latest.step) > run.end else None


def read_recorded(path: Path) -> Run | None:
    """The curves of a run, of one that has not begun none; None where it cannot be read."""
    try:
        facts = json.loads((path / "run.json").read_bytes())
        run = Run(0, _started(path, facts), title=run_text(read_notes(path).title or path.name))
        tally = Tally()
        tally.read_on(path / "metrics.jsonl", partial(_add_lines, run))
        run.add_test(_finished(path, facts))
        run.seconds = seconds_of(path, facts, tally)
    except (OSError, ValueError, TypeError, AttributeError, msgspec.MsgspecError):
        return None
    return run


def _add_lines(run: Run, lines: bytes) -> None:
    for line in lines.splitlines():
        with suppress(msgspec.MsgspecError, ValueError):  # cut off when the power failed
            _add(run, line)


def _add(run: Run, line: bytes) -> None:
    match event_from_json(line):
        case Step() as step:
            run.add_step(step)
        case Epoch() as epoch:
            run.add_epoch(epoch)
        case Knob() as knob:
            run.add_knob(knob)
        case Statistics() as found:
            run.add_statistics(found)


def _started(path: Path, facts: dict[str, Any]) -> Started:
    """As the run began; what it has not said is nothing. `epochs` is what was asked for."""
    settings = facts.get("training", {})
    known = {
        "run": str(path),
        "epochs": settings.get("epochs", 1),
        "batch_size": settings.get("batch_size", 1),
        "seed": settings.get("seed", 0),
    }
    counts = ("steps", "samples", "validation_samples", "test_samples", "weights")
    counted = {name: facts.get(name, 0) for name in counts}
    said = {name: facts.get(name, "") for name in ("device", "source", "data_hash")}
    started = msgspec.convert({"event": "started", **known, **counted, **said}, Started)
    source = sentence_from_json(facts.get("source_parts"), started.source)
    return msgspec.structs.replace(started, source=source)


def _finished(path: Path, facts: dict[str, Any]) -> Finished:
    known = {"run": str(path), "epochs": 0, "seconds": 0.0, "metrics": _tests(facts)}
    known["ends_with"] = facts.get("ends_with") or 0
    return msgspec.convert({"event": "finished", **known}, Finished)


def _tests(facts: dict[str, Any]) -> dict[str, float]:
    metrics = facts.get("metrics") or {}
    return {name: value for name, value in metrics.items() if isinstance(value, float)}
