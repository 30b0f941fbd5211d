"""Every string that a person reads in a terminal passes through here, as in the window.

tr("wrote {path}", path=out)        a string of the command line
tr_engine(error.text)               a string of the engine, looked up by its template

What programs read, and what a person types, stays as it is: JSON, names of commands, options,
fields, metrics and states.
"""

from typing import Any, TextIO

from hornstudio.language.catalogue import NAMES, SOURCE_LANGUAGE, words_of
from hornstudio.language.choice import language_of_person
from hornstudio.language.filling import filled, told

_code = SOURCE_LANGUAGE
_words: dict[str, str] = {}


def speak(code: str) -> None:
    """Speak this language from now on; English where there are no words of it."""
    global _code, _words  # one process, one language
    _words = {} if code == SOURCE_LANGUAGE else words_of(code)
    _code = code if _words else SOURCE_LANGUAGE


def speak_to_person(*streams: TextIO) -> None:
    """Speak the person's language, where all of these streams have its letters."""
    code = language_of_person()
    speak(code if all(_can_show(code, stream) for stream in streams) else SOURCE_LANGUAGE)


def _can_show(code: str, stream: TextIO) -> bool:
    """Whether an old terminal, or what a pipe is told to hold, has a language's own name."""
    try:
        NAMES.get(code, "").encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeError, LookupError):
        return False
    return True


def tr(text: str, **values: Any) -> str:
    """`text` in the person's language, with `values` filled into its `{names}`.

    A whole number that is named `count` gets its commas: 34,826; a value that is itself a
    sentence of the engine is told in that language, too.
    """
    said = {name: _said(name, value) for name, value in values.items()}
    return filled(text, _words.get(text, text), _code, said)


def _said(name: str, value: Any) -> Any:
    if name == "count" and type(value) is int:
        return f"{value:,}"
    return tr_engine(value) if hasattr(value, "template") else value


def tr_engine(text: str) -> str:
    """A sentence of the engine in the person's language; one that is none stays as it is."""
    return told(text, tr, lambda value: value)
