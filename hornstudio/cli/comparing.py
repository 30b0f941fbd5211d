"""`hornstudio runs compare`: runs side by side."""

from collections.abc import Sequence
from typing import Any

import msgspec

from hornstudio.cli.columns import print_table
from hornstudio.cli.fact import fact_text, fact_title, state_word
from hornstudio.cli.outcome import DONE, UsageError, note, print_json
from hornstudio.cli.progress import figure
from hornstudio.cli.runs import known_records
from hornstudio.cli.words import tr
from hornstudio.engine.runs.comparison import (
    SETTINGS,
    Comparison,
    Row,
    compare,
    latest_turns,
    turns_told,
)
from hornstudio.engine.runs.record import RunRecord, describe

_NOTHING = "-"
_TURNS = 4


def compare_runs(*, runs: list[str], with_alike: bool, as_json: bool) -> int:
    """A column a run, and a row for each fact; only those that differ unless told otherwise."""
    records = list({record.path: record for record in known_records(runs)}.values())
    if len(records) < 2:
        raise UsageError("one run is named; need two or more to compare")
    found = compare(records)
    sections = {"settings": _settings(records), **_rows_of(found)}
    if not with_alike:
        sections = {name: [r for r in rows if r.differs] for name, rows in sections.items()}
    if as_json:
        print_json(_as_facts(records, sections))
        return DONE
    for record, is_lost in zip(records, found.unreadable, strict=True):
        if is_lost:
            note(tr("the graph of {name} cannot be read; it is not compared", name=record.name))
    _print(records, sections)
    return DONE


def _settings(records: Sequence[RunRecord]) -> list[Row]:
    facts = [describe(record) | {"epochs": record.progress} for record in records]
    return [Row(name, tuple(each[name] for each in facts)) for name in SETTINGS]


def _rows_of(found: Comparison) -> dict[str, Sequence[Row]]:
    return {"graph": found.graph, "turned": found.turned, "last": found.last, "best": found.best}


def _as_facts(records: Sequence[RunRecord], sections: dict[str, Sequence[Row]]) -> dict[str, Any]:
    facts: dict[str, Any] = {"runs": [record.path for record in records]}
    for name, rows in sections.items():
        facts[name] = {row.title: msgspec.to_builtins(row.cells) for row in rows}
    return facts


def _print(records: Sequence[RunRecord], sections: dict[str, Sequence[Row]]) -> None:
    """All sections in one table, for their columns to stand under each other."""
    titles = {
        "settings": tr("settings"),
        "graph": tr("graph"),
        "turned": tr("turned while it trained"),
        "last": tr("figures at the end"),
        "best": tr("figures of the best epoch"),
    }
    if not any(sections.values()):
        print(tr("these runs are alike in everything that is known of them (--all shows it)"))
        return
    empty = ("",) * len(records)
    lines: list[tuple[str, ...]] = [("", *(record.name for record in records))]
    for name, rows in sections.items():
        if rows:
            lines.append((titles[name], *empty))
            lines += [_line(name, row) for row in rows]
    print_table(lines)


def _line(section: str, row: Row) -> tuple[str, ...]:
    title = fact_title(row.title) if section == "settings" else row.title
    return f"  {title}", *(_text(section, row.title, cell) for cell in row.cells)


def _text(section: str, title: str, cell: Any) -> str:
    if cell is None:
        return _NOTHING
    if section == "settings":
        words = state_word(cell) if title == "state" else fact_text(title, cell)
        return words or _NOTHING
    if section == "turned":
        told = turns_told(
            cell, lambda v, epoch: tr("{value} in epoch {epoch}", value=v, epoch=epoch)
        )
        return "; ".join(latest_turns(told, _TURNS, lambda n: tr("{count} earlier", count=n)))
    return cell or tr("wired") if section == "graph" else figure(cell)
