"""`hornstudio runs`: the list of runs, and what is done with one of them."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from hornstudio import paths
from hornstudio.cli.columns import print_table
from hornstudio.cli.fact import fact_text, fact_title, state_word
from hornstudio.cli.outcome import DONE, UsageError, complain, note, print_json
from hornstudio.cli.progress import figures
from hornstudio.cli.words import tr, tr_engine
from hornstudio.engine.disk.atomic import why_read_only
from hornstudio.engine.errors import HornError, RunError
from hornstudio.engine.runs.collection import RunCollection
from hornstudio.engine.runs.find import find_run
from hornstudio.engine.runs.headline import headline
from hornstudio.engine.runs.notes import Notes, change_notes, read_notes
from hornstudio.engine.runs.place import add_place, forget_place, places
from hornstudio.engine.runs.query import no_comparisons, no_states, select, unknown_names
from hornstudio.engine.runs.reading import judged, read_run
from hornstudio.engine.runs.record import STATES, RunRecord, describe
from hornstudio.engine.runs.removal import delete_run as delete
from hornstudio.engine.runs.removal import sweep
from hornstudio.engine.storage import files
from hornstudio.engine.watch.figure import HELD_BACK

_WIDEST = 60
_YES = ("y", "yes", "ㅛ", "예", "네")  # ㅛ is y where Korean is typed
_BEST = ("val_loss", "loss")
_LOST = "{path} is not there; its runs are not listed (`hornstudio runs forget` ends that)"
_NO_COMPARISON = "{word} compares nothing; need a number, as in val_loss<0.1"
_NO_STATE = "{state} is no state of a run; need one of {states}"
_UNKNOWN = "no run has {names}; `hornstudio runs show RUN` tells what there is"
_COLUMNS = ("name", "state", "epochs", "best", "seconds", "started", "tags", "changes")


def list_runs(
    *,
    sort: str,
    reverse: bool,
    words: str,
    limit: int | None,
    with_hidden: bool,
    as_json: bool,
) -> int:
    """The runs that fit, the newest first unless told otherwise."""
    if limit is not None and limit < 1:
        raise UsageError("--limit is {limit}; need an integer of at least 1", limit=limit)
    field = sort.removeprefix("-")
    order = field if reverse == sort.startswith("-") else f"-{field}"
    with RunCollection() as known:
        known.refresh()
        records = known.records()
    found = select(records, words, order, with_hidden=with_hidden)[:limit]
    unknown = unknown_names(records, words)
    for lost in known.lost:
        note(tr(_LOST, path=lost))
    _note_what_is_odd(words, unknown, is_empty=not found)
    if as_json:
        print_json([describe(record) for record in found])
    elif found:
        _print_list(found, field)
    elif words:
        print(tr("no runs in {folder} fit {words}", folder=paths.runs_dir(), words=repr(words)))
    else:
        print(tr("no runs in {folder}", folder=paths.runs_dir()))
    return DONE


def _note_what_is_odd(words: str, unknown: Sequence[str], *, is_empty: bool) -> None:
    """Say what of a filter means nothing. unknown: figures that no run has."""
    if unknown:
        note(tr(_UNKNOWN, names=", ".join(unknown)))
    for word in no_comparisons(words) if is_empty else ():
        note(tr(_NO_COMPARISON, word=word))
    for state in no_states(words):
        note(tr(_NO_STATE, state=state, states=", ".join(STATES)))


def _print_list(found: Sequence[RunRecord], field: str) -> None:
    """A line a run. field: by which they are sorted, a column of its own where it is none yet."""
    more = field if field not in (*_COLUMNS, *_BEST) else ""
    states = {state: state_word(state) for state in {record.state for record in found}}
    rows = [
        (*_row(record, states), *([_shown(record.value(more))] if more else [])) for record in found
    ]
    heading = (*map(fact_title, _COLUMNS), *([more] if more else []))
    print_table([heading, *rows], right=(2, 4))


def _row(record: RunRecord, states: Mapping[str, str]) -> tuple[str, ...]:
    return (
        record.name,
        states[record.state],
        record.progress,
        best_figures(record),
        f"{record.seconds:.1f}",
        record.started,
        ", ".join(record.tags),
        _short(record.changes),
    )


def best_figures(record: RunRecord) -> str:
    """The figure by which the best epoch is known, and the first metric of that kind."""
    names = headline(record.best, HELD_BACK, record.kinds)
    return figures({name: record.best[name] for name in names})


def _short(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 3] + "..."


def _shown(value: Any) -> str:
    return f"{value:.4f}" if isinstance(value, float) else "" if value is None else str(value)


def show_run(*, run: str, as_json: bool) -> int:
    """All that is known of a run."""
    (record,) = known_records([run])
    facts = describe(record)
    if as_json:
        print_json(facts)
        return DONE
    facts |= {"reason": tr_engine(record.why), "source": tr_engine(record.data)}
    for name, value in facts.items():
        words = fact_text(name, value)
        if words:
            print(f"{name:13} {words}")
    return DONE


def known_records(runs: Iterable[str]) -> list[RunRecord]:
    """As the list has them, because it knows what changed; runs elsewhere as they stand."""
    paths_of_runs = [find_run(run) for run in runs]
    with RunCollection() as known:
        known.refresh()
        listed = known.records()
    return [_record(path, listed) for path in paths_of_runs]


def _record(path: Path, listed: Iterable[RunRecord]) -> RunRecord:
    for record in listed:
        if record.folder == path.resolve().name and path.samefile(record.path):
            return record
    found = read_run(path)
    if found is None:
        raise RunError("{path} is not the folder of a run (it has no run.json)", path=str(path))
    return judged(found)


def delete_run(*, runs: list[str], yes: bool, as_json: bool) -> int:
    """Delete runs for good, once it was said twice."""
    found = list(dict.fromkeys(find_run(run) for run in runs))
    if not yes and not _is_sure(found):
        return complain(tr("nothing was deleted"))
    for path in found:
        delete(path)
        if not as_json:
            print(tr("deleted {path}", path=path))
    if paths.runs_dir().is_dir():
        sweep(paths.runs_dir())
    if as_json:
        print_json({"deleted": [str(path) for path in found]})
    return DONE


def _is_sure(found: list[Path]) -> bool:
    if not sys.stdin.isatty():
        raise UsageError("deleting asks first, and there is nobody to ask; add --yes")
    for path in found:
        print(path)
    question = tr("Delete this run for good? [y/N] ")
    if len(found) > 1:
        question = tr("Delete these {count} runs for good? [y/N] ", count=len(found))
    try:
        return input(question).strip().lower() in _YES
    except EOFError:
        return False


def note_run(*, run: str, text: str, as_json: bool) -> int:
    """Write a note, in place of the former one."""
    return _change(run, lambda notes: {"note": text.strip()}, as_json)


def tag_run(*, run: str, tags: list[str], remove: bool, as_json: bool) -> int:
    """Add tags, or take them away."""

    def changed(notes: Notes) -> dict[str, Any]:
        if remove:
            return {"tags": [tag for tag in notes.tags if tag not in tags]}
        return {"tags": [*notes.tags, *tags]}

    return _change(run, changed, as_json)


def hide_run(*, run: str, is_back: bool, as_json: bool) -> int:
    """Leave a run out of the list, or bring it back."""
    return _change(run, lambda notes: {"is_hidden": not is_back}, as_json)


def rename_run(*, run: str, title: str, as_json: bool) -> int:
    """Call a run something; its folder keeps its name."""
    return _change(run, lambda notes: {"title": title}, as_json)


def _change(run: str, wishes: Callable[[Notes], dict[str, Any]], as_json: bool) -> int:
    path = find_run(run)
    notes = change_notes(path, **wishes(read_notes(path)))
    if as_json:
        print_json({"run": str(path), **to_builtins(notes)})
    else:
        said = [
            notes.title,
            ", ".join(notes.tags),
            notes.note,
            tr("hidden") if notes.is_hidden else "",
        ]
        print("; ".join([path.name, *(word for word in said if word)]))
    return DONE


def restore_run(*, run: str, out: Path, as_json: bool) -> int:
    """The graph of a run as a file; an existing file is left alone."""
    path = find_run(run)
    if out.exists():
        return complain(tr("{path} exists already; choose another name", path=out))
    if reason := why_read_only(out):
        return complain(tr_engine(reason))
    try:
        graph = files.load(path / "graph.horn")
    except HornError as error:
        raise RunError(
            "the graph of {run} cannot be read: {why}", run=str(path), why=error.text
        ) from None
    files.save(graph, out)
    print_json({"file": str(out)}) if as_json else print(tr("wrote {path}", path=out))
    return DONE


def add_run(*, folder: Path, as_json: bool) -> int:
    """List the runs of another folder too."""
    place = add_place(folder)
    return _say_places(tr("the runs of {folder} are listed, too", folder=place), as_json)


def forget_run(*, folder: Path, as_json: bool) -> int:
    """List the runs of a folder no more; they stay where they are."""
    place = forget_place(folder)
    words = "the runs of {folder} are not listed any more; they are still there"
    return _say_places(tr(words, folder=place), as_json)


def _say_places(words: str, as_json: bool) -> int:
    print_json({"folders": [str(place) for place in places()]}) if as_json else print(words)
    return DONE
