"""Kinds of setting: what a param can hold, its bounds, unit, default and help.

Each kind turns raw JSON into a checked value (`parse`), back (`to_json`), text that a person
typed into a value (`read`), and a value into text (`show`). From the same declaration come the
inspector's form, the file's checks, generated code and the reference.
"""

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hornstudio.engine.errors import ParamError, Text
from hornstudio.engine.numbers import Float, Floats, Int, Ints
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
    "FigureName",
    "FilePath",
    "Find",
    "Flag",
    "Float",
    "Floats",
    "FolderPath",
    "Int",
    "Ints",
    "Nested",
    "Param",
    "ParamOwner",
    "Setting",
    "Values",
    "WordList",
    "Words",
    "complete",
    "faults",
    "nested_json",
    "unknown_param",
    "value_of",
]


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


class _Path:
    """Text that can name something on this computer, whether it is there or not."""

    def _parse(self, raw: Any, find: Find) -> str | None:
        if not isinstance(raw, str) or "\0" in raw:
            return None
        try:
            os.fsencode(raw)
        except UnicodeEncodeError:  # halves of letters, as a damaged file may have them
            return None
        return raw


@dataclass(frozen=True, kw_only=True)
class FolderPath(_Path, Words):
    """A folder on this computer, as a person writes it; a relative one is below a data folder."""

    @property
    def need(self) -> Text:
        """What it names."""
        return Text("the path of a folder")


@dataclass(frozen=True, kw_only=True)
class FilePath(_Path, Words):
    """A file on this computer, as a person writes it; a relative one is below a data folder.

    endings: what its name ends in, as a rule.
    """

    endings: tuple[str, ...] = ()

    @property
    def need(self) -> Text:
        """What it names."""
        return Text("the path of a file")


@dataclass(frozen=True, kw_only=True)
class FigureName(Words):
    """Name of a figure that a run reports: loss, val_loss, or a metric's node, val_ before it.

    Which there are depends on the graph; its check refuses others. only_with: name of the flag
    without which it is not looked at.
    """

    only_with: str = ""

    @property
    def need(self) -> Text:
        """What it names."""
        return Text("the name of a figure that is reported")


@dataclass(frozen=True, kw_only=True)
class WordList(Param):
    """Some words, none of them with a comma in it."""

    @property
    def need(self) -> Text:
        """How to write them."""
        return Text("words with commas between them")

    def parse(self, raw: Any, find: Find) -> Any:
        """As for every param; no words are none. Raises: ParamError."""
        return super().parse(None if raw in ([], ()) else raw, find)

    def _parse(self, raw: Any, find: Find) -> tuple[str, ...] | None:
        if not isinstance(raw, list | tuple) or not raw:
            return None
        is_fit = all(isinstance(word, str) and word.strip() and "," not in word for word in raw)
        return tuple(word.strip() for word in raw) if is_fit else None

    def _read(self, text: str, find: Find) -> Any:
        return self.parse([word for word in text.split(",") if word.strip()], find)

    def to_json(self, value: Any) -> Any:
        """A list."""
        return None if value is None else list(value)

    def show(self, value: Any) -> str:
        """The words with commas."""
        return "None" if value is None else ", ".join(value)


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
