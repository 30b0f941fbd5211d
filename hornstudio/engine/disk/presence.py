"""Which files are there, without waiting for a folder that does not answer."""

import threading
from collections.abc import Iterable
from pathlib import Path
from time import monotonic

PATIENCE_S = 0.03
"""A local disk answers in far less; a person does not notice."""

_asked: dict[Path, "_Look"] = {}


class _Look(threading.Thread):
    """Looks for one file; a folder of a network that is gone may keep it waiting for minutes."""

    def __init__(self, path: Path) -> None:
        super().__init__(name="presence", daemon=True)
        self.path = path
        self.is_there = True

    def run(self) -> None:
        try:
            self.is_there = self.path.is_file()
        except OSError:
            self.is_there = False  # a folder that may no longer be entered
        _asked.pop(self.path, None)


def not_gone(paths: Iterable[Path], patience_s: float = PATIENCE_S) -> list[Path]:
    """Those of these files that are there, and those of which it is not known in time."""
    wanted, until = list(paths), monotonic() + patience_s
    looks = [_asked.get(path) or _begin(path) for path in wanted]
    for look in looks:
        look.join(max(until - monotonic(), 0.0))
    return [look.path for look in looks if look.is_alive() or look.is_there]


def _begin(path: Path) -> _Look:
    look = _asked[path] = _Look(path)
    look.start()
    return look
