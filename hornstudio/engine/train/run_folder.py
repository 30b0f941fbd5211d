"""The folder of a run: the graph as trained, settings, figures, log and checkpoints.

graph.horn           the graph as trained
run.json             settings, versions, device, seed, data, state, final metrics
metrics.jsonl        one line an epoch and one a chart point, as events
log.txt              what happened, with times, for people
checkpoints/         epoch-0005.safetensors and its checksum: the last three, and the best
"""

import json
import math
import platform
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import msgspec

import hornstudio
from hornstudio import paths
from hornstudio.engine import files
from hornstudio.engine.atomic import write_atomically
from hornstudio.engine.errors import RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.owner import new_owner
from hornstudio.engine.train.checkpoint import remove_checkpoint, save_checkpoint
from hornstudio.engine.train.encoding import event_from_json, event_to_json
from hornstudio.engine.train.events import (
    AnyEvent,
    Checkpointed,
    Epoch,
    Event,
    Failed,
    Finished,
    Preparing,
    Started,
    Step,
)
from hornstudio.engine.training_settings import settings_json

KEPT = 3
"""How many of the latest checkpoints stay; the best one stays besides."""

_PACKAGES = ("jax", "jaxlib", "optax", "numpy")
_CHECKPOINT = re.compile(r"epoch-(\d+)\.safetensors")


def new_run_path(name: str) -> Path:
    """A folder that does not exist yet, under the user's runs: `NAME-YYYYmmdd-HHMMSS`."""
    stem = re.sub(r"[^\w.-]+", "-", name).strip("-.") or "run"
    wish = paths.runs_dir() / f"{stem}-{time.strftime('%Y%m%d-%H%M%S')}"
    path, number = wish, 2
    while path.exists():
        path = wish.with_name(f"{wish.name}-{number}")
        number += 1
    return path


