"""Every string that a person sees passes through here; the source language is English.

tr("Train")                         a string of the window
tr("{count} problems", count=3)     values are filled in after the look-up
tr_engine(error.text)               a string of the engine, looked up by its template
tr_engine(told(words))              what was said just now, in the language of then

Counts look the same in all of them: a whole number that is named `count`, and one that the engine
has written with commas.
"""

import re
import sys
from typing import Any

from PySide6.QtCore import QCoreApplication

from hornstudio.engine.text import Given, Text
from hornstudio.language import filling
from hornstudio.language.catalogue import words_of
from hornstudio.language.filling import filled
from hornstudio.ui.words.language import CONTEXT, spoken
from hornstudio.ui.words.quantity import THIN_SPACE, count_text

_KEYS_OF_MACOS = {"Ctrl": "⌘", "Alt": "⌥"}
_KEY = re.compile(r"\b(Ctrl|Alt)(?![A-Za-z])")
_WITH_COMMAS = re.compile(r"-?\d{1,3}(,\d{3})+")
_JUST_NOW = 500
"""How many of the last sentences are known at least by what they were made of."""


class _Memory:
    """The last sentences, by their words: the source, and the values that were filled in."""

    def __init__(self) -> None:
        self._new: dict[str, tuple[str, dict[str, Any]]] = {}
        self._old = self._new

    def note(self, words: str, source: str, values: dict[str, Any]) -> None:
        if words in values.values():
            return  # nothing was said about the value, which may have been said itself
        if len(self._new) >= _JUST_NOW:
            self._old, self._new = self._new, {}
        self._new[words] = source, values

    def find(self, words: str) -> tuple[str, dict[str, Any]] | None:
        return self._new.get(words) or self._old.get(words)


_memory = _Memory()


def tr(text: str, **values: Any) -> str:
    """`text` in the window's language, with `values` filled into its `{names}`.

    A translation that asks for a value that is not there is passed over for the source: a
    translator's slip must not stop the program.
    """
    values = {k: label(v.source) if isinstance(v, _Label) else v for k, v in values.items()}
    words = _filled(text, QCoreApplication.translate(CONTEXT, text), spoken(), values)
    _memory.note(words, text, values)
    return words


def told(words: str) -> str:
    """What `tr` or `tr_engine` has said just now, to be told once more by `tr_engine`.

    That is a `Text`; where nobody knows what the words were made of, they stay as they are.
    """
    known = _memory.find(words)
    if known is None:
        return Given(words)
    source, values = known
    said = {k: told(v) if _is_said(v) and v in words else v for k, v in values.items()}
    return Text(source, **said)


class _Label(str):
    """source: what it was looked up by."""

    source: str


def label(text: str) -> str:
    """A label as a value in a sentence, in small letters: `batch size`."""
    words = _Label(tr(text).lower())
    words.source = text
    return words


def fill(words: str, **values: Any) -> str:
    """What `tr` has just said of a sentence with `{names}`, with values for them."""
    return tr(str(told(words)), **values)


def _is_said(value: Any) -> bool:
    """Whether a value was said itself: it has several words; a single one is a name of a node."""
    is_text = isinstance(value, str) and not isinstance(value, _Label)
    return is_text and " " in value and _memory.find(value) is not None


def tr_in(code: str, text: str, **values: Any) -> str:
    """The same in the language of this code, whatever the window's is."""
    return _filled(text, words_of(code).get(text, text), code, values)


def _filled(text: str, translated: str, code: str, values: dict[str, Any]) -> str:
    if type(count := values.get("count")) is int:
        values = {**values, "count": count_text(count)}
    if sys.platform == "darwin":
        text, translated = _with_keys_of_macos(text), _with_keys_of_macos(translated)
    return filled(text, translated, code, values)


def _with_keys_of_macos(text: str) -> str:
    """Keys as they are written on a Mac; what Qt calls Ctrl is Command there."""
    return _KEY.sub(lambda found: _KEYS_OF_MACOS[found[0]], text)


def tr_engine(text: str) -> str:
    """A sentence of the engine in the window's language.

    A `Text` is looked up by its template, and its values that are `Text` likewise; a plain
    string is looked up as it stands.
    """
    return filling.told(text, tr, _shown)


def sentence(text: Text) -> str:
    """The engine's words where they stand alone; a name that they begin with keeps its letter."""
    words = tr_engine(text)
    return words if tr(text.template).startswith("{") else words[:1].upper() + words[1:]


def _shown(value: Any) -> Any:
    is_count = isinstance(value, str) and _WITH_COMMAS.fullmatch(value)
    return value.replace(",", THIN_SPACE) if is_count else value
