"""The run that a person means: a folder, or a name of the list."""

import difflib
from collections.abc import Iterable
from pathlib import Path

from hornstudio import paths
from hornstudio.engine.errors import RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.runs.collection import RunCollection
from hornstudio.engine.runs.query import sort
from hornstudio.engine.runs.reading import mark_of_content
from hornstudio.engine.runs.record import RunRecord
from hornstudio.engine.storage import files
from hornstudio.engine.text import Text

_SHOWN = 5


def find_run(wish: str | Path) -> Path:
    """The folder of a run. Raises: RunError that names what is similar.

    A folder is meant before any name. A name is the run's own, that of its folder, or
    the beginning of either, as long as it is the beginning of one run only; the name of a model
    that has one run means that run.
    """
    path = Path(wish)
    if path.exists():
        return path
    inside = paths.runs_dir() / path
    if len(path.parts) == 1 and (inside / "run.json").is_file():
        return inside
    with RunCollection() as known:
        known.refresh()
        runs = known.records()
    is_path = len(path.parts) > 1 and all(r.title != str(wish) for r in runs)
    return path if is_path else Path(chosen(runs, str(wish)).path)


def chosen(records: Iterable[RunRecord], wish: str) -> RunRecord:
    """The one run that a name means. Raises: RunError."""
    runs = list(records)
    ways = (
        [r for r in runs if wish in (r.folder, r.title)],
        [r for r in runs if r.model == wish],
        [r for r in runs if r.folder.startswith(wish) or (r.title and r.title.startswith(wish))],
    )
    found = next((way for way in ways if way), [])
    if len(found) == 1:
        return found[0]
    if not found:
        raise _unknown(runs, wish)
    is_told_apart = len({r.folder for r in found}) == len(found)
    newest = [r.folder if is_told_apart else r.path for r in sort(found, "-started")]
    more, shown = len(newest) - _SHOWN, ", ".join(newest[:_SHOWN])
    raise RunError(
        "{count} runs are called {wish}: {names}. Name one of them",
        count=len(found),
        wish=wish,
        names=Text("{names} and {count} more", names=shown, count=more) if more > 0 else shown,
    )


def newest_of(graph: Graph) -> str:
    """The folder of the last run with a checkpoint of a graph that computes the same; or empty.

    Runs are as the last look at all of them has found them.
    """
    with RunCollection() as known:
        runs = known.latest(mark_of_content(files.to_json(graph)), "")
    return runs[0].path if runs else ""


def _unknown(runs: list[RunRecord], wish: str) -> RunError:
    names = {name for r in runs for name in (r.folder, r.title) if name}
    close = difflib.get_close_matches(wish, sorted(names), n=3, cutoff=0.5)
    if close:
        return RunError(
            "there is no run {wish}, as a folder or by name; did you mean {names}?",
            wish=wish,
            names=", ".join(close),
        )
    return RunError(
        "there is no run {wish}, as a folder or by name; `hornstudio runs` lists all", wish=wish
    )