class RunFolder:
    """One run on disk. Opening makes the folder; `begin` starts or goes on with a run in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._is_begun = False
        self._losses: dict[int, float] = {}
        try:
            self._checkpoints.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(
                "cannot make the run folder {path}: {reason}",
                path=str(path),
                reason=error.strerror or str(error),
            ) from None

    @classmethod
    def new(cls, name: str) -> "RunFolder":
        """A fresh folder under the user's runs. Raises: RunError."""
        return cls(new_run_path(name))

    @classmethod
    def open(cls, path: Path) -> "RunFolder":
        """The folder of a run that exists. Raises: RunError."""
        if not (path / "run.json").is_file():
            raise RunError("{path} is not the folder of a run (it has no run.json)", path=str(path))
        return cls(path)

    @property
    def _checkpoints(self) -> Path:
        return self.path / "checkpoints"

    def begin(self, graph: Graph, *, resume: bool = False) -> None:
        """Write the graph and the versions of this program. Raises: RunError, FileError.

        A folder that holds a run already is only taken to resume it, never overwritten.
        """
        if not resume and (self.path / "run.json").exists():
            raise RunError(
                "{path} already holds a run; choose another folder, or resume that run",
                path=str(self.path),
            )
        write_atomically(self.path / "graph.horn", files.to_text(graph).encode())
        self._update(
            name=graph.name,
            training=settings_json(graph.training),
            versions=_versions(),
            owner=asdict(new_owner()),
            begun=self.facts().get("begun") or _now(),
            state="running",
            metrics={},
        )
        self._losses = _losses_of(self._lines())
        self._is_begun = True
        self.log("resumed" if resume else "begun")

    def record(self, event: Event) -> None:
        """Note an event of the run in every file that it concerns. Raises: FileError, OSError.

        Nothing is noted before `begin`: a run that was refused must leave an older one alone.
        """
        if not self._is_begun:
            return
        match event:
            case Started():
                self._rewind(event.first_epoch)
                self._update(**_plain(event), state="running", started=_now())
                self.log(f"training on {event.device}; {event.source}")
            case Epoch() | Step():
                self._append_metrics(event)
            case Finished():
                state = "stopped" if event.stopped else "finished"
                self._update(
                    state=state, ended=_now(), metrics=_plain(event)["metrics"], epochs=event.epochs
                )
                self.log(f"{state} after {event.epochs} epochs, {event.seconds:.1f} s")
            case Failed():
                self._update(state="failed", ended=_now(), reason=event.reason)
                self.log(f"failed: {event.reason}\n{event.traceback}".rstrip())
            case Preparing():
                if not event.done:
                    self.log(event.what)
        if isinstance(event, Epoch):
            self._losses[event.epoch] = judged_by(event.metrics)
            self.log(f"epoch {event.epoch}: {_figures(event.metrics)} ({event.seconds:.2f} s)")

    def log(self, text: str) -> None:
        """A line of `log.txt`, with the time."""
        with (self.path / "log.txt").open("a", encoding="utf-8") as file:
            file.write(f"{_now()}  {text}\n")

    def save_checkpoint(
        self, epoch: int, trees: Mapping[str, Any], facts: Mapping[str, Any]
    ) -> Checkpointed:
        """Write the checkpoint of an epoch, drop those no longer needed, and say so.

        Call it after the epoch's event is recorded: the best checkpoint is known by its metrics.
        They are remembered rather than read again, because `metrics.jsonl` grows with every step.
        """
        path = self._path_of(epoch)
        save_checkpoint(path, trees, facts)
        found = self.checkpoints()
        best = _best_of(found, self._losses)
        for old in found[:-KEPT]:
            if old != best:
                remove_checkpoint(old)
        return Checkpointed(epoch=epoch, path=str(path))

    def checkpoints(self) -> list[Path]:
        """All checkpoints, oldest first."""
        found = [p for p in self._checkpoints.iterdir() if _CHECKPOINT.fullmatch(p.name)]
        return sorted(found, key=epoch_of)

    def best(self) -> Path | None:
        """The checkpoint with the lowest val_loss, or loss where there is no validation.

        The latest one where no loss is a number; None while there is no checkpoint.
        """
        return _best_of(self.checkpoints(), _losses_of(self._lines()))

    def checkpoint(self, name: str = "best") -> Path:
        """The checkpoint called best, last, or by its epoch (5, epoch-0005). Raises: RunError."""
        found = self.checkpoints()
        path: Path | None
        if name == "best":
            path = self.best()
        elif name == "last":
            path = found[-1] if found else None
        else:
            number = re.fullmatch(r"(?:epoch-)?(\d+)(?:\.safetensors)?", name)
            path = next((p for p in found if number and epoch_of(p) == int(number[1])), None)
        if path is None:
            known = ", ".join(p.stem for p in found)
            raise RunError(
                "{path} has no checkpoint {name}; known are {known}",
                path=str(self.path),
                name=name,
                known=f"best, last, {known}" if known else "none",
            )
        return path

    def facts(self) -> dict[str, Any]:
        """Content of run.json; empty while there is none. Raises: RunError when damaged."""
        path = self.path / "run.json"
        try:
            facts = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise RunError("{path} is damaged: {error}", path=str(path), error=str(error)) from None
        return facts if isinstance(facts, dict) else {}

    def graph(self) -> Graph:
        """The graph as trained. Raises: FileError."""
        return files.load(self.path / "graph.horn")

    def events(self) -> list[AnyEvent]:
        """The recorded epochs and chart points, in order."""
        return list(self._lines())

    def _lines(self) -> Iterator[AnyEvent]:
        with suppress(FileNotFoundError):
            text = (self.path / "metrics.jsonl").read_text("utf-8", errors="replace")
            for line in text.splitlines():
                with suppress(msgspec.DecodeError, ValueError):  # cut off when the power failed
                    yield event_from_json(line)

    def _path_of(self, epoch: int) -> Path:
        return self._checkpoints / f"epoch-{epoch:04d}.safetensors"

    def _rewind(self, first_epoch: int) -> None:
        """Forget figures and checkpoints of epochs that are now run again."""
        kept = [e for e in self._lines() if getattr(e, "epoch", 0) < first_epoch]
        lines = b"".join(event_to_json(e) + b"\n" for e in kept)
        write_atomically(self.path / "metrics.jsonl", lines)
        self._losses = _losses_of(kept)
        for path in self.checkpoints():
            if epoch_of(path) >= first_epoch:
                remove_checkpoint(path)

    def _append_metrics(self, event: Event) -> None:
        with (self.path / "metrics.jsonl").open("ab") as file:
            file.write(event_to_json(event) + b"\n")

    def _update(self, **facts: Any) -> None:
        content = json.dumps(self.facts() | facts, indent=1, ensure_ascii=False)
        write_atomically(self.path / "run.json", content.encode() + b"\n")


def epoch_of(checkpoint: Path) -> int:
    """Number in a checkpoint's name."""
    found = _CHECKPOINT.fullmatch(checkpoint.name)
    return int(found[1]) if found else 0


def _best_of(checkpoints: list[Path], losses: Mapping[int, float]) -> Path | None:
    """The checkpoint with the lowest loss, the last one where no loss is a number."""
    judged = [(losses.get(epoch_of(p), math.inf), p) for p in checkpoints]
    judged = [pair for pair in judged if math.isfinite(pair[0])]
    if judged:
        return min(judged, key=lambda pair: pair[0])[1]
    return checkpoints[-1] if checkpoints else None


def _losses_of(events: Iterable[AnyEvent]) -> dict[int, float]:
    return {e.epoch: judged_by(e.metrics) for e in events if isinstance(e, Epoch)}


def judged_by(metrics: Mapping[str, float]) -> float:
    """The figure by which epochs are compared, the lower the better: val_loss, otherwise loss."""
    return metrics.get("val_loss", metrics.get("loss", math.inf))


def _plain(event: Event) -> dict[str, Any]:
    data = msgspec.json.decode(event_to_json(event))
    del data["event"]
    return dict(data)


def _figures(metrics: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.4f}" for name, value in metrics.items())


def _now() -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S")


def _versions() -> dict[str, str]:
    found = {"hornstudio": hornstudio.__version__, "python": platform.python_version()}
    for name in _PACKAGES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found
