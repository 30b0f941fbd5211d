"""Why there is no folder for a run, and what to do about it."""

from pathlib import Path

from hornstudio import paths
from hornstudio.engine.disk.atomic import FULL
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import FileError, RunError
from hornstudio.engine.text import Text


def why_no_folder(path: Path, error: OSError | FileError) -> RunError:
    """The refusal; path: of the folder that was asked for. error: what it came to."""
    if isinstance(error, FileError):
        reason, is_full = error.text.values.get("reason", error.text), True  # mostly it is that
    else:
        reason, is_full = reason_of(error), error.errno in FULL
    if is_full:
        remedy = Text("Make room there, or choose another place")
    elif path.is_relative_to(paths.runs_dir()):
        remedy = Text("Let that place be written to, or set another one in $HORNSTUDIO_RUNS")
    else:
        remedy = Text("Let that place be written to, or choose another one")
    return RunError(
        "cannot make the run folder {path}: {reason}. {remedy}",
        path=str(path),
        reason=reason,
        remedy=remedy,
    )
