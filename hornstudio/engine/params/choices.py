"""One of a few."""

from dataclasses import dataclass
from typing import Any

from hornstudio.engine.params.param import Find, Param
from hornstudio.engine.text import Text


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
