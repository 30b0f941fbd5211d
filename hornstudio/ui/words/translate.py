"""Every string that a person sees passes through here; the source language is English.

tr("Train")                         a string of the window
tr("{count} problems", count=3)     values are filled in after the look-up
tr_engine(error.text)               a string of the engine, looked up by its template

Counts look the same in all of them: a whole number that is named `count`, and one that the engine
has written with commas.
"""

import re
import sys
from typing import Any

from PySide6.QtCore import QCoreApplication

from hornstudio.engine.text import Text
from hornstudio.language.catalogue import words_of
from hornstudio.language.filling import filled, told
from hornstudio.ui.words.language import CONTEXT, spoken
from hornstudio.ui.words.quantity import THIN_SPACE, count_text

_KEYS_OF_MACOS = {"Ctrl": "⌘", "Alt": "⌥"}
_KEY = re.compile(r"\b(Ctrl|Alt)(?![A-Za-z])")
_WITH_COMMAS = re.compile(r"-?\d{1,3}(,\d{3})+")


def tr(text: str, **values: Any) -> str:
    """`text` in the window's language, with `values` filled into its `{names}`.

    A translation that asks for a value that is not there is passed over for the source: a
    translator's slip must not stop the program.
    """
    return _filled(text, QCoreApplication.translate(CONTEXT, text), spoken(), values)


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
    return told(text, tr, _shown)


def sentence(text: Text) -> str:
    """The engine's words where they stand alone; a name that they begin with keeps its letter."""
    words = tr_engine(text)
    return words if tr(text.template).startswith("{") else words[:1].upper() + words[1:]


def _shown(value: Any) -> Any:
    is_count = isinstance(value, str) and _WITH_COMMAS.fullmatch(value)
    return value.replace(",", THIN_SPACE) if is_count else value
