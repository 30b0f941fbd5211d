"""What a person adds to a run: `notes.json` in its folder, so that it goes where the run goes."""

import json
from pathlib import Path
from typing import Any

import msgspec

from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.errors import RunError

_NAME = "notes.json"


class Notes(msgspec.Struct, frozen=True, kw_only=True):
    """title: what the run is called instead of its folder. is_hidden: left out of the list."""

    title: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    is_hidden: bool = False


def read_notes(run: Path) -> Notes:
    """The notes of a run; none where there are none, or where they cannot be read."""
    try:
        return msgspec.json.decode((run / _NAME).read_bytes(), type=Notes)
    except (OSError, msgspec.MsgspecError, ValueError):
        return Notes()


def change_notes(run: Path, **wishes: Any) -> Notes:
    """Write some of the notes anew and keep the others.

    A tag is one word, so that a filter can name it.

    Raises: RunError when this is no run, FileError when it cannot be written.
    """
    if not (run / "run.json").is_file():
        raise RunError("{path} is not the folder of a run (it has no run.json)", path=str(run))
    if "tags" in wishes:
        tags = ("-".join(str(tag).split()) for tag in wishes["tags"])
        wishes["tags"] = tuple(dict.fromkeys(tag for tag in tags if tag))
    if "title" in wishes:
        wishes["title"] = " ".join(wishes["title"].split())
    notes = msgspec.structs.replace(read_notes(run), **wishes)
    content = json.dumps(msgspec.to_builtins(notes), indent=1, ensure_ascii=False)
    write_atomically(run / _NAME, content.encode() + b"\n")
    return notes
