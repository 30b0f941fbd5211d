"""Kinds of setting: what a param can hold, its bounds, unit, default and help.

Each kind turns raw JSON into a checked value (`parse`), back (`to_json`), text that a person
typed into a value (`read`), and a value into text (`show`). From the same declaration come the
inspector's form, the file's checks, generated code and the reference.
"""

import contextlib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hornstudio.engine.errors import ParamError, Text
from hornstudio.engine.param import (
    Find,
    Param,
    ParamOwner,
    Setting,
    Values,
    complete,
    faults,
    unknown_param,
    value_of,
)

__all__ = [
    "Choice",
    "Find",
    "Flag",
    "Float",
    "Int",
    "Ints",
    "Nested",
    "Param",
    "ParamOwner",
    "Setting",
    "Values",
    "Words",
    "complete",
    "faults",
    "nested_json",
    "unknown_param",
    "value_of",
]


LARGEST = 2**31 - 1
"""The largest whole number where no other bound is declared; no array is longer."""


def _too_large(name: str) -> ParamError:
    return ParamError("{name} is too large; need at most {high}", name=name, high=LARGEST)


@dataclass(frozen=True, kw_only=True)
class Int(Param):
    """A whole number from `low` to `high`, both included."""

    low: int | None = None
    high: int | None = None

    @property
    def need(self) -> Text:
        """Range in words."""
        if self.low is not None and self.high is not None:
            return Text("an integer from {low} to {high}", low=self.low, high=self.high)
        if self.low is not None:
            return Text("an integer of at least {low}", low=self.low)
        return Text("an integer")

    def _parse(self, raw: Any, find: Find) -> int | None:
        if isinstance(raw, bool) or not isinstance(raw, int | float) or raw != raw:
            return None
        if isinstance(raw, float) and (math.isinf(raw) or raw != int(raw)):
            return None
        value = int(raw)
        if self.high is None and abs(value) > LARGEST:
            raise _too_large(self.name)
        too_low = self.low is not None and value < self.low
        too_high = self.high is not None and value > self.high
        return None if too_low or too_high else value

    def _read(self, text: str, find: Find) -> int:
        try:
            number = int(text.replace("_", "").replace(",", ""))
        except ValueError:
            raise self.refusal(text) from None
        return int(self.parse(number, find))

    def _bounds(self) -> dict[str, Any]:
        return _present(low=self.low, high=self.high)


