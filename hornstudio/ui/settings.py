"""What the window remembers from one day to the next: one small JSON file of the user's."""

import json
import logging
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.disk.presence import not_gone
from hornstudio.engine.errors import FileError
from hornstudio.language.catalogue import languages
from hornstudio.paths import settings_file
from hornstudio.ui.words.language import SYSTEM

RECENT_LIMIT = 8
WEIGHTS_LIMIT = 100

_log = logging.getLogger(__name__)


@dataclass
class Settings:
    """Choices and places, with defaults for a first start.

    language: a code such as `ko`, or `system`.
    frame: x, y, width and height of the window in px, empty for a first start. sizes: widths and
    heights of panels in px, by panel; hidden: panels put away. recent: files, the newest first.
    uses: how often each kind of module was added. has_shapes: wires show them while at rest, too.
    has_guides: what is dragged snaps to its neighbours. recent_actions: ids of those that were
    run from the command palette, the newest first. keys: of actions that a person gave other
    keys, as portable text. run_columns: ids of the columns in the list of runs. weights: by file,
    the run and the checkpoint whose weights the network in it has come with.
    """

    theme: str = "system"
    language: str = "system"
    frame: list[int] = field(default_factory=list)
    is_maximized: bool = False
    sizes: dict[str, int] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    recent: list[str] = field(default_factory=list)
    folder: str = ""
    uses: dict[str, int] = field(default_factory=dict)
    has_shapes: bool = False
    has_guides: bool = True
    keys: dict[str, list[str]] = field(default_factory=dict)
    recent_actions: list[str] = field(default_factory=list)
    run_columns: list[str] = field(default_factory=list)
    weights: dict[str, list[str]] = field(default_factory=dict)

    def note_file(self, path: Path) -> None:
        """Put a file at the top of the recent ones, and remember its folder."""
        place = str(path.absolute())
        self.recent = [place, *(p for p in self.recent if p != place)][:RECENT_LIMIT]
        self.folder = str(path.absolute().parent)

    def note_weights(self, path: Path, run: str, checkpoint: str) -> None:
        """Remember which weights the network in a file has come with."""
        self.forget_weights(path)
        newest = {str(path.absolute()): [run, checkpoint]}
        self.weights = dict([*newest.items(), *self.weights.items()][:WEIGHTS_LIMIT])

    def forget_weights(self, path: Path) -> None:
        """The network in a file has come with none."""
        self.weights.pop(str(path.absolute()), None)

    def weights_of(self, path: Path) -> tuple[str, str] | None:
        """The run and the checkpoint whose weights the network in a file has come with."""
        known = self.weights.get(str(path.absolute()), [])
        return (known[0], known[1]) if len(known) == 2 else None

    def recent_files(self) -> list[Path]:
        """Recent files that are still there, or do not answer in time; the newest first."""
        return not_gone(map(Path, self.recent))

    def save(self) -> None:
        """Write the file. What cannot be remembered is no reason to disturb anybody."""
        text = json.dumps(asdict(self), indent=2, ensure_ascii=False)
        try:
            settings_file().parent.mkdir(parents=True, exist_ok=True)
            write_atomically(settings_file(), text.encode("utf-8"))
        except (FileError, OSError) as error:
            _log.warning("settings are not kept: %s", error)


def load() -> Settings:
    """Settings of the last time; whatever is missing or damaged has its default."""
    try:
        data = json.loads(settings_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Settings()
    if not isinstance(data, dict):
        return Settings()
    known = {f.name for f in fields(Settings)}
    return Settings(**{k: v for k, v in data.items() if k in known and _fits(k, v)})


def _fits(name: str, value: Any) -> bool:
    if name == "theme":
        return value in ("dark", "light", "system")
    if name == "language":
        return value in (SYSTEM, *languages())
    if name == "frame":
        return _is_list(value, int) and len(value) in (0, 4)
    if name in ("sizes", "uses"):
        return isinstance(value, dict) and _is_list(list(value.values()), int)
    if name in ("keys", "weights"):
        return isinstance(value, dict) and all(_is_list(keys, str) for keys in value.values())
    if name in ("hidden", "recent", "recent_actions", "run_columns"):
        return _is_list(value, str)
    return isinstance(value, type(getattr(Settings(), name)))


def _is_list(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(type(item) is kind for item in value)
