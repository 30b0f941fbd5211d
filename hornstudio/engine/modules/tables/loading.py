"""The samples of a table: loaded whole, and read from further tables like it."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hornstudio.engine.errors import DataError
from hornstudio.engine.lazy import np
from hornstudio.engine.modules.tables.encoding import (
    as_features,
    feature_columns,
    fillings,
    target_place,
)
from hornstudio.engine.modules.tables.quotes import open_cell
from hornstudio.engine.modules.tables.reading import (
    find_table,
    is_missing,
    names_of,
    number_in,
    table_blocks,
)
from hornstudio.engine.modules.tables.sampling import samples_of
from hornstudio.engine.modules.tables.survey import (
    READING,
    Column,
    about_open,
    keep_survey,
    stamp_of,
    survey,
    survey_of,
    why_no_text,
    why_unreadable,
)
from hornstudio.engine.params import Values
from hornstudio.engine.text import Text

_MOST_LEARNED = 16
_learned: dict[str, list[tuple[int, Column]]] = {}
"""Columns of features with the means of those that train, by table and settings."""


def keep_table(p: Values, seed: int) -> Any:
    """What is in the table now, as JSON, with the means of the rows that train: further tables have
    them in their gaps. Raises: DataError.
    """
    kept = keep_survey(p)
    chosen = features_of(p, survey(p).columns)
    if p["missing"] == "fill" and any(c["gaps"] for _, c in chosen if c["is_number"]):
        asked = Values({**p, "seed": seed})
        learned = _learned.get(_key_of(asked)) or open_rows(asked)[1]
        for number, column in learned:
            kept["columns"][number] = dict(column)
    return kept


def _key_of(p: Values) -> str:
    """What the means of those that train follow from."""
    return repr((sorted(p.items()), stamp_of(find_table(p.path))))


def open_rows(p: Values) -> tuple[tuple[dict[str, Any], ...], list[tuple[int, Column]]]:
    """Samples to train and to test with, and the columns of their features.

    Raises: DataError where the table cannot be read, or no row is left to train on.
    """
    reading = [p[name] for name in READING]
    table = find_table(p.path)
    found = survey_of(table, reading)
    if found.trouble is not None:
        raise DataError(found.trouble)
    if target_place(found.columns, p.target) is None:
        raise DataError(
            "{path} has no column {name}; there are {names}",
            path=str(table),
            name=p.target,
            names=", ".join(column["name"] for column in found.columns),
        )
    blocks = table_blocks(table, *reading)
    names = [column["name"] for column in found.columns]
    if blocks[0] != names:
        raise DataError(
            "{path} has other columns than it had: {found}; need {wanted}",
            path=str(table),
            found=", ".join(blocks[0]),
            wanted=", ".join(names),
        )
    share = 0.0 if p.validation_path else p.validation_split
    split = (0.0 if p.test_path else p.test_split, share, p.order, p.seed)
    chosen = features_of(p, found.columns)
    parts, chosen = samples_of(
        found.columns, blocks, chosen, p.target, p.target_type, p.missing, split
    )
    if len(_learned) >= _MOST_LEARNED:
        _learned.clear()
    _learned[_key_of(p)] = chosen
    _refuse_none_to_train(p, table, *parts)
    return parts, chosen


def _refuse_none_to_train(
    p: Values, table: Path, train: dict[str, Any], test: dict[str, Any]
) -> None:
    if not train and test:
        raise DataError(
            "test_split is {share}, which leaves none of {count} rows to train on; need a smaller "
            "share",
            share=p.test_split,
            count=len(test["target"]),
        )
    if not train:
        raise DataError(
            "{path} has no row to train on in which all is filled in that has to be",
            path=str(table),
        )


def features_of(p: Values, columns: Sequence[Column]) -> list[tuple[int, Column]]:
    """The columns that features are made of, each with its place in the file."""
    place = target_place(columns, p.target)
    return list(feature_columns(columns, place, p.ignore, p.max_categories))


def read_rows(p: Values, paths: Sequence[str]) -> "np.ndarray":
    """Features [N, F] of further tables that have the same columns, in any order.

    Raises: DataError; OSError.
    """
    chosen = features_of(p, survey(p).columns)
    how = [p[name] for name in READING]
    return np.concatenate([_rows_of(path, how, chosen) for path in paths])


def _rows_of(path: str, how: list[str], chosen: list[tuple[int, Column]]) -> "np.ndarray":
    with told_why_unreadable(path, how):
        return _rows_like(chosen, path, how)


@contextmanager
def told_why_unreadable(path: str, how: list[str]) -> Iterator[None]:
    """Where a further table cannot be read, say why. how: its READING. Raises: DataError."""
    if no_text := why_no_text(Path(path)):
        raise DataError(no_text)
    try:
        if (cell := open_cell(path, *how[:2])) and not cell.is_closed:
            raise DataError(about_open(Path(path), cell))
        yield
    except (ValueError, csv.Error) as error:
        raise DataError(why_unreadable(Path(path), how, error)) from None


def _rows_like(chosen: list[tuple[int, Column]], path: str, how: list[str]) -> "np.ndarray":
    names, fraction, blocks = table_blocks(path, *how)
    if not names:
        raise DataError("{path} has no rows; need one for each sample", path=path)
    places = places_of([column["name"] for _, column in chosen], names, path)
    there = [(place, column) for place, (_, column) in zip(places, chosen, strict=True)]
    found = [features_like(path, block, there, fraction) for block in blocks]
    if not found:
        raise DataError("{path} has no rows; need one for each sample", path=path)
    features = np.concatenate(found)
    return np.where(np.isnan(features), fillings(chosen), features)


def words_not_learned(p: Values, paths: Sequence[str]) -> tuple[Text, ...]:
    """Words in further tables that those trained on do not have, column by column."""
    columns = [column for _, column in features_of(p, survey(p).columns)]
    odd: dict[str, list[str]] = {c["name"]: [] for c in columns if not c["is_number"]}
    for path in paths if odd else ():
        names, _, blocks = table_blocks(path, *(p[name] for name in READING))
        places = places_of([column["name"] for column in columns], names, path)
        for block in blocks:
            for place, column in zip(places, columns, strict=True):
                if not column["is_number"]:
                    odd[column["name"]] += _others(block[place], column)
    return tuple(
        Text(
            "{column} has words that the network was not trained on, such as {word}: they count as "
            "none of those it knows; rows with one: {count}",
            column=name,
            word=words[0],
            count=f"{len(words):,}",
        )
        for name, words in odd.items()
        if words
    )


def _others(cells: Sequence[str], column: Column) -> Iterator[str]:
    known = set(column["values"] or ())
    words = (cell.strip() for cell in cells if not is_missing(cell))
    return (word for word in words if word not in known)


def places_of(wanted: list[str], names: list[str], path: str) -> list[int]:
    """Where the columns are that are wanted: by name; without names that are known, in order.

    Raises: DataError.
    """
    missing = [name for name in wanted if name not in names]
    if not missing:
        return [names.index(name) for name in wanted]
    are_named = names != names_of([""] * len(names)) and len(missing) < len(wanted)
    if are_named or len(names) != len(wanted):
        raise DataError(
            "{path} has no column {lacking}; need all that the network was trained on: {wanted}",
            path=path,
            lacking=", ".join(missing),
            wanted=", ".join(wanted),
        )
    return list(range(len(names)))


def features_like(
    path: str, block: Any, there: list[tuple[int, Column]], fraction: str
) -> "np.ndarray":
    """Features [N, F] of a block of a further table; nan in the place of what is missing.

    there: the columns that were learned, each with its place in that table. Raises: DataError.
    """
    try:
        return as_features(block, there, fraction)
    except ValueError:
        name, word = next(_words_among_numbers(block, there, fraction))
        raise DataError(
            "{path}: the column {name} has words in it, such as {word}; need numbers, as in what "
            "the network was trained on",
            path=path,
            name=name,
            word=word,
        ) from None


def _words_among_numbers(
    block: Any, there: list[tuple[int, Column]], fraction: str
) -> Iterator[tuple[str, str]]:
    for place, column in there:
        for cell in block[place] if column["is_number"] else ():
            try:
                number_in(cell, fraction)
            except ValueError:
                yield column["name"], cell
