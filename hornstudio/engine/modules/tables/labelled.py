"""Rows of a further table with their answers, for a network that learned from another one.

Columns and classes are numbers as they were for the training, whatever the further table holds.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hornstudio.engine.errors import DataError
from hornstudio.engine.lazy import np
from hornstudio.engine.modules.tables.encoding import are_classes, fillings, target_place
from hornstudio.engine.modules.tables.loading import (
    features_like,
    features_of,
    places_of,
    told_why_unreadable,
    words_not_learned,
)
from hornstudio.engine.modules.tables.reading import (
    find_table,
    is_missing,
    names_of,
    number_in,
    table_blocks,
)
from hornstudio.engine.modules.tables.survey import READING, Column, survey
from hornstudio.engine.modules.tables.value import value_text
from hornstudio.engine.own_files import Labelled
from hornstudio.engine.params import Values
from hornstudio.engine.text import Text


def read_labelled_rows(p: Values, path: str) -> Labelled:
    """All rows of a table with the columns of the one that p names, in any order, and its target.

    features [N, F], target [N], [N, classes] or [N, 1]. Rows are left out as for a training.
    Raises: DataError.
    """
    known = survey(p)
    if known.trouble is not None:
        raise DataError(known.trouble)
    columns = list(known.columns)
    arrays, count = read_like(p, columns, features_of(p, columns), path)
    left_out = count - len(arrays["target"])
    told: tuple[Text, ...] = (_about_gaps(p, left_out, count),) if left_out else ()
    if p.missing == "fill":
        told += words_not_learned(p, [str(find_table(path))])
    return Labelled(arrays, told)


def read_like(
    p: Values, columns: list[Column], chosen: list[tuple[int, Column]], path: str
) -> tuple[dict[str, "np.ndarray"], int]:
    """The same as arrays, and how many rows there are, of columns that are known.

    chosen: those of the features, with what takes the place of gaps. Raises: DataError.
    """
    table = _table_file(path)
    how = [p[name] for name in READING]
    with told_why_unreadable(str(table), how):
        features, labels, count = _samples(p, columns, chosen, str(table), how)
    if not len(labels):
        target = _target(p, columns)[1]["name"]
        raise DataError(_WITHOUT_ROWS[p.missing], path=str(table), target=target)
    return {"features": features, "target": labels}, count


_WITHOUT_ROWS = {
    "fill": "{path} has no row that tells {target}; need it in one or more",
    "drop": "{path} has no row that tells {target} and in which all else is filled in, with words "
    "that the network was trained on; need one or more",
}
"""Why nothing is left of a further table, by what is done where something is missing."""


def _target(p: Values, columns: Sequence[Column]) -> tuple[int, Column]:
    place = target_place(columns, p.target)
    assert place is not None
    return place, columns[place]


def _table_file(path: str) -> Path:
    table = find_table(path)
    if table.is_dir():
        raise DataError("{path} is a folder; need the file of a table", path=path)
    if not table.is_file():
        raise DataError("there is no file {path}", path=path)
    return table


def _samples(
    p: Values,
    columns: list[Column],
    chosen: list[tuple[int, Column]],
    path: str,
    how: list[str],
) -> tuple["np.ndarray", "np.ndarray", int]:
    """Features and target of the rows that count, and how many rows there are."""
    place, target = _target(p, columns)
    is_class = are_classes(target, p.target_type)
    names, fraction, blocks = table_blocks(path, *how)
    places = _places(columns, [place, *(number for number, _ in chosen)], names, path)
    there = [(places[number], column) for number, column in chosen]
    features, labels, count = [], [], 0
    for block in blocks:
        count += len(block[0])
        label = _answers(path, block[places[place]], target, is_class, fraction)
        feature = features_like(path, block, there, fraction)
        kept = ~np.isnan(label)
        if p.missing == "drop":
            kept &= ~np.isnan(feature).any(axis=1)
        features.append(feature[kept])
        labels.append(label[kept])
    if not count:
        raise DataError("{path} has no rows; need one for each sample", path=path)
    feature, label = np.concatenate(features), np.concatenate(labels)
    feature = np.where(np.isnan(feature), fillings(chosen), feature)
    return feature, _as_target(p, label, target, is_class), count


def _as_target(p: Values, label: "np.ndarray", target: Column, is_class: bool) -> "np.ndarray":
    if not is_class:
        return label.astype(np.float32)[:, None]
    numbers = label.astype(np.int32)
    if p.target_type == "categorical":
        return np.eye(len(target["values"]), dtype=np.float32)[numbers]
    return numbers


def _places(
    columns: Sequence[Column], wanted: Sequence[int], names: list[str], path: str
) -> dict[int, int]:
    """By number of a column that was learned, where it is now: by name; without names, in order."""
    if not names:
        raise DataError("{path} has no rows; need one for each sample", path=path)
    target = columns[wanted[0]]["name"]
    are_named = names != names_of([""] * len(names))
    if target not in names and not are_named and len(names) == len(columns):
        return {number: number for number in wanted}
    if target not in names:
        raise DataError(
            "{path} has no column {target}, whose values tell how good the network is; there are "
            "{names}. What the network says of rows without it, `hornstudio predict` tells",
            path=path,
            target=target,
            names=", ".join(names),
        )
    others = [columns[number]["name"] for number in wanted[1:]]
    found = places_of(others, names, path)
    return dict(zip(wanted, [names.index(target), *found], strict=True))


def _answers(
    path: str, cells: Sequence[str], target: Column, is_class: bool, fraction: str
) -> "np.ndarray":
    """The target [N] as numbers; nan where it is missing. Raises: DataError."""
    known = {value: place for place, value in enumerate(target["values"] or ())}
    return np.array(
        [_answer(path, cell, target, known if is_class else None, fraction) for cell in cells],
        np.float64,
    )


def _answer(
    path: str, cell: str, target: Column, known: dict[Any, int] | None, fraction: str
) -> float:
    if is_missing(cell):
        return float("nan")
    value: Any = cell.strip()
    if target["is_number"]:
        try:
            value = number_in(cell, fraction)
        except ValueError:
            if known is None:
                raise _no_number(path, cell, target) from None
    if known is None:
        return float(value)
    if value not in known:
        raise _unknown_class(path, cell, target)
    return known[value]


def _no_number(path: str, cell: str, target: Column) -> DataError:
    return DataError(
        "{path}: the column {name} has words in it, such as {word}; need numbers, as in what the "
        "network was trained on",
        path=path,
        name=target["name"],
        word=cell.strip(),
    )


def _unknown_class(path: str, cell: str, target: Column) -> DataError:
    return DataError(
        "{path}: the column {name} has {word}, a class that the network was not trained on; need "
        "one of {classes} in each row, or nothing, where the row is not to count",
        path=path,
        name=target["name"],
        word=cell.strip(),
        classes=", ".join(map(value_text, target["values"])),
    )


def _about_gaps(p: Values, left_out: int, count: int) -> Text:
    told = {
        "fill": "leaves out {gaps} of {count} rows, in which not all is filled in that has to be",
        "drop": "leaves out {gaps} of {count} rows, in which not all is filled in that has to be, "
        "or a word stands that the network was not trained on",
    }
    return Text(told[p.missing], gaps=f"{left_out:,}", count=f"{count:,}")
