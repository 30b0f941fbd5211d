"""The language of a person: the one chosen in the window, otherwise that of the desktop."""

import json
import os
import sys
from collections.abc import Mapping

from hornstudio.language.catalogue import SOURCE_LANGUAGE, is_spoken
from hornstudio.paths import settings_file

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_PLAIN = ("C", "POSIX")


def language_of_person() -> str:
    """Code of a language that the program speaks. Asks neither Qt nor the engine."""
    wishes = (_chosen_in_window(), *wished(os.environ))
    return next(filter(is_spoken, wishes), SOURCE_LANGUAGE)


def wished(environment: Mapping[str, str]) -> list[str]:
    """Codes by which a person asks for languages in the environment, the dearest first.

    As gettext reads it: $LANGUAGE is a list, and is not heard where the locale is that of
    programs, `C`. On Windows, which has none of these, the language of its desktop.
    """
    locale = next((name for each in _LOCALE if (name := environment.get(each))), "")
    if locale in _PLAIN:
        return []
    listed = environment.get("LANGUAGE") or locale or _of_windows()
    return [_code(name) for name in listed.split(":") if name]


def _code(name: str) -> str:
    """`ko` of `ko_KR.UTF-8@hangul` and of `ko-KR`."""
    for end in ".@_-":
        name = name.partition(end)[0]
    return name.lower()


def _chosen_in_window() -> str:
    """As its settings have it; empty where nothing can be read there."""
    try:
        data = json.loads(settings_file().read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return ""
    chosen = data.get("language") if isinstance(data, dict) else ""
    return chosen if isinstance(chosen, str) else ""


def _of_windows() -> str:
    if sys.platform != "win32":
        return ""
    import ctypes
    import locale

    number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
    return locale.windows_locale.get(number, "")
