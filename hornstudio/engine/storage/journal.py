"""What is on a canvas and not yet in its file, kept for the case of a crash.

A window has one journal, `PID-TOKEN.journal`, which is there exactly while it has unsaved work.
Its first line says whose it is and what it belongs to; what follows is the text of a `.horn` file.
What was edited last may still stand in a draft beside it (`engine/disk/lasting.py`).
While it is being saved, `PID-TOKEN.saving` beside it says as what and where: a kill in that moment
leaves a journal of work that is safe.
A journal whose window has ended is unsaved work that somebody lost.
"""

import contextlib
import json
import math
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from hornstudio.engine.disk import lasting
from hornstudio.engine.disk.atomic import digest, digest_of, sweep
from hornstudio.engine.disk.owner import Owner, is_alive, owner_from
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.engine.storage.lines import Lines
from hornstudio.engine.storage.past import NONE, Past, Steps, recall
from hornstudio.engine.text import Text

SUFFIX = ".journal"
SAVING_SUFFIX = ".saving"
VERSION = 1


@dataclass(frozen=True)
class Work:
    """Unsaved work. file: where it belongs, None before the first save.

    base: digest of what that file held when it was opened or saved last. edited_at: seconds since
    1970. number: which one it was of those without a file that have its name in its window.
    weights: a run and its checkpoint in which the network begins, as an imported one does.
    sight: what was in view of the whole: the zoom and the middle, None where unknown. trail: the
    uses of composites that lead to what was shown. selection: what was selected there. steps: those
    that can be taken back, and those that can be done again. of_run: what the run is called from
    which the network was brought back.
    """

    graph: Graph
    file: Path | None = None
    base: str = ""
    edited_at: float = 0.0
    number: int = 0
    weights: tuple[str, str] | None = None
    sight: tuple[float, float, float] | None = None
    trail: tuple[str, ...] = ()
    selection: tuple[str, ...] = ()
    steps: Steps = field(default=NONE, compare=False)  # of thousands of nodes that takes long
    of_run: str = ""


@dataclass(frozen=True)
class Found:
    """A journal of a window that has ended. work: None where `faults` say why it cannot be read."""

    place: Path
    work: Work | None
    faults: tuple[str, ...] = ()


class Journal:
    """The journal of one window."""

    def __init__(self, folder: Path, owner: Owner) -> None:
        self.owner = owner
        self.place = folder / f"{owner.pid}-{owner.token}{SUFFIX}"
        self._file = lasting.LastingFile(self.place)
        self._lines = Lines()
        self._past = Past(self._lines)

    def write(self, work: Work) -> None:
        """Keep this work, whole or not at all, also through a power cut. Raises: FileError."""
        self.keep(work)
        self.flush()

    def keep(self, work: Work) -> None:
        """Let a kill find this work, whole or not at all. Raises: FileError."""
        body = files.to_bytes(work.graph, self.place, self._lines)
        mark = digest(body)
        head = {
            "journal": VERSION,
            "owner": asdict(self.owner),
            "file": str(work.file) if work.file else "",
            "base": work.base,
            "edited_at": work.edited_at,
            "number": work.number,
            "weights": work.weights,
            "sight": work.sight,
            "trail": work.trail,
            "selection": work.selection,
            "of_run": work.of_run,
            "digest": mark,
        }
        # They are JSON already, each written once: to write all of them anew would take long.
        steps = self._past.told(work.graph, mark, work.steps)
        line = f'{json.dumps(head)[:-1]}, "steps": {steps}}}'
        try:
            self.place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = reason_of(error)
            raise FileError(
                "cannot write {path}: {reason}", path=str(self.place), reason=reason
            ) from None
        self._file.write(line.encode() + b"\n" + body)

    def flush(self) -> bool:
        """Let a power cut find what was kept; whether there was anything. Raises: FileError.

        May be called from another thread than `keep`, which need not wait for it.
        """
        return self._file.flush()

    def renew(self) -> None:
        """Give a sign of life, for those on other machines who cannot ask this one's system."""
        with contextlib.suppress(OSError):
            os.utime(lasting.latest(self.place))

    def note_saving(self, path: Path, mark: str) -> None:
        """The work is about to be written to a file, whose digest will be `mark`."""
        with contextlib.suppress(OSError):
            if lasting.is_there(self.place):
                _saving_of(self.place).write_text(f"{mark}\n{path}", encoding="utf-8")

    def clear(self) -> None:
        """There is no unsaved work any more."""
        self._file.clear()
        with contextlib.suppress(OSError):
            _saving_of(self.place).unlink()


def lost_work(folder: Path) -> list[Found]:
    """Every journal whose window has ended, the latest work first."""
    return latest_first(map(read, lost(folder)))


