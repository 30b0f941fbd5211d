"""One run folder, read as a record; whatever is missing or damaged in it is left empty."""

import hashlib
import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from hornstudio.engine.checking.share import kinds_of_figures
from hornstudio.engine.disk.owner import GONE_AFTER_S, is_alive, owner_from
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.runs.notes import read_notes
from hornstudio.engine.runs.record import (
    DAMAGED,
    INTERRUPTED,
    RUNNING,
    STATES,
    RunRecord,
)
from hornstudio.engine.text import Text
from hornstudio.engine.train.kept.duration import seconds_of
from hornstudio.engine.train.kept.encoding import sentence_to_json
from hornstudio.engine.train.kept.in_use import last_sign
from hornstudio.engine.train.kept.mark import Mark, mark_of
from hornstudio.engine.train.kept.tally import Tally

_COMPUTES = ("kind", "params", "weights_of", "frozen", "bypassed", "disabled", "over_time")


def read_run(path: Path, tally: Tally | None = None) -> RunRecord | None:
    """What is known of the run in a folder; None where there is none.

    tally: of an earlier look at the same run, to be read on.
    """
    facts = _facts_of(path)
    if facts is None:
        return None
    tally = tally or Tally()
    tally.read_on(path / "metrics.jsonl")
    notes = read_notes(path)
    training = _table(facts, "training")
    latest = latest_checkpoint(path)
    graph, kinds = _told_by_graph(path / "graph.horn")
    return RunRecord(
        **_told_of_its_end(facts),
        path=str(path),
        folder=path.name,
        model=_text(facts, "name"),
        started=_text(facts, "begun") or _text(facts, "started"),
        seconds=round(seconds_of(path, facts, tally), 3),
        epochs_done=tally.epochs,
        epochs=_count(training, "epochs"),
        step=max(tally.step, latest.step if latest and latest.epoch > tally.epochs else 0),
        steps=_count(facts, "steps"),
        checkpoint=latest.stem if latest else "",
        batch_size=_count(training, "batch_size"),
        seed=_count(training, "seed"),
        device=_text(facts, "device"),
        source=_text(facts, "source"),
        source_parts=_table(facts, "source_parts"),
        data_hash=_text(facts, "data_hash"),
        weights=_count(facts, "weights"),
        metrics=_figures(tally.last) | _figures(facts.get("metrics")),
        best=_figures(tally.best),
        best_epoch=tally.best_epoch,
        best_since=tally.best_since,
        kinds=kinds,
        graph=graph,
        file=_text(facts, "file"),
        parent=_parent(facts.get("parent")),
        **{name: getattr(notes, name) for name in ("title", "note", "tags", "is_hidden")},
        size=size_of(path),
        owner=_table(facts, "owner"),
    )


def _told_of_its_end(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Its state; and when and why it has ended, of which one that goes on has told before."""
    state = _text(facts, "state")
    told = {"state": state if state in STATES else DAMAGED, "ends_with": _count(facts, "ends_with")}
    if state == RUNNING:
        return told
    reason, parts = _text(facts, "reason"), _table(facts, "reason_parts")
    return {**told, "reason": reason, "reason_parts": parts, "ended": _text(facts, "ended")}


def _facts_of(path: Path) -> dict[str, Any] | None:
    """What a run says of itself; None where there is no run."""
    try:
        facts = json.loads((path / "run.json").read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        why = Text("run.json cannot be read: {reason}", reason=reason_of(error))
        return {"state": DAMAGED, "reason": why, "reason_parts": sentence_to_json(why)}
    return facts if isinstance(facts, dict) else {"state": DAMAGED}


def judged(record: RunRecord) -> RunRecord:
    """The record, with what has become of a run that says that it is running."""
    if record.state != RUNNING or is_worked_on(record):
        return record
    latest = latest_checkpoint(Path(record.path))  # perhaps the last thing that it wrote
    return msgspec.structs.replace(
        record, state=INTERRUPTED, checkpoint=latest.stem if latest else ""
    )


def latest_checkpoint(run: Path) -> Mark | None:
    """Where the latest checkpoint of a run stands; None where it has none."""
    try:
        names = os.listdir(run / "checkpoints")
    except OSError:
        return None
    marks = [mark for name in names if (mark := mark_of(Path(name)))]
    return max(marks, default=None)


def is_worked_on(record: RunRecord) -> bool:
    """Whether the process of a run that has not ended lives. Signs of life are its figures."""
    age = time.time() - last_sign(Path(record.path))
    owner = owner_from(record.owner)
    return is_alive(owner, age) if owner else age < GONE_AFTER_S


def graph_mark(path: Path) -> str:
    """A mark of what a graph computes: the same wherever its nodes stand and whatever notes say.

    Empty where there is no graph to read.
    """
    return _told_by_graph(path)[0]


def _told_by_graph(path: Path) -> tuple[str, dict[str, str]]:
    """Its mark, and the kinds of its losses and metrics by the names of their figures."""
    try:
        content = json.loads(path.read_bytes())
        return mark_of_content(content), kinds_of_figures(content.get("nodes", {}))
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        return "", {}


def mark_of_content(data: Mapping[str, Any]) -> str:
    """The same of what a `.horn` file holds. Raises: what odd content may raise."""
    parts = {kind: _computing(group) for kind, group in data.get("groups", {}).items()}
    content = json.dumps([_computing(data), parts], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _computing(data: Mapping[str, Any]) -> list[Any]:
    nodes = data.get("nodes", {}).items()
    kept = {i: {name: node[name] for name in _COMPUTES if node.get(name)} for i, node in nodes}
    return [kept, data.get("wires", []), data.get("params", [])]


def size_of(path: Path) -> int:
    """Bytes of all files in a folder and in those within."""
    total = 0
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    total += size_of(Path(entry.path))
                else:
                    total += entry.stat(follow_symlinks=False).st_size
    except OSError:  # it has just gone
        pass
    return total


def _parent(parent: Any) -> str:
    """`RUN:CHECKPOINT`, by the name of the run's folder."""
    if not isinstance(parent, Mapping) or not _text(parent, "run"):
        return ""
    return f"{Path(_text(parent, 'run')).name}:{_text(parent, 'checkpoint')}"


def _table(facts: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = facts.get(name)
    return found if isinstance(found, dict) else {}


def _text(facts: Mapping[str, Any], name: str) -> str:
    value = facts.get(name)
    return value if isinstance(value, str) else ""


def _count(facts: Mapping[str, Any], name: str) -> int:
    value = facts.get(name)
    return value if isinstance(value, int) and abs(value) < 2**63 else 0


def _figures(metrics: Any) -> dict[str, float]:
    """What is a number; JSON has none for what ran away."""
    items = metrics.items() if isinstance(metrics, Mapping) else ()
    return {
        str(name): float(value)
        for name, value in items
        if isinstance(value, int | float) and abs(value) <= sys.float_info.max
    }
