"""Kinds of setting: what a param can hold, its bounds, unit, default and help.

Each kind turns raw JSON into a checked value (`parse`), back (`to_json`), text that a person
typed into a value (`read`), and a value into text (`show`). From the same declaration come the
inspector's form, the file's checks, generated code and the reference.
"""

import contextlib
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from hornstudio.engine.errors import ParamError, Text


class Values(Mapping[str, Any]):
    """The params of a module, checked and complete; read as attributes: `p.units`."""

    __slots__ = ("_items",)
    _items: dict[str, Any]

    def __init__(self, items: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_items", dict(items))

    def __getitem__(self, key: str) -> Any:
        return self._items[key]

    def __getattr__(self, key: str) -> Any:
        try:
            return self._items[key]
        except KeyError:
            raise AttributeError(key) from None

    def __setattr__(self, key: str, value: Any) -> None:
        raise AttributeError(f"params are immutable: {key}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(tuple(self._items.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Values) and self._items == other._items

    def __repr__(self) -> str:
        return f"Values({self._items!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Values, (dict(self._items),)


@dataclass(frozen=True, slots=True)
class Setting:
    """A module held by a param, such as an initializer: its kind and its own params."""

    kind: str
    params: Values


class ParamOwner(Protocol):
    """What a nested param needs of the module it holds."""

    @property
    def params(self) -> tuple["Param", ...]:
        """Declarations of its settings."""


Find = Callable[[str, str], ParamOwner]
"""Looks up the module of (category, kind); raises ParamError when there is none."""


@dataclass(frozen=True, kw_only=True)
class Param:
    """What all settings share. `optional`: None ("not set") is a value too.

    name: the field's own (Keras' snake case). title: label in the form (from the name when
    empty). unit: shown behind the number. advanced: folded away in the form.
    """

    name: str
    default: Any = None
    help: str
    title: str = ""
    unit: str = ""
    optional: bool = False
    advanced: bool = False

    @property
    def label(self) -> str:
        """Title for people."""
        return self.title or self.name.replace("_", " ").capitalize()

    @property
    def need(self) -> Text:
        """What a value must be, to be read after "need"."""
        raise NotImplementedError

    def parse(self, raw: Any, find: Find) -> Any:
        """Check a raw JSON value. Raises: ParamError that names the value and the need."""
        if raw is None and self.optional:
            return None
        value = self._parse(raw, find)
        if value is None:
            raise self.refusal(raw)
        return value

    def read(self, text: str, find: Find) -> Any:
        """Turn what a person typed into a value. Raises: ParamError."""
        text = text.strip()
        if self.optional and text.lower() in ("", "none"):
            return None
        return self._read(text, find)

    def to_json(self, value: Any) -> Any:
        """The value as JSON holds it; `parse` is its inverse."""
        return value

    def show(self, value: Any) -> str:
        """The value as a person would type it; `read` is its inverse."""
        return "None" if value is None else str(value)

    def describe(self) -> dict[str, Any]:
        """The declaration as JSON, for the catalog."""
        facts = {
            "name": self.name,
            "type": type(self).__name__.lower(),
            "default": None if self.default is None else self.to_json(self.default),
            "title": self.label,
            "help": self.help,
        }
        for key in ("unit", "optional", "advanced"):
            if getattr(self, key):
                facts[key] = getattr(self, key)
        return facts | self._bounds()

    def refusal(self, raw: Any) -> ParamError:
        """The error for a value that does not fit."""
        need = Text("{need} or none", need=self.need) if self.optional else self.need
        shown = repr(raw) if isinstance(raw, str) else _short(raw)
        return ParamError("{name} is {value}; need {need}", name=self.name, value=shown, need=need)

    def _parse(self, raw: Any, find: Find) -> Any:
        raise NotImplementedError

    def _read(self, text: str, find: Find) -> Any:
        raise NotImplementedError

    def _bounds(self) -> dict[str, Any]:
        return {}


def _short(raw: Any) -> str:
    text = repr(raw)
    return text if len(text) <= 60 else text[:57] + "..."


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
        value = float(raw)
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


def complete(params: tuple[Param, ...], given: Any, find: Find) -> Values:
    """Check given params and fill in the defaults.

    Raises: ParamError for the first unknown name or bad value; see `faults` for all of them.
    """
    if not isinstance(given, Mapping):
        raise ParamError("params is {value}; need names with values", value=_short(given))
    known = {param.name for param in params}
    for name in given:
        if name not in known:
            raise unknown_param(name, params)
    return Values({p.name: value_of(p, given, find) for p in params})


def value_of(param: Param, given: Mapping[str, Any], find: Find) -> Any:
    """The checked value of one param, its default where none is given."""
    raw = given.get(param.name, param.default)
    return None if raw is None and param.default is None else param.parse(raw, find)


def unknown_param(name: str, params: tuple[Param, ...]) -> ParamError:
    """The error for a param name that the module does not have."""
    known = ", ".join(p.name for p in params) or "none"
    return ParamError("{name} is not a param here; known are {known}", name=name, known=known)


def faults(params: tuple[Param, ...], given: Mapping[str, Any], find: Find) -> list[ParamError]:
    """Every unknown name and bad value, in order."""
    known = {param.name: param for param in params}
    found = []
    for name, raw in given.items():
        try:
            if name not in known:
                raise unknown_param(name, params)
            value_of(known[name], {name: raw}, find)
        except ParamError as error:
            found.append(error)
    return found
