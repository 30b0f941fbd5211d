"""What the numbers of a table stand for: the columns of its features, and its classes."""

from collections.abc import Sequence
from typing import Any

from hornstudio.engine.modules.tables.encoding import are_classes, feature_columns, target_place
from hornstudio.engine.modules.tables.survey import Column, kept_columns, survey
from hornstudio.engine.params import Values
from hornstudio.engine.text import Text


def why_other(p: Values, then: Values, kept: dict[str, Any]) -> Text | None:
    """Why weights that learned from the table as it was would misread it by now, or None.

    then: the params of that time. kept: what `keep_survey` gave. A table that cannot be read is
    not misread. Raises: ValueError where kept is not that.
    """
    before, now = kept_columns(kept), survey(p).columns
    if not now:
        return None
    was, are = _features(then, before), _features(p, now)
    if was != are:
        return Text("the columns are {now}; they were {before}", now=_said(are), before=_said(was))
    was, are = _classes(then, before), _classes(p, now)
    if was != are:
        return Text("the classes are {now}; they were {before}", now=_said(are), before=_said(was))
    return None


def _features(p: Values, columns: Sequence[Column]) -> list[str]:
    """Names of the numbers that go in: a column, or a word of one."""
    chosen = feature_columns(columns, target_place(columns, p.target), p.ignore, p.max_categories)
    return [
        name
        for _, column in chosen
        for name in (
            [column["name"]]
            if column["is_number"]
            else [f"{column['name']}: {word}" for word in column["values"]]
        )
    ]


def _classes(p: Values, columns: Sequence[Column]) -> list[str]:
    place = target_place(columns, p.target)
    if place is None or not are_classes(columns[place], p.target_type):
        return []
    return list(map(str, columns[place]["values"] or ()))


def _said(names: Sequence[str]) -> str:
    return ", ".join(names) or "-"
