"""A module as a setting of another, such as an initializer or a schedule."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hornstudio.engine.errors import ParamError
from hornstudio.engine.params.numbers import Float
from hornstudio.engine.params.param import Find, Param, Setting, complete
from hornstudio.engine.text import Text


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
            if not text or text.lstrip("+-.")[:1].isdigit():  # no kind begins so
                raise self.refusal(text)
            self._refuse_unknown(text, find)
        return self.parse(text, find)

    def _refuse_unknown(self, text: str, find: Find) -> None:
        """Say of a word that is no kind that a number would do, too."""
        try:
            find(self.category, text)
        except ParamError as error:
            wanted = self.refusal(text).text
            raise ParamError("{wanted}. {reason}", wanted=wanted, reason=error.text) from None

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