@dataclass(frozen=True, kw_only=True)
class Float(Param):
    """A number. `low` and `high` are included; `above` and `below` are not."""

    low: float | None = None
    high: float | None = None
    above: float | None = None
    below: float | None = None

    @property
    def need(self) -> Text:
        """Range in words."""
        parts = [
            Text(template, bound=_number(bound))
            for template, bound in (
                ("at least {bound}", self.low),
                ("above {bound}", self.above),
                ("at most {bound}", self.high),
                ("below {bound}", self.below),
            )
            if bound is not None
        ]
        if not parts:
            return Text("a number")
        if len(parts) == 1:
            return Text("a number {range}", range=parts[0])
        return Text("a number {first} and {second}", first=parts[0], second=parts[1])

    def _parse(self, raw: Any, find: Find) -> float | None:
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            return None
        try:
            value = float(raw)
        except OverflowError:  # a whole number of more than 308 digits
            return None
        return value if math.isfinite(value) and self._is_within(value) else None

    def _is_within(self, value: float) -> bool:
        return (
            (self.low is None or value >= self.low)
            and (self.high is None or value <= self.high)
            and (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
        )

    def _read(self, text: str, find: Find) -> Any:
        try:
            number = float(text)
        except ValueError:
            raise self.refusal(text) from None
        return self.parse(number, find)

    def show(self, value: Any) -> str:
        """Shortest text that reads back as the same number."""
        return "None" if value is None else _number(value)

    def _bounds(self) -> dict[str, Any]:
        return _present(low=self.low, high=self.high, above=self.above, below=self.below)


def _number(value: float) -> str:
    text = repr(float(value))
    return text[:-2] if text.endswith(".0") else text


def _present(**bounds: Any) -> dict[str, Any]:
    return {name: bound for name, bound in bounds.items() if bound is not None}


@dataclass(frozen=True, kw_only=True)
class Flag(Param):
    """Yes or no."""

    @property
    def need(self) -> Text:
        """Both values."""
        return Text("true or false")

    def _parse(self, raw: Any, find: Find) -> bool | None:
        return raw if isinstance(raw, bool) else None

    def _read(self, text: str, find: Find) -> bool:
        word = text.lower()
        if word in ("true", "yes", "on"):
            return True
        if word in ("false", "no", "off"):
            return False
        raise self.refusal(text)


@dataclass(frozen=True, kw_only=True)
class Choice(Param):
    """One of a few words."""

    options: tuple[str, ...]

    @property
    def need(self) -> Text:
        """All options."""
        return Text("one of {options}", options=", ".join(self.options))

    def _parse(self, raw: Any, find: Find) -> str | None:
        return raw if isinstance(raw, str) and raw in self.options else None

    def _read(self, text: str, find: Find) -> str:
        return str(self.parse(text, find))

    def _bounds(self) -> dict[str, Any]:
        return {"options": list(self.options)}


@dataclass(frozen=True, kw_only=True)
class Ints(Param):
    """A tuple of whole numbers; one number stands for all when `length` is fixed.

    length: how many (None: any number of them). low: the least each may be. unknown: whether
    a dimension may be left open, written as None (`?` in the form).
    """

    length: int | None = None
    low: int = 1
    unknown: bool = False

    @property
    def need(self) -> Text:
        """Count and bound in words."""
        if self.length is None:
            return Text("integers of at least {low}, such as 28, 28, 1", low=self.low)
        return Text("{length} integers of at least {low}", length=self.length, low=self.low)

    def _parse(self, raw: Any, find: Find) -> tuple[int | None, ...] | None:
        if isinstance(raw, int) and not isinstance(raw, bool):
            raw = [raw] * (self.length or 1)
        if not isinstance(raw, list | tuple) or self.length not in (None, len(raw)):
            return None
        if any(isinstance(item, int) and abs(item) > LARGEST for item in raw):
            raise _too_large(self.name)
        return tuple(raw) if all(self._is_fit(item) for item in raw) else None

    def _is_fit(self, item: Any) -> bool:
        if item is None:
            return self.unknown
        return isinstance(item, int) and not isinstance(item, bool) and item >= self.low

    def _read(self, text: str, find: Find) -> Any:
        words = [w for w in re.split(r"[\s,x×()\[\]]+", text) if w]
        try:
            numbers = [None if w in ("?", "None") else int(w) for w in words]
        except ValueError:
            raise self.refusal(text) from None
        single = self.length is not None and len(numbers) == 1
        return self.parse(numbers * (self.length or 1) if single else numbers, find)

    def to_json(self, value: Any) -> Any:
        """A list."""
        return None if value is None else list(value)

    def show(self, value: Any) -> str:
        """Numbers with commas."""
        if value is None:
            return "None"
        return ", ".join("?" if item is None else str(item) for item in value)

    def _bounds(self) -> dict[str, Any]:
        return _present(length=self.length, low=self.low, unknown=self.unknown or None)


@dataclass(frozen=True, kw_only=True)
class Words(Param):
    """Free text."""

    @property
    def need(self) -> Text:
        """Anything."""
        return Text("text")

    def _parse(self, raw: Any, find: Find) -> str | None:
        return raw if isinstance(raw, str) else None

    def _read(self, text: str, find: Find) -> str:
        return text


@dataclass(frozen=True, kw_only=True)
class Nested(Param):
    """A module of a category, with params of its own: an initializer, an activation.

    In JSON `{"kind": ..., "params": {...}}`, or only the kind's name. `default` is a kind or
    None. When `number` is set, a plain number is a value too (a learning rate or a schedule).
    """

    category: str
    number: Float | None = None

    @property
    def need(self) -> Text:
        """The category, or a number."""
        if self.number is not None:
            number = self.number.need
            return Text("{number}, or a {category}", number=number, category=self.category)
        return Text("a kind of {category}", category=self.category)

    def _parse(self, raw: Any, find: Find) -> Any:
        if isinstance(raw, Setting):
            raw = self.to_json(raw)
        if self.number is not None and isinstance(raw, int | float):
            return self.number._parse(raw, find)
        if isinstance(raw, str):
            raw = {"kind": raw}
        if not isinstance(raw, Mapping) or not isinstance(raw.get("kind"), str):
            return None
        stray = set(raw) - {"kind", "params"}
        if stray:
            raise ParamError("{name} has an unknown key {key!r}", name=self.name, key=min(stray))
        return self._nested(raw, find)

    def _nested(self, raw: Mapping[str, Any], find: Find) -> Setting:
        try:
            owner = find(self.category, raw["kind"])
            if not owner.is_held:
                raise ParamError(
                    "{kind} has weights or another shape; it can only be a node of its own",
                    kind=raw["kind"],
                )
            values = complete(owner.params, raw.get("params", {}), find)
        except ParamError as error:
            raise ParamError("{name}.{inner}", name=self.name, inner=error.text) from None
        return Setting(raw["kind"], values)

    def _read(self, text: str, find: Find) -> Any:
        if self.number is not None:
            with contextlib.suppress(ValueError):
                return self.parse(float(text), find)
        return self.parse(text, find)

    def to_json(self, value: Any) -> Any:
        """A number, or kind and params."""
        if not isinstance(value, Setting):
            return value
        params = {name: nested_json(item) for name, item in value.params.items()}
        return {"kind": value.kind} | ({"params": params} if params else {})

    def show(self, value: Any) -> str:
        """The kind, or the number."""
        if isinstance(value, Setting):
            return value.kind
        return "None" if value is None or self.number is None else self.number.show(value)

    def _bounds(self) -> dict[str, Any]:
        numeric = {"number": self.number._bounds()} if self.number else {}
        return {"category": self.category} | numeric


def nested_json(value: Any) -> Any:
    """A checked value of any kind as JSON."""
    if isinstance(value, Setting):
        return Nested(name="", help="", category="").to_json(value)
    return list(value) if isinstance(value, tuple) else value
