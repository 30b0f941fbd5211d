"""A setting of a module: what all kinds of it share, and checking a whole set of them.

The kinds are in `hornstudio.engine.params`, which also hands on everything from here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from hornstudio.engine.errors import ParamError
from hornstudio.engine.text import Text


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

    @property
    def is_held(self) -> bool:
        """Whether a param can hold it at all."""


Find = Callable[[str, str], ParamOwner]
"""Looks up the module of (category, kind); raises ParamError when there is none."""


def label_of(name: str) -> str:
    """What people read for a setting that has no other title than its name."""
    return name.replace("_", " ").capitalize()


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
        return self.title or label_of(self.name)

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
        need = Text("{need}, or none", need=self.need) if self.optional else self.need
        if raw == "":
            return ParamError("{name} is empty; need {need}", name=self.name, need=need)
        shown = repr(raw) if isinstance(raw, str) else _short(raw)
        return ParamError("{name} is {value}; need {need}", name=self.name, value=shown, need=need)

    def _parse(self, raw: Any, find: Find) -> Any:
        raise NotImplementedError

    def _read(self, text: str, find: Find) -> Any:
        raise NotImplementedError

    def _bounds(self) -> dict[str, Any]:
        return {}


_WRITTEN_OUT = 1e15
"""Whole numbers below this are told as people write them, without a fraction."""


def _short(raw: Any) -> str:
    is_whole = isinstance(raw, float) and raw.is_integer() and abs(raw) < _WRITTEN_OUT
    text = str(int(raw)) if is_whole else repr(raw)
    return text if len(text) <= 60 else text[:57] + "..."


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
    known = ", ".join(p.name for p in params) or Text("none")
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


def fitting(params: tuple[Param, ...], given: Mapping[str, Any], find: Find) -> dict[str, Any]:
    """Those of the given values that these params can take, in order."""
    return {n: value for n, value in given.items() if not faults(params, {n: value}, find)}
