"""Tables of their own to validate and to test with, read as the rows to train on are."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hornstudio.engine.modules.tables.encoding import are_classes, target_place
from hornstudio.engine.modules.tables.labelled import read_like
from hornstudio.engine.modules.tables.loading import features_of, open_rows
from hornstudio.engine.modules.tables.reading import find_table
from hornstudio.engine.modules.tables.sampling import places_among
from hornstudio.engine.modules.tables.survey import (
    READING,
    Column,
    Survey,
    mark_of_content,
    survey,
    survey_of,
)
from hornstudio.engine.modules.tables.value import listed, value_text, word_in
from hornstudio.engine.params import Values
from hornstudio.engine.text import Text

FURTHER = ("validation_path", "test_path")
"""Params that name such tables; empty ones name none."""


def open_table_file(**params: Any) -> tuple[dict[str, Any], ...]:
    """As `load_table`, of a surveyed table.

    Raises: DataError where one cannot be read, has not what the rows to train on have, or no row is
    left to train on.
    """
    p = Values(params)
    parts, chosen = open_rows(p)
    columns = list(survey(p).columns)
    validation, test = (
        read_like(p, columns, chosen, p[param])[0] if p[param] else {} for param in FURTHER
    )
    return parts[0], test or parts[1], validation


def mark_of_tables(p: Values) -> str:
    """Text that changes with the content of any of the tables. Raises: OSError."""
    further = (f"{name} {mark_of_content(p[name])}" for name in FURTHER if p[name])
    return " ".join([mark_of_content(p["path"]), *further])


def further_table(p: Values, param: str) -> Survey | None:
    """What is in the table that a param names; None where it names none."""
    return survey_of(find_table(p[param]), [p[name] for name in READING]) if p[param] else None


def further_tables(p: Values) -> Iterator[tuple[str, Survey]]:
    """All that there are, by the names of their files."""
    for param in FURTHER:
        if (found := further_table(p, param)) is not None:
            yield Path(p[param]).name, found


def rows_in(p: Values, param: str) -> int:
    """How many of its rows tell what is to be predicted; 0 where that is not known."""
    found, known = further_table(p, param), survey(p)
    if found is None or found.trouble is not None or known.trouble is not None:
        return 0
    place = target_place(known.columns, p.target)
    target = _in_its_place(known, found)[place] if place is not None else None
    return found.count - target["gaps"] if target else 0


def why_not_further(p: Values, param: str) -> Text | None:
    """What is wrong with the table that a param names, or None. Raises: nothing."""
    found, known = further_table(p, param), survey(p)
    if found is None or found.trouble is not None:
        return found.trouble if found else None
    place = target_place(known.columns, p.target)
    if known.trouble is not None or place is None:
        return None
    file, table = _names(p[param], p["path"])
    if os.path.realpath(find_table(p[param])) == os.path.realpath(find_table(p["path"])):
        return Text(
            "{file} is the table to train on itself; need other rows, so that they tell how good "
            "the network is with what it has not seen",
            file=file,
        )
    pairs = _pairs(p, known, found)
    lacking = [mine["name"] for mine, theirs in pairs if theirs is None]
    if lacking:
        return Text(
            "{file} has no column {lacking}; need those of {table}: {wanted}",
            file=file,
            lacking=listed(lacking),
            table=table,
            wanted=", ".join(mine["name"] for mine, _ in pairs),
        )
    odd = (_why_not_like(p, file, table, mine, theirs) for mine, theirs in pairs if theirs)
    return next((reason for reason in odd if reason), None) or _why_no_answer(file, pairs, found)


def _names(path: str, other: str) -> tuple[str, str]:
    """What two files are called; their paths, where that is the same."""
    names = Path(path).name, Path(other).name
    return (path, other) if names[0] == names[1] else names


def _pairs(p: Values, known: Survey, found: Survey) -> list[tuple[Column, Column | None]]:
    """Columns that are used, the target first, each with the one that stands for it there."""
    place = target_place(known.columns, p.target)
    assert place is not None
    there = _in_its_place(known, found)
    used = [place, *(number for number, _ in features_of(p, known.columns))]
    return [(known.columns[number], there[number]) for number in used]


def _in_its_place(known: Survey, found: Survey) -> list[Column | None]:
    """For each column that is known the one there; None where there is none."""
    places = places_among(known.columns, [column["name"] for column in found.columns])
    return [None if place is None else found.columns[place] for place in places]


def _why_not_like(p: Values, file: str, table: str, mine: Column, theirs: Column) -> Text | None:
    """Why the cells of a column do not mean what they mean to the network, or None."""
    if mine["is_number"] and not theirs["is_number"]:
        return Text(
            "{file}: the column {name} has words in it, such as {word}; need numbers, as in "
            "{table}",
            file=file,
            name=mine["name"],
            word=word_in(theirs["values"] or [""]),
            table=table,
        )
    is_target = mine["name"] == _target_name(p)
    if not is_target or not are_classes(mine, p.target_type):
        return None
    new = _not_in(theirs, mine)
    if not new:
        return None
    return Text(
        "{file}: the column {name} has classes that {table} does not have: {classes}; leave such "
        "rows out, or put some of them into {table}",
        file=file,
        name=mine["name"],
        table=table,
        classes=listed(new),
    )


def _target_name(p: Values) -> str:
    columns = survey(p).columns
    place = target_place(columns, p.target)
    return "" if place is None else str(columns[place]["name"])


def _not_in(theirs: Column, mine: Column) -> list[str]:
    """Values of a column that the other one does not have, where both can be compared."""
    if mine["is_number"] != theirs["is_number"] or None in (mine["values"], theirs["values"]):
        return []
    known = set(mine["values"])
    return [value_text(value) for value in theirs["values"] if value not in known]


def words_not_known(p: Values) -> Iterator[Text]:
    """Words of features in these tables that the rows to train on do not have."""
    known = survey(p)
    for file, found in further_tables(p):
        if target_place(known.columns, p.target) is None or found.trouble is not None:
            continue
        for mine, theirs in _pairs(p, known, found)[1:]:
            new = _not_in(theirs, mine) if theirs and not mine["is_number"] else []
            if new:
                told = {
                    "fill": "{file}: the column {name} has words that {table} does not have: "
                    "{words}; they count as none of those it has",
                    "drop": "{file}: the column {name} has words that {table} does not have: "
                    "{words}; rows with one are left out",
                }
                names = {"file": file, "table": Path(p["path"]).name, "name": mine["name"]}
                yield Text(told[p.missing], words=listed(new), **names)


def _why_no_answer(
    file: str, pairs: list[tuple[Column, Column | None]], found: Survey
) -> Text | None:
    target, there = pairs[0]
    if there is None or there["gaps"] < found.count:
        return None
    return Text(
        "{file}: the column {name} is empty in all rows; fill it in, so that it can be told how "
        "good the network is",
        file=file,
        name=target["name"],
    )
