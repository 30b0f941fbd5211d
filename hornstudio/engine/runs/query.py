"""Which runs a person wants to see, and in what order: pure functions of records.

A filter is words, all of which must fit: plain ones are looked for in names, tags, notes and what
changed; `tag:good`, `state:failed`, `model:mlp` in one field; `val_loss<0.1`, `epochs>=5`,
`val_accuracy>97%`, `seed:1` compare.
"""

import math
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from hornstudio.engine.errors import RunError
from hornstudio.engine.runs.record import STATES, RunRecord

NEWEST_FIRST = "-started"
TEXT_FIELDS = ("name", "folder", "model", "state", "device", "source", "note", "parent", "changes")
_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    ":": operator.eq,
}
_COMPARISON = re.compile(
    r"([\w.]+)(<=|>=|[<>=:])(-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(%?)", re.ASCII
)
_HALF_TYPED = re.compile(r"[\w.]+(<=|>=|[<>=:])-?(\.|[\d.]+[eE][+-]?)?", re.ASCII)

Test = Callable[[RunRecord], bool]


def select(
    records: Iterable[RunRecord],
    words: str = "",
    order: str = NEWEST_FIRST,
    *,
    with_hidden: bool = False,
    texts: Mapping[str, str] | None = None,
) -> list[RunRecord]:
    """The runs that fit, in order. Raises: RunError when no run has the field to sort by.

    texts: what `text_of` says of each, by path, of whoever asks often.
    """
    tests = _tests_of(words, texts)
    shown = [r for r in records if with_hidden or not r.is_hidden]
    return sort([r for r in shown if all(test(r) for test in tests)], order)


def sort(records: list[RunRecord], order: str) -> list[RunRecord]:
    """By a field or metric, with `-` before it the greatest first; runs without it come last.

    Of equal ones the newest comes first. Raises: RunError when no run has it.
    """
    field, is_falling = order.removeprefix("-"), order.startswith("-")
    newest_first = sorted(records, key=lambda r: (r.started, r.folder), reverse=True)
    if order == NEWEST_FIRST:
        return newest_first
    having = [(key, r) for r in newest_first if (key := _key(r.value(field))) is not None]
    if records and not having and not _is_field(field):
        metrics = sorted({name for r in records for name in r.metrics})
        raise RunError(
            "no run has {field} to sort by; there are {known}",
            field=field,
            known=", ".join([*_sortable(), *metrics]),
        )
    having.sort(key=lambda pair: pair[0], reverse=is_falling)  # equal ones stay as they were
    found = [r for _, r in having]
    taken = {r.path for r in found}
    return found + [r for r in newest_first if r.path not in taken]


def unknown_names(records: Iterable[RunRecord], words: str) -> tuple[str, ...]:
    """What the words compare although no run has it, such as a metric with a typing error."""
    names = [found[1] for word in words.casefold().split() if (found := _compared(word))]
    if not names:
        return ()
    runs = list(records)
    return tuple(n for n in names if runs and all(not _is_number(r.value(n)) for r in runs))


def no_comparisons(words: str) -> tuple[str, ...]:
    """Words with a sign that compares, and no number behind it: they are looked for as texts."""
    found = (word for word in words.split() if not _compared(word.casefold()))
    return tuple(word for word in found if any(sign in word for sign in "<>="))


def no_states(words: str) -> tuple[str, ...]:
    """States that are asked for, and that no run can be in."""
    asked = (word.removeprefix("state:") for word in words.split() if word.startswith("state:"))
    return tuple(each for each in asked if not any(each.casefold() in state for state in STATES))


def _tests_of(words: str, texts: Mapping[str, str] | None) -> list[Test]:
    """One test a word."""
    return [_test_of(word, texts) for word in words.casefold().split()]


def without_half_typed(words: str) -> str:
    """The words but those that are still being typed, such as `val_loss<` and `tag:`."""
    return " ".join(word for word in words.split() if not _HALF_TYPED.fullmatch(word))


def _compared(word: str) -> re.Match[str] | None:
    """Name, sign and number of a comparison; texts are looked for, whatever they look like."""
    found = _COMPARISON.fullmatch(word)
    is_text = found is not None and found[2] == ":" and found[1] in (*TEXT_FIELDS, "tag")
    return None if is_text else found


def text_of(record: RunRecord) -> str:
    """What plain words are looked for in."""
    parts = [str(record.value(field)) for field in TEXT_FIELDS]
    return "\n".join([*parts, *record.tags]).casefold()


def _test_of(word: str, texts: Mapping[str, str] | None) -> Test:
    if found := _compared(word):
        field, sign, number, percent = found.groups()
        return _compares(field, _ORDERS[sign], float(number) / (100 if percent else 1))
    field, colon, text = word.partition(":")
    if colon and field == "tag":
        return lambda r: any(text == tag.casefold() for tag in r.tags)
    if colon and field in TEXT_FIELDS:
        return lambda r: text in str(r.value(field)).casefold()
    if texts is not None:
        return lambda r: word in texts[r.path]
    return lambda r: word in text_of(r)


def _compares(field: str, fits: Callable[[Any, Any], bool], number: float) -> Test:
    def test(record: RunRecord) -> bool:
        value = record.value(field)
        return _is_number(value) and fits(value, number)

    return test


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _key(value: Any) -> Any:
    """What can be put in order among its like; None for what says nothing."""
    if isinstance(value, tuple):
        value = ", ".join(value)
    if isinstance(value, str):
        return value.casefold() or None
    return None if value is None or (isinstance(value, float) and math.isnan(value)) else value


def _is_field(name: str) -> bool:
    return name in _sortable()


def _sortable() -> list[str]:
    left_out = ("path", "metrics", "kinds", "owner", "reason_parts", "source_parts")
    return ["name", *(f for f in RunRecord.__struct_fields__ if f not in left_out)]
