"""Sentences that can be translated: they remember how they were made."""

import reprlib
from collections.abc import Iterable
from typing import Any

BYTE_UNITS = ((2**40, "TB"), (2**30, "GB"), (2**20, "MB"), (2**10, "KB"))


class Text(str):
    """An English sentence that remembers its template and values: `Text("{n} rows", n=3)`.

    It is a plain `str` to whoever only reads it; a translator looks up `template`, then
    fills in `values`.
    """

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, **values: Any) -> "Text":
        """Fill the template in."""
        text = super().__new__(cls, template.format(**values) if values else template)
        text.template = template
        text.values = values
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild_text, (self.template, self.values)


class Given(str):
    """Words that a person chose: shown as they are, in whichever language the rest is."""

    __slots__ = ()


def at_path(path: str, reason: str) -> Text:
    """What is wrong at a place of a file: `nodes.hidden.at: is 3; need two numbers, x and y`."""
    return Text("{path}: {reason}", path=path, reason=reason)


def unfit(value: Any, need: str) -> Text:
    """A value that stands where another kind is needed."""
    return Text("is {value}; need {need}", value=reprlib.repr(value), need=need)


def joined(texts: Iterable[str], sign: str = "; ") -> Text:
    """Several sentences, one at least, as one; each is looked up for itself."""
    first, *others = texts
    whole = Text("{first}", first=first)
    for each in others:
        whole = Text("{first}" + sign + "{then}", first=whole, then=each)
    return whole


def bytes_text(count: int) -> str:
    """Bytes in units of 1,024, with three digits: `1.25 GB`."""
    for size, unit in BYTE_UNITS:
        if count >= size:
            return f"{three_digits(count / size)} {unit}"
    return f"{count} B"


def three_digits(number: float) -> str:
    """As many digits behind the point as make three: `1.25`, `12.5`, `125`."""
    digits = 0 if number >= 100 else 1 if number >= 10 else 2
    return f"{number:.{digits}f}"


def _rebuild_text(template: str, values: dict[str, Any]) -> Text:
    return Text(template, **values)
