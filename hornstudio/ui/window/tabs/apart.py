"""What tells open files of the same name apart: as much of their folders as that takes."""

import os
from collections.abc import Sequence
from pathlib import Path


def folders_apart(paths: Sequence[Path | None]) -> list[str]:
    """For each path the last parts of its folder that no other file of its name has.

    Empty for a name that is there once, and for a network without a file.
    """
    return [_folder_apart(path, [p for p in paths if p]) if path else "" for path in paths]


def _folder_apart(path: Path, known: Sequence[Path]) -> str:
    parts = path.parent.parts
    others = [p.parent.parts for p in known if p.name == path.name and p != path]
    if not others:
        return ""
    for count in range(1, len(parts)):
        if all(other[-count:] != parts[-count:] for other in others):
            return os.path.join(*parts[-count:])
    return str(path.parent)
