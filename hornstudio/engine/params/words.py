"""Text: free, of a file or a folder, the name of a figure, and lists of words."""

import os
import unicodedata
from dataclasses import dataclass
from typing import Any

from hornstudio.engine.params.param import Find, Param
from hornstudio.engine.text import Text


@dataclass(frozen=True, kw_only=True)
class Words(Param):
    """Free text; its letters count as written together (NFC), as those of a table's columns do."""

    @property
    def need(self) -> Text:
        """Anything."""
        return Text("text")

    def _parse(self, raw: Any, find: Find) -> str | None:
        return unicodedata.normalize("NFC", raw) if isinstance(raw, str) else None

    def _read(self, text: str, find: Find) -> Any:
        return self._parse(text, find)


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
        return tuple(unicodedata.normalize("NFC", w.strip()) for w in raw) if is_fit else None

    def _read(self, text: str, find: Find) -> Any:
        return self.parse([word for word in text.split(",") if word.strip()], find)

    def to_json(self, value: Any) -> Any:
        """A list."""
        return None if value is None else list(value)

    def show(self, value: Any) -> str:
        """The words with commas."""
        return "None" if value is None else ", ".join(value)