def lost(folder: Path) -> Iterator[Path]:
    """Where the journals lie whose window has ended."""
    for place in _places(folder):
        if not _has_window(lasting.latest(place)) and lasting.settle(place, _is_whole):
            yield place


def latest_first(found: Iterable[Found]) -> list[Found]:
    """By the time of the last edit; what cannot be read comes last."""
    return sorted(found, key=lambda f: f.work.edited_at if f.work else 0.0, reverse=True)


def read(place: Path) -> Found:
    """A journal. What cannot be read is told, and stays where it is."""
    try:
        content = lasting.read(place)
        line, _, body = content.partition(b"\n")
        head = json.loads(line)
        if not isinstance(head, dict) or head.get("journal") != VERSION:
            return Found(place, None, (Text("another version of HornStudio wrote it"),))
        if not _is_whole(content):
            return Found(place, None, (Text("it is damaged"),))
        graph = files.from_text(body.decode())
        return Found(place, _work(head, graph, recall(head.get("steps"), graph)))
    except FileError as error:
        return Found(place, None, error.problems or (error.text,))
    except (OSError, ValueError, RecursionError) as error:
        return Found(place, None, (reason_of(error),))


def take(found: Found) -> bool:
    """Remove a journal that was found; False: somebody else has been quicker."""
    try:
        found.place.unlink()
    except FileNotFoundError:
        return False
    except OSError:
        return True  # it cannot be removed, so it is offered again: better twice than never
    with contextlib.suppress(OSError):
        _saving_of(found.place).unlink()
    return True


def is_saved(found: Found) -> bool:
    """Whether a file holds this work already: the window ended while saving it, or just after."""
    work = found.work
    if work is None:
        return False
    if _was_saving(found.place, work):
        return True
    if work.file is None:
        return False
    try:
        text = files.to_bytes(work.graph, work.file)
        return digest_of(work.file) == digest(text) or files.load(work.file) == work.graph
    except FileError:
        return False


def _was_saving(place: Path, work: Work) -> bool:
    """Whether the last thing that its window did was to save, after the journal was written."""
    try:
        mark, _, path = _saving_of(place).read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return False
    return bool(path) and work.base != mark and digest_of(Path(path)) == mark


def _is_whole(content: bytes) -> bool:
    """Whether all that was written to a journal is there, whichever version wrote it."""
    line, _, body = content.partition(b"\n")
    try:
        head = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(head, dict) and digest(body) == head.get("digest")


def _saving_of(place: Path) -> Path:
    return place.with_suffix(SAVING_SUFFIX)


def _work(head: dict[str, Any], graph: Graph, steps: Steps) -> Work:
    file, base, edited_at = head.get("file"), head.get("base"), head.get("edited_at")
    number, of_run = head.get("number"), head.get("of_run")
    return Work(
        graph,
        Path(file) if isinstance(file, str) and file else None,
        base if isinstance(base, str) else "",
        float(edited_at) if isinstance(edited_at, int | float) else 0.0,
        number if isinstance(number, int) else 0,
        _weights(head.get("weights")),
        _sight(head.get("sight")),
        _names(head.get("trail")),
        _names(head.get("selection")),
        steps,
        of_run if isinstance(of_run, str) else "",
    )


def _weights(told: Any) -> tuple[str, str] | None:
    is_told = isinstance(told, list) and len(told) == 2 and all(isinstance(t, str) for t in told)
    return (told[0], told[1]) if is_told else None


def _sight(told: Any) -> tuple[float, float, float] | None:
    is_told = isinstance(told, list) and len(told) == 3
    if not is_told or not all(isinstance(t, int | float) and math.isfinite(t) for t in told):
        return None
    return (float(told[0]), float(told[1]), float(told[2]))


def _names(told: Any) -> tuple[str, ...]:
    is_told = isinstance(told, list) and all(isinstance(t, str) for t in told)
    return tuple(told) if is_told else ()


def _places(folder: Path) -> list[Path]:
    try:
        places = sorted(lasting.places(folder, SUFFIX))
        for draft in folder.glob(f".*{SUFFIX}.*"):
            sweep(draft.with_name(draft.name[1:].rpartition(".")[0]))
        for note in folder.glob(f"*{SAVING_SUFFIX}"):
            if note.with_suffix(SUFFIX) not in places:
                note.unlink()
    except OSError:
        return []
    return places


def _has_window(place: Path) -> bool:
    """Whether the window that writes it still lives. One that is gone in the meantime: it does."""
    try:
        with place.open("rb") as file:
            line = file.readline()
        age_s = time.time() - place.stat().st_mtime
    except OSError:
        return True
    try:
        head = json.loads(line)
        owner = owner_from(head.get("owner")) if isinstance(head, dict) else None
    except (ValueError, RecursionError):
        owner = None
    return owner is not None and is_alive(owner, age_s)
