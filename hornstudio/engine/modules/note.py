"""What was found out of large files of one's own, kept on disk, so that they are not read again."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from hornstudio import paths
from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.errors import FileError

_Kept = TypeVar("_Kept")


def noted(folder: str, told: Sequence[str], kind: type[_Kept]) -> _Kept | None:
    """What was written down of that, or None. told: all that it depends on."""
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.msgpack.decode(_place(folder, told).read_bytes(), type=kind)
    return None


def write_down(folder: str, told: Sequence[str], found: object) -> None:
    """Best effort: without a cache the file is looked through again."""
    note = _place(folder, told)
    with suppress(OSError, FileError):
        note.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(note, msgspec.msgpack.encode(found))


def _place(folder: str, told: Sequence[str]) -> Path:
    name = hashlib.sha256("\0".join(told).encode()).hexdigest()[:32]
    return paths.cache_dir() / folder / f"{name}.msgpack"
